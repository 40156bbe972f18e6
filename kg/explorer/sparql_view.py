"""What the SPARQL page shows: the bundled questions, what can be given to them, and the text to run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from kg.errors import Place, QueryError
from kg.model import ConceptKind
from kg.prefixes import PREFIXES
from kg.query import NamedQuery, Parameter, iter_rows
from kg.store import Generation, Term
from kg.worker import Limits

__all__ = [
    "LIMITS",
    "LONGEST_QUERY",
    "QUERIES",
    "Thing",
    "check_length",
    "fill",
    "list_options",
    "read_things",
    "shorten",
]

QUERIES = ("question_things",)
"""The question behind the page: what can be given to the others."""

LIMITS = Limits(seconds=20, rows=10_000)
"""What one query of a reader may use."""

LONGEST_QUERY = 8_000
"""Characters of the longest query: it has to fit into an address."""

_EXPECTED = re.compile(r"error at (\d+):(\d+): expected")
"""How the engine begins a list of everything that could have stood there."""

_STARTER = """# Which studies does the graph hold?
SELECT ?study ?label
WHERE { ?study a ekg:Study ; rdfs:label ?label }
ORDER BY ?label
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a question can be about; ``kind`` is that of a concept, or article, record, study."""

    iri: str
    kind: str
    label: str

    @property
    def parameter(self) -> Parameter:
        """The kind of variable that it can be given to."""
        return Parameter.CONCEPT if self.kind in set(ConceptKind) else Parameter(self.kind)

    @property
    def key(self) -> str:
        """What names it in links and on the command line; a record's is its PMID or DOI.

        >>> Thing("https://evidence-kg.example/id/record/doi/10.1000%2F182", "record", "A trial").key
        '10.1000/182'
        """
        return unquote(self.iri.rsplit("/", 1)[-1])


def read_things(generation: Generation) -> tuple[Thing, ...]:
    """What can be given to a question, by kind and name; a record without PMID and DOI cannot."""
    things = iter_rows(generation, "question_things", Thing)
    return tuple(thing for thing in things if thing.parameter.term(thing.key).value == thing.iri)


def list_options(things: Iterable[Thing], query: NamedQuery, variable: str) -> Mapping[str, str]:
    """The name of everything that can be given to a variable of a question, by its key.

    A variable that is called as a kind of concept takes concepts of that kind.
    """
    fitting = [thing for thing in things if thing.parameter is query.parameters[variable]]
    narrow = variable in set(ConceptKind) and query.parameters[variable] is Parameter.CONCEPT
    return {thing.key: thing.label for thing in fitting if not narrow or thing.kind == variable}


def fill(query: NamedQuery | None, given: Mapping[str, str]) -> str:
    """The text of a question with its variables given, as one can read, change and run it.

    >>> query = NamedQuery("of", "Of what?", {"what": Parameter.CONCEPT}, "SELECT ?what { ?what ?p ?o }")
    >>> print(fill(query, {"what": "hair-count"}))
    SELECT ?what { ?what ?p ?o }
    VALUES (?what) { (concept:hair-count) }
    <BLANKLINE>

    Args:
        query: the question; a small one to begin with if ``None``.
        given: keys for some of its variables; the others stay open.
    """
    if query is None:
        return _STARTER
    if not given:
        return f"{query.text.strip()}\n"
    names = " ".join(f"?{name}" for name in given)
    terms = " ".join(_written(query.parameters[name].term(key)) for name, key in given.items())
    return f"{query.text.strip()}\nVALUES ({names}) {{ ({terms}) }}\n"


def _written(term: Term) -> str:
    """A term as a query has it, short where the rest is a plain name."""
    for prefix, base in PREFIXES.items():
        rest = term.value.removeprefix(base)
        if rest != term.value and rest.replace("-", "").isalnum():
            return f"{prefix}:{rest}"
    return f"<{term.value}>"


def check_length(text: str) -> None:
    """Let a query of a link pass that is not too long.

    Raises:
        QueryError: if it is.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryError(
            f"the link's query has {len(text):,} characters, of which a page takes {LONGEST_QUERY:,}",
            mend="Save it as a file and run it with `kg query FILE`.",
        )


def shorten(error: QueryError) -> QueryError:
    """What went wrong with a query, for a page: of a mistake in writing its place, without all that could stand there.

    >>> print(shorten(QueryError("the query failed: error at 3:7: expected one of 'a', 'b'")))
    query:3: the query cannot be read from character 7 of this line on. Mend the query and run it again.
    """
    found = _EXPECTED.search(error.what)
    if found is None:
        return error
    return QueryError(
        f"the query cannot be read from character {found[2]} of this line on",
        place=Place("query", line=int(found[1])),
        mend="Mend the query and run it again.",
    )
