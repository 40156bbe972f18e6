"""The SPARQL page as markup: what it allows, and the answer as a table whose words stay words."""

from __future__ import annotations

from kg.explorer.markup import Child, Element, element, page_link
from kg.explorer.sparql_view import LIMITS
from kg.export.answers import show_term
from kg.prefixes import BASE, PREFIXES
from kg.store import Answer, Term

__all__ = ["render_answer", "render_rules", "render_share", "thing_link"]

_MOST_ROWS = 500
_NAMED = f"{BASE}id/"


def render_rules() -> Element:
    """What a query may do, and what ends it."""
    words = (
        "Choose a question in plain words, or write your own. A query may only read this graph. It is stopped after "
        f"{LIMITS.seconds:g} seconds, and an answer is cut after {LIMITS.rows:,} rows."
    )
    prefixes = f"Prefixes that need no declaration: {', '.join(f'{prefix}:' for prefix in PREFIXES)}."
    return element("section", element("p", words), element("p", prefixes, style="quiet"))


def render_share(text: str) -> Element:
    """A link that opens the page with this query, which runs when its reader says so."""
    link = page_link("", {"q": text}, "Link to this query")
    return element("p", link, ". It opens filled in, and runs when its reader presses Run.", style="quiet")


def render_answer(answer: Answer) -> Element:
    """An answer: yes or no, or its rows."""
    if answer.form == "ask":
        is_true = answer.rows[0][0] is not None and answer.rows[0][0].value == "true"
        return element("p", element("strong", "Yes." if is_true else "No."))
    count = element("p", *_count(answer))
    if not answer.rows:
        return count
    head = element("thead", element("tr", *(element("th", name) for name in answer.columns)))
    rows = [element("tr", *(_cell(term) for term in row)) for row in answer.rows[:_MOST_ROWS]]
    table = element("table", head, element("tbody", *rows), style="answer", label="The answer")
    return element("section", count, element("div", table, style="wide"))


def _count(answer: Answer) -> tuple[Child, ...]:
    """How many rows there are, which of them are shown, and whether there were more."""
    found = len(answer.rows)
    if not found:
        return ("No rows. Nothing in the graph fits; that is no sign that there is nothing in the world.",)
    counted = element("strong", f"{found:,} row{'' if found == 1 else 's'}")
    shown = f" The first {_MOST_ROWS} are shown; the downloads have all of them." if found > _MOST_ROWS else ""
    if not answer.is_cut:
        return (counted, f".{shown}")
    cut = element("strong", "The answer was cut", style="warning")
    return (counted, ". ", cut, f": there are more. Add a LIMIT, or ask for less.{shown}")


def _cell(term: Term | None) -> Element:
    words = show_term(term, PREFIXES)
    if term is None or term.kind != "uri":
        return element("td", words)
    return element("td", thing_link(term.value, words))


def thing_link(iri: str, words: str) -> Child:
    """A link to the page of a thing of ours; plain words for every other IRI.

    >>> thing_link("https://evidence-kg.example/id/study/smith-2020", "Smith")
    Element(tag='a', children=('Smith',), style='', href='studies?study=smith-2020', label='', hint='', role='')
    """
    match iri.removeprefix(_NAMED).split("/") if iri.startswith(_NAMED) else []:
        case ["study", key]:
            return page_link("studies", {"study": key}, words)
        case ["article", key]:
            return page_link("article", {"article": key}, words)
        case ["article", key, "claim", claim]:
            return page_link("article", {"article": key, "claim": claim}, words)
        case ["concept", key]:
            return page_link("graph", {"focus": f"concept/{key}"}, words)
    return words
