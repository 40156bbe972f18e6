"""The Data page as markup: the history in two tables, what a validation found, and what dumps leave out."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.pull_history import Pull
from kg.explorer.data_view import SAMPLE, DataView, KeptAudit
from kg.explorer.intake import count, describe_pull
from kg.explorer.markup import Element, element, page_link
from kg.explorer.sparql_markup import thing_link
from kg.prefixes import BASE
from kg.validation import ValidationReport

__all__ = [
    "render_audits",
    "render_dumps",
    "render_pulls",
    "render_state",
    "render_validation",
    "render_validation_note",
]

_MOST_RESULTS = 100


def render_state(view: DataView) -> Element:
    """Which state of the graph this is."""
    words = f"The graph is at state {view.generation} with {view.statements:,} statements."
    return element("p", f"{words} All of it can be made again from the workspace; old states go by themselves.")


def render_audits(view: DataView) -> Element:
    """The audits that were kept, the newest first."""
    if not view.audits:
        return element("p", "No article was audited yet. Take one in above.", style="quiet")
    rows = [_audit(audit) for audit in view.audits]
    return _table("Audits", ("when", "article", "failed findings", "version"), rows, view.further_audits)


def _audit(audit: KeptAudit) -> Element:
    return element(
        "tr",
        element("td", _time(audit.time)),
        element("td", page_link("article", {"article": audit.article}, audit.article)),
        element("td", f"{audit.findings:,}"),
        element("td", audit.version),
    )


def render_pulls(view: DataView) -> Element:
    """The pulls that were kept, the newest first, each with what was fetched, skipped and failed."""
    unreadable = [element("p", problem, style="warning") for problem in view.unreadable]
    if not view.pulls:
        return element("section", element("p", "Nothing was pulled yet.", style="quiet"), *unreadable)
    rows = [_pull(pull) for pull in view.pulls]
    columns = ("when", "asked for", "fetched", "here already", "not in PubMed", "failed", "what came")
    return element("section", _table("Pulls", columns, rows, view.further_pulls), *unreadable)


def _pull(pull: Pull) -> Element:
    numbers = (pull.fetched, pull.held, pull.not_found, pull.failed)
    lines = [element("li", line) for line in describe_pull(pull)]
    return element(
        "tr",
        element("td", _time(pull.time)),
        element("td", pull.asked if len(pull.asked) < 120 else f"{pull.asked[:120]} …"),
        *(element("td", f"{len(each):,}") for each in numbers),
        element("td", element("details", element("summary", "Show"), element("ul", *lines))),
    )


def _table(name: str, columns: tuple[str, ...], rows: list[Element], further: int) -> Element:
    head = element("thead", element("tr", *(element("th", column) for column in columns)))
    table = element("table", head, element("tbody", *rows), style="history-table", label=name)
    rest = element("p", f"{further:,} earlier ones are not listed.", style="quiet") if further else None
    return element("section", element("div", table, style="wide"), rest)


def _time(text: str) -> str:
    """A time as people read it, to the minute; the history holds UTC.

    >>> _time("2026-02-03T04:05:06+00:00")
    '2026-02-03 04:05 UTC'
    """
    return f"{text[:16].replace('T', ' ')} UTC"


def render_validation(report: ValidationReport) -> Element:
    """Whether the graph keeps its own rules, its shapes, and what does not."""
    looked = f"{report.statements:,} statements"
    if report.pulled:
        looked += f" and {report.sampled:,} of {count(report.pulled, 'pulled record')}"
    if report.conforms:
        rest = "" if report.sampled == report.pulled else " Of the records that were not looked at this says nothing."
        return element("p", element("strong", "It does", style="supported"), f": {looked} looked at.{rest}")
    head = element("p", element("strong", count(len(report.results), "result"), style="error"), f" in {looked}.")
    columns = ("thing", "property", "what is wrong", "value")
    rows = list(_results(report))
    table = element(
        "table",
        element("thead", element("tr", *(element("th", column) for column in columns))),
        element("tbody", *rows),
        style="history-table",
        label="Where it does not",
    )
    beyond = len(report.results) - len(rows)
    more = element("p", f"{beyond:,} further results: `kg validate` lists them all.", style="quiet") if beyond else None
    return element("section", head, element("div", table, style="wide"), more)


def _results(report: ValidationReport) -> Iterator[Element]:
    for found in report.results[:_MOST_RESULTS]:
        words = found.focus.removeprefix(f"{BASE}id/")
        yield element(
            "tr",
            element("td", thing_link(found.focus, words)),
            element("td", found.path),
            element("td", found.message),
            element("td", found.value[:200]),
        )


def render_dumps(view: DataView) -> Element:
    """What a dump holds, and what it leaves out because it may not be passed on."""
    words = "The whole graph, sorted: N-Quads with the names of its graphs, Turtle and JSON-LD for other tools."
    if not view.restricted:
        return element("p", f"{words} Nothing had to be left out.")
    names = [element("li", name) for name in view.restricted]
    left = f"{count(len(names), 'text')} whose licence does not let us pass it on stay out"
    return element("section", element("p", f"{words} {left}:"), element("ul", *names, style="unchecked-list"))


def render_validation_note() -> Element:
    """What a validation looks at."""
    looked = f"all that is the workspace's own, and {SAMPLE} pulled records"
    words = f"Holds the graph against its rules, which are SHACL shapes: {looked}. A large graph takes a while."
    return element("p", words, style="quiet")
