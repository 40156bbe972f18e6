"""The evidence page as markup: the map as a table, a therapy's card, its mechanism chains, and diagnostic signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.cards import Conflict, EvidenceMap, SignReadingRow
from kg.explorer.evidence_view import ChainStep, MapCell, Matrix
from kg.explorer.markup import Child, Element, element, page_link
from kg.export.card_text import HOW_MUCH, NO_RATING, people_in_words
from kg.identifiers import StudyId
from kg.model.appraisal import CertaintyStep
from kg.model.card import CardBlock, CardLine, CardTopic, EffectRow, OutcomeCard, TherapyCard

__all__ = [
    "render_card_head",
    "render_chains",
    "render_conflicts",
    "render_left_out",
    "render_map",
    "render_outcomes",
    "render_safety",
    "render_signs",
    "render_studied",
]

_ARROWS = {"increase": "↑", "decrease": "↓", "no change": "=", "mixed": "↕", "unclear": "≠"}
_MOST_STUDIES = 12
_COLUMNS = ("therapy", "outcome", "condition", "direction", "people", "studies", "certainty")


def render_map(matrix: Matrix) -> Element:
    """What the picture shows, as a table; every row leads to its therapy's card."""
    caps = element("ul", *(element("li", cap) for cap in matrix.caps), style="reasons")
    head = element("thead", element("tr", *(element("th", name) for name in _COLUMNS)))
    body = element("tbody", *(_map_row(cell) for cell in matrix.cells))
    table = element("div", element("table", head, body, label="Evidence map"), style="wide")
    summary = element("summary", "The same as a table")
    return element("section", caps, element("details", summary, table), element("p", NO_RATING, style="quiet"))


def _map_row(cell: MapCell) -> Element:
    conflict = ", studies go opposite ways" if cell.is_conflicting else ""
    more = f" (and {cell.more} more)" if cell.more else ""
    return element(
        "tr",
        element("td", page_link("", {"therapy": cell.therapy_key}, cell.therapy)),
        element("td", cell.outcome),
        element("td", (cell.condition or "not stated") + more),
        element("td", f"{_ARROWS.get(cell.direction, '')} {cell.direction}{conflict}"),
        element("td", "not read" if cell.people is None else f"{cell.people:,}", style="count"),
        element("td", str(cell.investigations), style="count"),
        element("td", cell.certainty),
    )


def render_conflicts(made: EvidenceMap) -> Element:
    """Pairs of independent studies that go opposite ways."""
    title = element("h3", "Contradictions between studies")
    if not made.conflicts:
        words = "No two independent studies of one therapy, outcome and condition go opposite ways here."
        return element("section", title, element("p", words, style="quiet"), _behind("evidence_conflicts"))
    items = [element("li", *_conflict(each, made)) for each in made.conflicts]
    return element("section", title, element("ul", *items, style="study-facts"), _behind("evidence_conflicts"))


def _conflict(each: Conflict, made: EvidenceMap) -> Iterator[Element]:
    where = [made.label(each.therapy), made.label(each.outcome)]
    where += [made.label(each.condition)] if each.condition is not None else []
    yield element("p", element("strong", ", ".join(where)))
    yield element("p", "↑ ", _study(each.study_up), f" {each.said_up or 'no figure'}")
    yield element("p", "↓ ", _study(each.study_down), f" {each.said_down or 'no figure'}")


def render_card_head(card: TherapyCard) -> Element:
    """The therapy, and the kinds of it that have cards of their own."""
    links = [page_link("", {"therapy": key}, label) for key, label in card.narrower.items()]
    spaced = [piece for link in links for piece in (" · ", link)][1:]
    narrower = element("p", "Kinds of it have cards of their own: ", *spaced) if links else None
    return element("header", element("h2", card.label), narrower)


def render_studied(card: TherapyCard) -> Element:
    """Is it well studied."""
    return _block(_find(card, CardTopic.STUDIED), card)


def render_safety(card: TherapyCard) -> Element:
    """Is it safe and sustainable."""
    return _block(_find(card, CardTopic.SAFE), card)


def render_left_out(card: TherapyCard) -> Element:
    """Who was left out."""
    return _block(_find(card, CardTopic.LEFT_OUT), card)


def _find(card: TherapyCard, topic: CardTopic) -> CardBlock:
    return next(block for block in card.blocks if block.topic is topic)


def _block(block: CardBlock, card: TherapyCard) -> Element:
    own = [line for line in block.lines if block.topic is CardTopic.STUDIED and _is_of_one(line)]
    rest = [line for line in block.lines if line not in own]
    return element(
        "section",
        element("h3", block.topic.value),
        element("ul", *(_line(line) for line in rest), style="study-facts") if rest else None,
        _folded(f"Study by study ({len(own)})", own) if own else None,
        _behind(*dict.fromkeys(line.query for line in block.lines), therapy=str(card.therapy)),
    )


def _is_of_one(line: CardLine) -> bool:
    return len(line.studies) == 1 and line.text.startswith(f"{line.studies[0]}: ")


def _folded(title: str, lines: Iterable[CardLine]) -> Element:
    items = [element("li", _study(line.studies[0]), line.text.removeprefix(str(line.studies[0]))) for line in lines]
    return element("details", element("summary", title), element("ul", *items, style="reasons"))


def _line(line: CardLine) -> Element:
    computed = element("span", "computed here", style="badge quiet") if line.is_computed else None
    return element("li", element("p", line.text, " ", computed), _studies(line.studies))


def _studies(studies: tuple[StudyId, ...]) -> Element | None:
    ids = list(dict.fromkeys(studies))
    if not ids:
        return None
    if len(ids) <= _MOST_STUDIES:
        return element("p", "rests on ", *_spaced(ids), style="quiet")
    return element(
        "details",
        element("summary", f"rests on {len(ids)} studies", style="quiet"),
        element("p", *_spaced(ids), style="quiet"),
    )


