"""A therapy's card as markup: its short answers, then each question with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kg.cards import Conflict, SignReadingRow
from kg.explorer.card_answers import Answer, find_block, name_studies
from kg.explorer.chain_view import ChainStep
from kg.explorer.evidence_view import Conflicts, EvidenceMap, QuestionPage, silence
from kg.explorer.forest_markup import render_chain_steps, render_forests
from kg.explorer.forest_view import forests_of
from kg.explorer.glossary import explain
from kg.explorer.markup import Child, Element, element, page_link
from kg.explorer.matrix_markup import ARROWS
from kg.explorer.paging import render_pages
from kg.export.card_text import HOW_MUCH, NO_RATING, people_in_words
from kg.identifiers import ConceptId, StudyId
from kg.model.appraisal import CertaintyStep
from kg.model.card import CardBlock, CardLine, CardTopic, EffectRow, OutcomeCard, TherapyCard

__all__ = [
    "render_card_head",
    "render_chains",
    "render_conflicts",
    "render_left_out",
    "render_outcomes",
    "render_pair",
    "render_safety",
    "render_short",
    "render_signs",
    "render_studied",
    "render_too_many",
]

_MOST_STUDIES = 12


def render_pair(therapy: str, outcome: str, card: TherapyCard, page: QuestionPage) -> Element:
    """What studies say of the pair that was chosen in the map; that there is none, where there is none.

    Args:
        therapy: its name.
        outcome: its name.
        card: with the outcomes of the pair.
        page: the questions that they answer.
    """
    title = element("h3", f"{therapy} and {outcome}")
    if not card.outcomes:
        return element("section", title, element("p", silence(therapy, outcome, card.searched)))
    behind = behind_links("evidence_map", "therapy_evidence", therapy=str(card.therapy))
    shown = [_outcome(each, card, is_open=at == 0) for at, each in enumerate(card.outcomes)]
    hidden = page.found - len(card.outcomes)
    more = element("p", f"{_plural(hidden, 'more condition')}: choose one above.", style="quiet") if hidden else None
    return element("section", title, *shown, more, behind)


def render_conflicts(
    conflicts: Conflicts, made: EvidenceMap, therapy: str, names: Mapping[StudyId, str] | None = None
) -> Element:
    """Pairs of independent studies of a therapy, by key, that go opposite ways, and where else there are some."""
    title = element("h3", "Contradictions between studies")
    behind = behind_links("evidence_conflicts", therapy=therapy)
    links = [
        page_link("", {"therapy": key}, f"{made.label(ConceptId(key))} ({count})")
        for key, count in [*conflicts.others.items()][:_MOST_STUDIES]
    ]
    left = len(conflicts.others) - len(links)
    told = "Studies of other therapies that do, by questions: "
    others = element("p", told, *_dotted(links), _and_more(left), style="quiet") if links else None
    if not conflicts.pairs:
        name = made.label(ConceptId(therapy))
        words = f"No two independent studies of {name} go opposite ways on one outcome in one condition here."
        return element("section", title, element("p", words, style="quiet"), others, behind)
    items = [element("li", *_conflict(each, made, names)) for each in conflicts.pairs]
    more = element("p", f"{conflicts.further:,} more pairs: the query lists them all.", style="quiet")
    shown = element("ul", *items, style="study-facts")
    return element("section", title, shown, more if conflicts.further else None, others, behind)


def _conflict(each: Conflict, made: EvidenceMap, names: Mapping[StudyId, str] | None) -> Iterator[Element]:
    where = [made.label(each.therapy), made.label(each.outcome)]
    where += [made.label(each.condition)] if each.condition is not None else []
    yield element("p", element("strong", ", ".join(where)))
    yield element("p", "↑ ", _study(each.study_up, names), f" {each.said_up or 'no figure'}")
    yield element("p", "↓ ", _study(each.study_down, names), f" {each.said_down or 'no figure'}")


def render_card_head(card: TherapyCard) -> Element:
    """The therapy, and the kinds of it that have cards of their own."""
    links = [page_link("", {"therapy": key}, label) for key, label in card.narrower.items()]
    spaced = [piece for link in links for piece in (" · ", link)][1:]
    narrower = element("p", "Kinds of it have cards of their own: ", *spaced) if links else None
    drawn = page_link("graph", {"focus": f"concept/{card.therapy}"}, "See it in the graph")
    return element("header", element("h2", card.label), narrower, element("p", drawn))


def render_short(answers: Iterable[Answer]) -> Element:
    """The questions of the card, each with a short answer."""
    told: set[str] = set()
    tiles = []
    for answer in answers:
        said = [element("p", *explain(sentence, told)) for sentence in answer.sentences]
        tiles.append(element("li", element("h3", answer.question), *said))
    return element("ul", *tiles, style="answers", label="In short")


def render_studied(card: TherapyCard) -> Element:
    """Is it well studied."""
    return _block(find_block(card, CardTopic.STUDIED), card)


def render_safety(card: TherapyCard) -> Element:
    """Is it safe and sustainable."""
    return _block(find_block(card, CardTopic.SAFE), card)


def render_left_out(card: TherapyCard) -> Element:
    """Who was left out."""
    return _block(find_block(card, CardTopic.LEFT_OUT), card)


def _block(block: CardBlock, card: TherapyCard) -> Element:
    told: set[str] = set()
    own = [line for line in block.lines if block.topic is CardTopic.STUDIED and _is_of_one(line)]
    rest = [line for line in block.lines if line not in own]
    return element(
        "section",
        element("h3", block.topic.value),
        element("ul", *(_line(line, card, told) for line in rest), style="study-facts") if rest else None,
        _folded(own, block, card) if own else None,
        _left_away(block) if block.topic is not CardTopic.STUDIED else None,
        behind_links(*dict.fromkeys(line.query for line in block.lines), therapy=str(card.therapy)),
    )


def _is_of_one(line: CardLine) -> bool:
    return len(line.studies) == 1 and line.text.startswith(f"{line.studies[0]}: ")


def _folded(lines: Sequence[CardLine], block: CardBlock, card: TherapyCard) -> Element:
    items = [
        element("li", _study(line.studies[0], card.names), line.text.removeprefix(str(line.studies[0])))
        for line in lines
    ]
    total = len(lines) + sum(cut.lines for cut in block.cut)
    shown = f"the first {len(lines)} of {total:,}" if block.cut else f"{total}"
    everyone = page_link("studies", {"therapy": str(card.therapy)}, "All of them in the table of studies")
    return element(
        "details",
        element("summary", f"Study by study ({shown})"),
        element("ul", *items, style="reasons"),
        element("p", everyone, style="quiet"),
    )


def _left_away(block: CardBlock) -> Element | None:
    """How many lines are not here, by the question that lists them."""
    if not block.cut:
        return None
    told = ", ".join(f"{cut.lines:,} of {cut.query}" for cut in block.cut)
    return element("p", f"Not shown here: {told}. The queries list them all.", style="quiet")


def _line(line: CardLine, card: TherapyCard, told: set[str]) -> Element:
    computed = element("span", *explain("computed here", told), style="badge quiet") if line.is_computed else None
    if _is_of_one(line):
        rest = line.text.removeprefix(str(line.studies[0]))
        return element("li", element("p", _study(line.studies[0], card.names), *explain(rest, told)))
    return element("li", element("p", *explain(name_studies(line, card), told), " ", computed), _studies(line, card))


def _studies(line: CardLine, card: TherapyCard) -> Element | None:
    ids = list(dict.fromkeys(line.studies))
    if not ids:
        return None
    if len(ids) <= _MOST_STUDIES:
        return element("p", "rests on ", *_spaced(ids, card), style="quiet")
    return element(
        "details",
        element("summary", f"rests on {len(ids) + line.further:,} studies", style="quiet"),
        element("p", *_spaced(ids, card), _and_more(line.further), style="quiet"),
    )


def _and_more(count: int) -> str:
    return f" · and {count:,} more" if count else ""


def _dotted(links: Iterable[Element]) -> list[Child]:
    return [piece for link in links for piece in (" · ", link)][1:]


def _plural(count: int, one: str) -> str:
    return f"{count:,} {one}{'' if count == 1 else 's'}"


def _spaced(ids: Iterable[StudyId], card: TherapyCard) -> list[Child]:
    return _dotted(_study(key, card.names) for key in ids)


def _study(key: StudyId, names: Mapping[StudyId, str] | None = None) -> Element:
    return page_link("studies", {"study": str(key)}, (names or {}).get(key, str(key)))


def render_outcomes(card: TherapyCard, page: QuestionPage, asked: Mapping[str, str]) -> Element:
    """How much can one expect, outcome by outcome, a page at a time.

    Args:
        card: with the outcomes of the page.
        page: their questions.
        asked: what the page's address holds, which its links keep.
    """
    title = element("h3", HOW_MUCH)
    if not page.found and not page.elsewhere:
        words = f"Effects of {card.label}: no study in this graph, {card.searched}."
        return element("section", title, element("p", words))
    note = element("p", *explain(NO_RATING), style="quiet")
    behind = behind_links("evidence_certainty_steps", "therapy_evidence", therapy=str(card.therapy))
    shown = [_outcome(each, card) for each in card.outcomes]
    more = element("p", f"{page.elsewhere:,} more in other conditions.", style="quiet") if page.elsewhere else None
    words = f"Questions of outcome and condition, those with the most studies first: {page.found:,}"
    turn = render_pages(page.number, page.of, asked, words=words)
    return element("section", title, note, turn, *shown, more, behind)


def _outcome(outcome: OutcomeCard, card: TherapyCard, *, is_open: bool = False) -> Element:
    made = outcome.assessment
    level = made.said_level
    conflict = " — studies go opposite ways" if made.is_conflicting else ""
    better = {True: "less is better", False: "more is better", None: None}[outcome.lower_is_better]
    told: set[str] = set()
    figures = (
        ("direction", f"{made.direction}, by study: {', '.join(made.directions)}{conflict}"),
        ("for the patient", better),
        ("people", people_in_words(made)),
        ("certainty", level),
        ("one estimate", outcome.pooled or f"none: {'; '.join(outcome.not_pooled)}"),
    )
    pairs = [
        part
        for name, text in figures
        if text
        for part in (element("dt", *explain(name, told)), element("dd", *explain(text, told)))
    ]
    where = f"{outcome.outcome} in {outcome.condition or 'people whose condition is not stated'}"
    head = element(
        "summary",
        element("span", ARROWS.get(made.direction.value, ""), style="arrow", role="hidden"),
        element("strong", where),
        element("span", f"{made.direction}, certainty {level}{conflict}", style="line"),
    )
    return element(
        "details",
        head,
        element("dl", *pairs, style="pairs"),
        render_forests(forests_of(outcome, {str(key): name for key, name in card.names.items()})),
        element("h4", "Effects as published"),
        _effects(outcome, card),
        element("h4", "Why so certain, step by step"),
        _steps(made.steps, told),
        style="outcome-card",
        role="open" if is_open else "",
    )


def _steps(steps: Iterable[CertaintyStep], told: set[str]) -> Element:
    items = []
    for step in steps:
        name = f"{step.kind.value}{f' {step.change:+d}' if step.change else ''}"
        items.append(element("li", element("strong", *explain(name, told), ": "), *explain(step.reason, told)))
    return element("ol", *items, style="steps")


def _effects(outcome: OutcomeCard, card: TherapyCard) -> Element:
    items = [_effect(row, card) for row in outcome.rows]
    if outcome.further:
        words = f"Effects of {_plural(outcome.further, 'more report')} are not listed here; the query has them all."
        items.append(element("li", element("p", words, style="quiet")))
    return element("ul", *items, style="study-facts")


def _effect(row: EffectRow, card: TherapyCard) -> Element:
    arrow = element("span", ARROWS.get(row.direction, ""), style="arrow", role="hidden")
    kind = " · a synthesis" if row.is_synthesis else ""
    study = _study(row.fact.study, card.names)
    where = element("p", study, f" · fact {row.fact.position} · {row.place}{kind}", style="quiet")
    return element("li", element("p", arrow, f"{row.name}: {row.direction}, {row.said}"), where)


def render_chains(steps: tuple[ChainStep, ...], card: TherapyCard) -> Element:
    """Mechanism chains in layers: therapy, mechanisms, outcomes; a chain never says that a therapy works."""
    told: set[str] = set()
    title = element("h3", *explain("By which mechanism", told))
    behind = behind_links("mechanism_chains", therapy=str(card.therapy))
    if not steps:
        words = "No study in this graph looked at a mechanism of it and at an outcome with that mechanism."
        return element("section", title, element("p", words, style="quiet"), behind)
    note = (
        "What each link rests on stands beside it: the more bars, the nearer to people. None of them says that the "
        "therapy works."
    )
    drawn = render_chain_steps(card.label, steps, {str(key): name for key, name in card.names.items()})
    return element("section", title, element("p", note, style="quiet"), drawn, behind)


def render_too_many(card: TherapyCard, most: int) -> Element:
    """That there are more mechanism chains than are drawn, and where all of them are."""
    words = f"There may be more than {most:,} chains through mechanisms, so none is drawn here; the query gives all."
    behind = behind_links("mechanism_chains", therapy=str(card.therapy))
    return element("section", element("h3", "By which mechanism"), element("p", words, style="quiet"), behind)


def render_signs(signs: Iterable[SignReadingRow]) -> Element:
    """What diagnostic signs can and cannot tell, each with its study."""
    parts: list[Element] = []
    for label, readings in groupby(signs, key=lambda each: each.label):
        items = [
            element(
                "li",
                element("strong", "can tell: " if each.tells == "can" else "cannot tell: "),
                f"{each.reading} (",
                _study(StudyId(each.study.rsplit("/", 1)[-1])),
                ")",
            )
            for each in readings
        ]
        parts += [element("h4", label), element("ul", *items, style="reasons")]
    return element("section", element("h3", "Diagnostic signs"), *parts, behind_links("sign_readings"))


def behind_links(*queries: str, therapy: str = "") -> Element:
    """Links to the questions behind a block, to be run or changed."""
    links = [page_link("sparql", {"question": name, "therapy": therapy}, name) for name in queries]
    spaced: list[Child] = [piece for link in links for piece in (" · ", link)][1:]
    return element("p", "Query behind this: ", *spaced, style="quiet")
