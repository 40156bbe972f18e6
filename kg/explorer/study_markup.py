"""One study's page as markup. What was read of a study is in our words, and each part says so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from kg.explorer.forest_markup import render_forests
from kg.explorer.forest_view import forests_of_study
from kg.explorer.fulltext_markup import render_full_text, render_quote
from kg.explorer.markup import Element, element, external_link, page_link
from kg.explorer.signs import verdict_sign
from kg.explorer.study_view import OutcomeFacts, StudyView
from kg.model import (
    CriterionRole,
    Direction,
    EditorialNotice,
    Fact,
    Intervention,
    Record,
    RecordKind,
    SourcePlace,
    Verdict,
)
from kg.model.card import NO_PLACE
from kg.precision import read_precisions

__all__ = ["render_study"]

_ARROWS = {
    Direction.INCREASE: "↑",
    Direction.DECREASE: "↓",
    Direction.NO_CHANGE: "=",
    Direction.MIXED: "↕",
    Direction.UNCLEAR: "≠",
    Direction.NOT_MEASURED: "–",
}


def render_study(view: StudyView) -> Element:
    """The whole page."""
    return element(
        "article",
        _head(view),
        _notices(view.study.record),
        _facts(view),
        _people(view),
        _intervention(view),
        _criteria(view),
        _claims(view),
        _remarks(view),
        _problems(view),
        _read(view),
        _abstract(view),
        render_full_text(view.full_text) if view.full_text is not None else None,
        style="study-page",
        label="The study",
        role="group",
    )


def _head(view: StudyView) -> Element:
    record = view.study.record
    journal = ", ".join(part for part in (record.journal, record.published or str(record.year or "")) if part)
    volume = (record.volume or "") + (f"({record.issue})" if record.issue else "")
    place = ":".join(part for part in (volume, record.pages or "") if part)
    printed = " · ".join(
        part for part in (journal, place, record.kind.value if record.kind is not RecordKind.UNKNOWN else "") if part
    )
    return element(
        "header",
        page_link("", {}, "← All studies", style="back"),
        element("h2", view.title, style="title"),
        element("p", ", ".join(record.authors)) if record.authors else None,
        element("p", printed, style="quiet") if printed else None,
        element("p", *_addresses(view), style="addresses"),
    )


def _addresses(view: StudyView) -> Iterator[Element]:
    record = view.study.record
    if record.pmid:
        yield external_link(record.pmid.address, f"PubMed {record.pmid}")
    if record.doi:
        yield external_link(record.doi.address, f"DOI {record.doi}")
    if record.pmcid:
        yield external_link(record.pmcid.address, f"Full text {record.pmcid}")
    if record.address and not (record.pmid or record.doi or record.pmcid):
        yield external_link(record.address, record.address.removeprefix("https://"))
    yield page_link("graph", {"focus": f"study/{view.study.id}"}, "Show it in the graph")


def _notices(record: Record) -> Element:
    """Notices by kind; an empty list means something only if somebody looked."""
    if record.notices:
        further = None if record.notices_checked else "Nobody has looked whether there are more."
        return element(
            "section",
            element("h3", "Editorial notices"),
            element("ul", *(_notice(notice) for notice in record.notices), style="notices"),
            element("p", further, style="quiet") if further else None,
        )
    words = (
        "Somebody looked for a retraction, concern or correction, and found none."
        if record.notices_checked
        else "Nobody has looked whether it was retracted, doubted or corrected."
    )
    return element("p", element("strong", "Editorial notices: "), words, style="notices")


def _notice(notice: EditorialNotice) -> Element:
    date = f", {notice.date}" if notice.date else ""
    link = external_link(notice.pmid.address, f"PubMed {notice.pmid}") if notice.pmid else None
    said = f" {notice.published_in}{date} (told by: {notice.stated_by}) "
    return element("li", element("strong", f"{notice.kind.value}:"), said, link)


def _title(words: str) -> Element:
    """The title of a part that is in our words."""
    return element("h3", words, " ", element("span", "our paraphrase", style="badge quiet"))


def _places(view: StudyView, fields: Collection[str], rest: SourcePlace | None) -> Iterator[Element]:
    """Where single fields were read, each by its name, and where the rest of their part was."""
    placed = [each for each in view.study.places if each.field in fields or each.field.partition(".")[0] in fields]
    for each in placed:
        yield _place(view, each.source, of=each.field.rpartition(".")[2].replace("_", " "))
    if rest is not None:
        yield _place(view, rest, of="the rest" if placed else "")


def _place(view: StudyView, source: SourcePlace, *, of: str = "") -> Element:
    """Where a value was read, how sure that makes it, and the source's own words where they are proven.

    Args:
        view: the study.
        source: the place.
        of: what was read there, where that is not all of what stands above.
    """
    part = (source.part or NO_PLACE).replace("-", " ")
    links = [external_link(address, f"source {at}") for at, address in enumerate(source.addresses, start=1)]
    spaced = [piece for link in links for piece in (" · ", link)]
    where = element(
        "p", f"{of}: {part}" if of else part, f" · confidence {source.confidence.value}", *spaced, style="quiet"
    )
    if source.quote is None:
        return where
    return element("div", render_quote(source.quote, view.proofs.get(source.quote)), where)


def _rows(pairs: Iterable[tuple[str, str | int | None]]) -> Element | None:
    """Names and values; what was not seen is left out."""
    seen = [
        (name, f"{value:,}" if isinstance(value, int) else value) for name, value in pairs if value not in (None, "")
    ]
    cells = [part for name, value in seen for part in (element("dt", name), element("dd", str(value)))]
    return element("dl", *cells, style="pairs") if cells else None


def _facts(view: StudyView) -> Element:
    if not view.outcomes:
        hint = "Nothing was read from it yet: the graph knows the publication, not what it found."
        if view.read:
            hint = "Nobody has curated it. What rules read of it stands below, as an estimate."
        return element("section", element("h3", "What it reports"), element("p", hint, style="quiet"))
    outcomes = (_outcome(view, outcome) for outcome in view.outcomes)
    drawn = render_forests(forests_of_study(view.study.facts))
    return element("section", _title("What it reports"), drawn, *outcomes)


def _outcome(view: StudyView, outcome: OutcomeFacts) -> Element:
    items = element("ul", *(_fact(view, fact) for fact in outcome.facts), style="study-facts")
    return element("section", element("h4", outcome.outcome), items, style="outcome-facts")


def _fact(view: StudyView, fact: Fact) -> Element:
    arrow = element("span", _ARROWS[fact.direction], style="arrow", role="hidden")
    # figures stay as published, and many name their unit themselves
    unit = f" {fact.unit}" if fact.value and fact.unit and fact.unit not in fact.value else ""
    said = " · ".join(part for part in (f"{fact.value}{unit}" if fact.value else "", fact.time_point) if part)
    pairs = (
        ("unit", fact.unit if not fact.value else None),
        ("before", fact.baseline),
        ("after", fact.follow_up),
        ("p", fact.p),
        ("n", fact.n),
        ("tested in", fact.tested_in),
        ("computed by us", fact.derived),
        ("remark", fact.note),
    )
    words = f" · {said}" if said else ""
    head = element("p", arrow, element("strong", fact.direction.value), words)
    return element("li", head, _rows(pairs), _place(view, fact.source))


def _people(view: StudyView) -> Element | None:
    people, study = view.study.population, view.study
    if people is None:
        return element("p", *_species(study.species)) if study.species else None
    pairs = (
        ("analysed", people.analysed),
        ("enrolled", people.enrolled),
        ("invited", people.invited),
        ("planned", people.planned),
        ("studies", people.studies),
        ("studies pooled", people.studies_pooled),
        ("sex", people.sex),
        ("age", people.age),
        ("age groups", ", ".join(people.age_groups)),
        ("condition", people.condition),
        ("groups", ", ".join(view.labels[key] for key in (*people.groups, *people.conditions))),
        ("country", people.country),
        ("strain", people.strain),
        ("species", ", ".join(study.species)),
        ("remark", people.note),
    )
    return element("section", _title("Who was studied"), _rows(pairs), *_places(view, ["population"], people.source))


def _species(species: tuple[str, ...]) -> Iterator[Element]:
    yield element("strong", "Studied in: ")
    yield element("span", ", ".join(species))


def _intervention(view: StudyView) -> Element | None:
    study, done = view.study, view.study.intervention
    designs = [view.labels[key] for key in (study.design, *study.also_designs) if key]
    rows = _rows(
        (
            ("design", ", ".join(designs)),
            ("blinding", study.blinding),
            ("design in words", study.design_text),
            ("uncertain in it", study.design_note),
            ("compared with", study.comparator),
            *(_done(view, done) if done else ()),
        )
    )
    fields = ("design", "blinding", "comparator", "intervention")
    places = _places(view, fields, done.source if done else None)
    return element("section", _title("What was done"), rows, *places) if rows else None


def _done(view: StudyView, done: Intervention) -> Iterator[tuple[str, str | None]]:
    yield "therapies", ", ".join(view.labels[key] for key in done.therapies)
    yield "together with", ", ".join(view.labels[key] for key in done.co_therapies)
    yield "device", done.device
    yield "needle depth", done.needle_depth
    yield "drug", done.drug
    yield "dose", done.dose
    yield "frequency", done.frequency
    yield "sessions", done.sessions
    yield "duration", done.duration
    yield "site", done.site
    yield "arms", done.arms
    yield "co-intervention", done.co_intervention
    yield "other arm", done.other_arm
    yield "measured at", done.measured_at
    yield "remark", done.note


def _criteria(view: StudyView) -> Element | None:
    criteria = view.study.criteria
    if not criteria:
        return None
    titles = {CriterionRole.INCLUSION: "Let in", CriterionRole.EXCLUSION: "Kept out"}
    ordered = sorted(criteria, key=lambda criterion: list(titles).index(criterion.role))
    parts: list[Element] = []
    for role, group in groupby(ordered, key=lambda criterion: criterion.role):
        items = [element("li", element("p", each.text), _place(view, each.source)) for each in group]
        parts += [element("h4", titles[role]), element("ul", *items, style="study-facts")]
    return element("section", _title("Who could take part"), *parts)


def _claims(view: StudyView) -> Element:
    title = element("h3", "Claims that cite it")
    if not view.claims:
        return element("section", title, element("p", "No article of this workspace cites it.", style="quiet"))
    items = [
        element(
            "li",
            element("p", page_link("article", {"article": claim.article, "claim": claim.key}, claim.text)),
            element("p", verdict_sign(Verdict(claim.verdict)), element("span", claim.title, style="line")),
        )
        for claim in view.claims
    ]
    return element("section", title, element("ul", *items, style="study-facts"))


def _remarks(view: StudyView) -> Element | None:
    study = view.study
    rows = _rows(
        (
            ("adverse events", study.adverse_events),
            ("funding", study.funding),
            ("interests", study.interests),
            ("not found", study.not_found),
            ("remark", study.note),
        )
    )
    lists = [
        part
        for title, words in (("Limitations", study.limitations), ("Cautions on the record", study.cautions))
        if words
        for part in (element("h4", title), element("ul", *(element("li", each) for each in words), style="reasons"))
    ]
    places = _places(view, ("adverse_events", "funding", "interests", "limitations"), None)
    return element("section", _title("What else to know"), rows, *lists, *places) if rows or lists else None


def _problems(view: StudyView) -> Element | None:
    """Figures that cannot be so; they are kept as they stand."""
    if not view.problems:
        return None
    items = [element("li", each.message, f" ({each.place})" if each.place else None) for each in view.problems]
    note = element("p", "Kept as it stands, and not mended.", style="quiet")
    return element("section", element("h3", "What cannot be so"), note, element("ul", *items, style="reasons"))


def _read(view: StudyView) -> Element | None:
    """What rules read, each value with its place, its rule, and how often that rule was right."""
    if not view.read:
        return None
    table = read_precisions()
    items = [
        element(
            "li",
            element("p", element("strong", f"{each.field.replace('_', ' ')}: "), each.value),
            element("p", f"Curated instead: {each.curated}") if each.curated else None,
            element("p", f"{each.place} · rule {each.rule}: {table.tell(each.rule)}", style="quiet"),
        )
        for each in view.read
    ]
    note = (
        f"An estimate by rules, to be checked; what is curated stands before it. Rules were measured {table.measured}."
    )
    count = "1 value read by rule" if len(items) == 1 else f"{len(items)} values read by rule"
    shown = element("details", element("summary", count), element("ul", *items, style="study-facts"))
    return element("section", element("h3", "Read by rule"), element("p", note, style="quiet"), shown)


def _abstract(view: StudyView) -> Element | None:
    """The abstract in its authors' words, where the record was pulled."""
    if not view.abstract:
        return None
    parts = [
        part
        for section in view.abstract
        for part in (element("h4", section.label.capitalize()) if section.label else None, element("p", section.text))
    ]
    note = element("p", "In the authors' words, as the database gives them.", style="quiet")
    return element("section", element("h3", "Abstract"), note, *parts, style="abstract")