def _spaced(ids: Iterable[StudyId]) -> list[Child]:
    return [piece for key in ids for piece in (" · ", _study(key))][1:]


def _study(key: StudyId | str) -> Element:
    return page_link("studies", {"study": str(key)}, str(key))


def render_outcomes(card: TherapyCard, condition: str = "") -> Element:
    """How much can one expect, outcome by outcome; of one condition by key, or of all."""
    title = element("h3", HOW_MUCH)
    if not card.outcomes:
        when = f" Studies were last looked for on {card.searched}." if card.searched else ""
        return element("section", title, element("p", f"No study in this graph reports an effect of it.{when}"))
    note = element("p", NO_RATING, style="quiet")
    behind = _behind("evidence_certainty_steps", "therapy_evidence", therapy=str(card.therapy))
    shown = [each for each in card.outcomes if condition in ("", str(each.assessment.condition or ""))]
    hidden = len(card.outcomes) - len(shown)
    more = element("p", f"{hidden} more in other conditions.", style="quiet") if hidden else None
    return element("section", title, note, *(_outcome(outcome) for outcome in shown), more, behind)


def _outcome(outcome: OutcomeCard) -> Element:
    made = outcome.assessment
    level = made.level.value if made.level is not None else "not rated"
    conflict = " — studies go opposite ways" if made.is_conflicting else ""
    better = {True: "less is better", False: "more is better", None: None}[outcome.lower_is_better]
    figures = (
        ("direction", f"{made.direction}, by study: {', '.join(made.directions)}{conflict}"),
        ("for the patient", better),
        ("people", people_in_words(made)),
        ("certainty", level),
        ("one estimate", outcome.pooled or f"none: {'; '.join(outcome.not_pooled)}"),
    )
    pairs = [part for name, text in figures if text for part in (element("dt", name), element("dd", text))]
    where = f"{outcome.outcome} in {outcome.condition or 'people whose condition is not stated'}"
    return element(
        "details",
        element(
            "summary",
            element("span", _ARROWS.get(made.direction.value, ""), style="arrow", role="hidden"),
            element("strong", where),
            element("span", f"{made.direction}, certainty {level}{conflict}", style="line"),
        ),
        element("dl", *pairs, style="pairs"),
        element("h4", "Why so certain, step by step"),
        _steps(made.steps),
        element("h4", "Effects as published"),
        _effects(outcome.rows),
        style="outcome-card",
    )


def _steps(steps: Iterable[CertaintyStep]) -> Element:
    items = [
        element(
            "li",
            element("strong", f"{step.kind.value}{f' {step.change:+d}' if step.change else ''}: "),
            step.reason,
        )
        for step in steps
    ]
    return element("ol", *items, style="steps")


def _effects(rows: Iterable[EffectRow]) -> Element:
    items = []
    for row in rows:
        arrow = element("span", _ARROWS.get(row.direction, ""), style="arrow", role="hidden")
        kind = " · a synthesis" if row.is_synthesis else ""
        where = element("p", _study(row.fact.study), f" · fact {row.fact.position} · {row.place}{kind}", style="quiet")
        items.append(element("li", element("p", arrow, f"{row.name}: {row.direction}, {row.said}"), where))
    return element("ul", *items, style="study-facts")


def render_chains(steps: tuple[ChainStep, ...], card: TherapyCard) -> Element:
    """Mechanism chains in layers: therapy, mechanisms, outcomes; a chain never says that a therapy works."""
    title = element("h3", "By which mechanism")
    behind = _behind("mechanism_chains", therapy=str(card.therapy))
    if not steps:
        words = "No study in this graph looked at a mechanism of it and at an outcome with that mechanism."
        return element("section", title, element("p", words, style="quiet"), behind)
    note = element(
        "p", "What each link rests on stands beside it. None of them says that the therapy works.", style="quiet"
    )
    layers = [_layer(card.label, step) for step in steps]
    return element("section", title, note, *layers, behind)


def _layer(therapy: str, step: ChainStep) -> Element:
    links = [element("li", f"{basis}: ", _study(study)) for basis, study in step.links]
    outcomes = [
        element("li", f"{_ARROWS.get(direction, '')} {outcome}: {direction}. {basis}: ", _study(study))
        for outcome, direction, basis, study in step.outcomes
    ]
    return element(
        "div",
        element("div", element("strong", therapy), style="layer"),
        element("div", element("strong", f"→ {step.mechanism}"), element("ul", *links), style="layer"),
        element("div", element("strong", "→ outcomes"), element("ul", *outcomes), style="layer"),
        style="chain",
    )


def render_signs(signs: Iterable[SignReadingRow]) -> Element:
    """What diagnostic signs can and cannot tell, each with its study."""
    parts: list[Element] = []
    for label, readings in groupby(signs, key=lambda each: each.label):
        items = [
            element(
                "li",
                element("strong", "can tell: " if each.tells == "can" else "cannot tell: "),
                f"{each.reading} (",
                _study(each.study.rsplit("/", 1)[-1]),
                ")",
            )
            for each in readings
        ]
        parts += [element("h4", label), element("ul", *items, style="reasons")]
    return element("section", element("h3", "Diagnostic signs"), *parts, _behind("sign_readings"))


def _behind(*queries: str, therapy: str = "") -> Element:
    """Links to the questions behind a block, to be run or changed."""
    links = [page_link("sparql", {"question": name, "therapy": therapy}, name) for name in queries]
    spaced: list[Child] = [piece for link in links for piece in (" · ", link)][1:]
    return element("p", "Query behind this: ", *spaced, style="quiet")
