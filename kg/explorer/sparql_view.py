"""What the SPARQL page shows: the bundled questions, what can be given to them, and the text to run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.errors import EvidenceError, QueryError, QueryLimitError, QueryStoppedError
from kg.explorer.query_runs import QueryRun, RunState
from kg.explorer.query_words import Word, find_unknown
from kg.explorer.things import MOST_THINGS, Thing
from kg.model import ConceptKind
from kg.prefixes import PREFIXES
from kg.query import NamedQuery
from kg.query_keys import Parameter
from kg.store import Answer, Term
from kg.worker import Limits

__all__ = [
    "LIMITS",
    "LONGEST_QUERY",
    "RULES",
    "Remark",
    "check_length",
    "describe_run",
    "fill",
    "label_variable",
    "list_options",
    "list_remarks",
]

LIMITS = Limits(seconds=20, rows=10_000)
"""What one query of a reader may use."""

LONGEST_QUERY = 8_000
"""Characters of the longest query: it has to fit into an address."""

RULES = f"at most {LIMITS.seconds:g} seconds and {LIMITS.rows:,} rows"
"""The limits, where there is little room."""

_STARTER = """# Which studies does the graph hold?
SELECT ?study ?label
WHERE { ?study a ekg:Study ; rdfs:label ?label }
ORDER BY ?label
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with a query (``wrong``), or may be (``doubtful``), and where: line and column from 1.

    Attributes:
        words: what it is and what to do.
        level: ``wrong`` or ``doubtful``.
        line, column: its place, as far as it has one.
    """

    words: str
    level: str
    line: int | None = None
    column: int | None = None

    @classmethod
    def of(cls, error: EvidenceError) -> Remark:
        """An error as a remark."""
        words = f"{error.what[:1].upper()}{error.what[1:]}. {error.mend}".strip()
        place = error.place
        is_limit = isinstance(error, QueryLimitError)
        level = "doubtful" if is_limit else "wrong"
        return cls(words, level) if place is None else cls(words, level, place.line, place.column)


def list_remarks(run: QueryRun | None, words: Iterable[Word]) -> tuple[Remark, ...]:
    """What is to be said of a query that was run: its error, and names of ours that nothing has.

    Args:
        run: the query; ``None`` or one that is not over has no remarks.
        words: all names of ours.
    """
    if run is None or run.outcome is None:
        return ()
    said = run.outcome.said
    unknown = [
        Remark(
            f"Nothing here is called {each.name}."
            + (f" Did you mean {' or '.join(each.near)}?" if each.near else " It finds nothing."),
            "doubtful",
            each.place.line,
            each.place.column,
        )
        for each in find_unknown(run.text, words)
    ]
    if isinstance(said, Answer | QueryStoppedError):  # who stopped it knows
        return tuple(unknown)
    return (Remark.of(said), *unknown)


def describe_run(run: QueryRun) -> str:
    """What became of a query, in a few words.

    >>> from types import SimpleNamespace
    >>> describe_run(SimpleNamespace(state=RunState.STOPPED, seconds=2.34, outcome=None))
    'Stopped after 2.3 s; there is no answer.'
    """
    took = f"{run.seconds:.2f} s" if run.seconds < 1 else f"{run.seconds:.1f} s"
    said = run.outcome.said if run.outcome else None
    match run.state:
        case RunState.STOPPED:
            return f"Stopped after {took}; there is no answer."
        case RunState.FAILED:
            return f"No answer; it ended after {took}."
    if not isinstance(said, Answer):
        return "Not done yet."
    if said.form == "ask":
        return f"Answered in {took}."
    unit = "triple" if said.form == "graph" else "row"
    count = f"{len(said.rows):,} {unit}{'' if len(said.rows) == 1 else 's'}"
    return f"Cut at {count}, after {took}: there are more." if said.is_cut else f"{count} in {took}."


def list_options(things: Iterable[Thing], query: NamedQuery, variable: str) -> Mapping[str, str]:
    """The name of each thing that can be given to a variable of a question, by its key.

    Args:
        things: those of the variable's kind.
        query: the question.
        variable: one that is called as a kind of concept takes concepts of that kind.
    """
    narrow = variable in set(ConceptKind) and query.parameters[variable] is Parameter.CONCEPT
    return {thing.key: thing.label for thing in things if not narrow or thing.kind == variable}


def label_variable(variable: str, parameter: Parameter, *, is_cut: bool) -> str:
    """What stands above the box of a variable.

    >>> label_variable("record", Parameter.RECORD, is_cut=True)
    'Record (the first 1,000 are listed; type the PMID or DOI of any other)'
    """
    name = variable.capitalize()
    key = "PMID or DOI" if parameter is Parameter.RECORD else "key"
    return f"{name} (the first {MOST_THINGS:,} are listed; type the {key} of any other)" if is_cut else name


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
    """Let a query pass that is not too long for a link, and so for this page.

    Raises:
        QueryError: if it is.
    """
    if len(text) > LONGEST_QUERY:
        raise QueryError(
            f"the query has {len(text):,} characters, and a link, so this page, takes {LONGEST_QUERY:,}",
            mend="Save it as a file and run it with `kg query FILE`.",
        )
