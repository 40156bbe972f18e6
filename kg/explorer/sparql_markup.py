"""The SPARQL page as markup: what it allows, and the answer as a table whose words stay words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.explorer.answer_view import AnswerOrder, AnswerPage, Marks
from kg.explorer.markup import Child, Element, element, page_link
from kg.explorer.sparql_view import LIMITS
from kg.export.answers import show_term
from kg.prefixes import BASE, PREFIXES
from kg.query import NamedQuery
from kg.store import Answer, Term

__all__ = [
    "render_chart_note",
    "render_cut",
    "render_notes",
    "render_rules",
    "render_share",
    "render_table",
    "render_word",
    "thing_link",
]

_NAMED = f"{BASE}id/"
_LONGEST_CELL = 600
_WORDY = 40
"""From this many characters on a cell gets the room of a column of text."""


def render_rules() -> Element:
    """What a query may do, and what ends it."""
    words = (
        "A query may only read this graph. It is stopped after "
        f"{LIMITS.seconds:g} seconds, and an answer is cut after {LIMITS.rows:,} rows."
    )
    prefixes = f"Prefixes that need no declaration: {', '.join(f'{prefix}:' for prefix in PREFIXES)}."
    return element("section", element("p", words), element("p", prefixes, style="quiet"))


def render_notes(query: NamedQuery) -> Element:
    """What the columns of a bundled question mean, and what they do not."""
    return element("p", query.notes or "Its columns are what their names say.", style="quiet")


def render_share(text: str) -> Element:
    """A link that opens the page with this query, which runs when its reader says so."""
    link = page_link("", {"q": text}, "Link to this query")
    return element("p", link, ". It opens filled in, and runs when its reader presses Run.", style="quiet")


def render_word(answer: Answer) -> Element:
    """The answer to a yes or no question, or that there are no rows."""
    if answer.form == "ask":
        is_true = answer.rows[0][0] is not None and answer.rows[0][0].value == "true"
        return element("p", element("strong", "Yes." if is_true else "No."))
    return element("p", "No rows. Nothing in the graph fits; that is no sign that there is nothing in the world.")


def render_cut(answer: Answer) -> Element:
    """That there are more rows than an answer has; it is never shown as whole."""
    cut = element("strong", "The answer was cut", style="warning")
    rest = f" after {len(answer.rows):,} rows: there are more. Add a LIMIT, or ask for less."
    return element("p", cut, f"{rest} Order, page, chart, network and downloads are of these rows alone.")


def render_table(page: AnswerPage, asked: Mapping[str, str]) -> Element:
    """A page of an answer's rows; headers sort, links below turn the page.

    Args:
        page: the rows.
        asked: what the page's address says now.
    """
    head = element("thead", element("tr", *(_header(page, column, asked) for column in page.columns)))
    rows = [element("tr", *(_cell(term) for term in row)) for row in page.rows]
    table = element("table", head, element("tbody", *rows), style="answer", label="The answer")
    return element("section", element("div", table, style="wide"), _pages(page, asked))


def _header(page: AnswerPage, column: str, asked: Mapping[str, str]) -> Element:
    """A column's name as a link that sorts by it, turns the order round, or gives it up again."""
    is_sorted = page.order.column == column
    order = AnswerOrder(column, descending=is_sorted)
    sign = ("\N{NO-BREAK SPACE}▼" if page.order.descending else "\N{NO-BREAK SPACE}▲") if is_sorted else ""
    following = "" if is_sorted and page.order.descending else str(order)
    words = f", {'descending' if order.descending else 'ascending'}" if following else ": back to the query's order"
    link = page_link("", {**asked, "sort": following, "page": ""}, f"{column}{sign}", label=f"Sort by {column}{words}")
    return element("th", link)


def _cell(term: Term | None) -> Element:
    words = show_term(term, PREFIXES)
    shown = words if len(words) <= _LONGEST_CELL else f"{words[:_LONGEST_CELL]} … ({len(words):,} characters)"
    if term is None or term.kind != "uri":
        if term is not None and _is_number(term):
            return element("td", shown, style="count")
        return element("td", shown, style="wordy" if len(shown) >= _WORDY else "")
    return element("td", thing_link(term.value, shown))


def _is_number(term: Term) -> bool:
    return (term.datatype or "").rpartition("#")[2] in ("integer", "decimal", "double", "float")


def _pages(page: AnswerPage, asked: Mapping[str, str]) -> Element:
    last = page.first + len(page.rows) - 1
    words = f"Rows {page.first:,} to {last:,} of {page.found:,}" if page.pages > 1 else f"{page.found:,} rows"
    links = [element("li", link) for link in _turns(page, asked)]
    count = element("p", words if page.found != 1 else "1 row", style="quiet")
    return element("nav", count, element("ul", *links) if links else None, style="pages", label="Pages of the answer")


def _turns(page: AnswerPage, asked: Mapping[str, str]) -> Iterator[Element]:
    """Links to the first, the previous, the next and the last page, those that lead elsewhere."""
    turns = {"first": 1, "previous": page.number - 1, "next": page.number + 1, "last": page.pages}
    for words, number in turns.items():
        if 1 <= number <= page.pages and number != page.number:
            yield page_link("", {**asked, "page": str(number)}, words, label=f"{words} page, {number} of {page.pages}")


def render_chart_note(marks: Marks) -> Element:
    """What a chart draws, and what not."""
    kind = "bar" if marks.is_bars else "point"
    words = [f"One {kind} a row: {marks.up} by {marks.across}, {len(marks.marks):,} of them."]
    if marks.beyond:
        words.append(f"{marks.beyond:,} further rows are not drawn; sort or limit in the query to choose which are.")
    if marks.left_out:
        words.append(f"{marks.left_out:,} rows lack one of the two, and stand in the table only.")
    return element("p", " ".join(words), style="quiet")


def thing_link(iri: str, words: str) -> Child:
    """A link to the page of a thing of ours; plain words for every other IRI.

    >>> thing_link("https://evidence-kg.example/id/study/smith-2020", "Smith").href
    'studies?study=smith-2020'
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
