"""What is wrong with the writing of a query: its place and the reason, in words.

The engine says where its own search gave up, which may be words after the mistake, and every single thing that could
have stood there. A person needs the word that is wrong, so the query is walked along SPARQL's grammar for it; what the
grammar allows and the engine does not (an unknown prefix, a variable outside its group) has reasons of its own.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kg.errors import Place, QueryError
from kg.prefixes import PREFIXES
from kg.sparql_grammar import Token, find_mistake, iter_tokens

__all__ = ["explain", "find_place"]

_EXPECTED = re.compile(r"error at (\d+):\d+: expected (.*)", re.DOTALL)
_MEND = "Mend the query and run it again."
_LONGEST_WORD = 40


def find_place(text: str, offset: int) -> Place:
    r"""Where in a query a character stands.

    >>> str(find_place("SELECT *\n{ ?s }", 11))
    'query:2:3'
    """
    line = text.count("\n", 0, offset) + 1
    return Place("query", line=line, column=offset - (text.rfind("\n", 0, offset) + 1) + 1)


def explain(error: QueryError, text: str) -> QueryError:
    r"""What the engine says of a query, for a person; an error that is not one of writing comes back as it is.

    >>> print(explain(QueryError("the query failed: error at 2:9: expected one of 'a', 'b'"), "SELECT *\n{ ?s ?p }"))
    query:2:9: “}” cannot stand here. Mend the query and run it again.
    """
    found = _EXPECTED.search(error.what)
    if found is None:
        return error
    mistake = find_mistake(text)
    if mistake is not None:
        word = mistake.text[:_LONGEST_WORD]
        what = f"“{word}” cannot stand here" if word else "the query ends too early"
        return QueryError(what, place=find_place(text, mistake.start), mend=_MEND)
    undeclared = _find_undeclared(iter_tokens(text))
    if undeclared is not None:
        known = ", ".join(f"{each}:" for each in PREFIXES)
        what = f"the prefix {undeclared.text.partition(':')[0]}: is not known"
        mend = f"Declare it with PREFIX, or use one of {known}."
        return QueryError(what, place=find_place(text, undeclared.start), mend=mend)
    if "contains a variable that is unbound" in found[2]:
        what = "SELECT names a variable that is neither grouped nor counted"
        return QueryError(what, mend="Add it to GROUP BY, or leave it out.")
    what = "this is a query, but none that this store can answer"
    return QueryError(
        what, place=Place("query", line=int(found[1])), mend="Look at what stands before this line's end."
    )


def _find_undeclared(tokens: list[Token]) -> Token | None:
    """The first name whose prefix is neither ours nor declared."""
    declared = {after.text for token, after in pairwise(tokens) if token.kind == "PREFIX"}
    known = declared | {f"{prefix}:" for prefix in PREFIXES}
    names = (token for token in tokens if token.kind in ("NAME", "NAMESPACE"))
    return next((name for name in names if f"{name.text.partition(':')[0]}:" not in known), None)
