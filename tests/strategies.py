"""Hypothesis strategies for the records of the model."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from kg import identifiers, model
from kg.audit import RULES
from kg.model.fix import Screened
from kg.model.fulltext import FullText
from kg.model.suppression import Suppressed, Suppression

__all__ = ["articles", "register", "screened_audits", "texts"]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
"""Any text that RDF can hold: no lone surrogates, no NUL."""

_slugs = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)


def _spans() -> st.SearchStrategy[model.Span]:
    return st.tuples(st.integers(0, 5000), st.integers(0, 500)).map(lambda pair: model.Span(pair[0], sum(pair)))


def register() -> None:
    """Teach Hypothesis how to make the value objects that records are built of."""
    st.register_type_strategy(str, texts)
    st.register_type_strategy(int, st.integers(0, 10**6))
    st.register_type_strategy(
        Decimal, st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**6), max_value=10**6)
    )
    st.register_type_strategy(model.Span, _spans())
    for kind in (identifiers.ConceptId, identifiers.StudyId, identifiers.ArticleId):
        st.register_type_strategy(kind, _slugs.map(kind))
    st.register_type_strategy(
        identifiers.FindingId,
        st.from_regex(r"[A-Z]{3}[0-9]{3}-[0-9a-f]{8}-[1-9][0-9]{0,5}", fullmatch=True).map(identifiers.FindingId),
    )
    st.register_type_strategy(
        identifiers.DescriptorId, st.from_regex(r"D[0-9]{6}([0-9]{3})?", fullmatch=True).map(identifiers.DescriptorId)
    )
    st.register_type_strategy(identifiers.Pmid, st.integers(1, 99_999_999).map(str).map(identifiers.Pmid))
    st.register_type_strategy(identifiers.Pmcid, st.integers(100, 10**8).map(lambda n: identifiers.Pmcid(f"PMC{n}")))
    st.register_type_strategy(
        identifiers.Doi, st.from_regex(r"10\.[0-9]{4,5}/[a-z0-9().;:-]{1,12}", fullmatch=True).map(identifiers.Doi)
    )
    st.register_type_strategy(FullText, st.builds(FullText, responses=st.just(())))


def articles() -> st.SearchStrategy[model.Article]:
    """Articles whose parts need not fit together."""
    register()
    few = {
        name: st.lists(st.from_type(kind), max_size=2).map(tuple)
        for name, kind in (
            ("blocks", model.Block),
            ("sentences", model.Sentence),
            ("pointers", model.Pointer),
            ("references", model.Reference),
            ("claims", model.Claim),
            ("defects", model.Defect),
        )
    }
    formats = st.sampled_from(["text", "markdown", "html", "wikitext", "docx", "pdf"])
    return st.builds(model.Article, format=formats, sections=st.just(()), **few)


def _findings() -> st.SearchStrategy[model.Finding]:
    lines = st.integers(1, 500)
    return st.builds(
        model.Finding,
        rule=st.sampled_from(sorted(RULES)),
        outcome=st.just(model.Outcome.FAILED),
        line=lines,
        folded=st.lists(lines, max_size=2).map(tuple),
    )


@st.composite
def screened_audits(draw: st.DrawFn) -> Screened:
    """Audits with some of their findings set aside."""
    article = draw(articles())
    findings = draw(st.lists(_findings(), max_size=4))
    ledger = draw(st.lists(st.from_type(model.LedgerEntry), max_size=2))
    report = model.Report(article.id, article.snapshot, tuple(findings), ledger=tuple(ledger), evidence=draw(texts))
    aside = findings[: draw(st.integers(0, len(findings)))]
    line = st.none() | st.integers(1, 500)
    words = st.builds(Suppression, rules=st.just(("NUM001",)), line=line, lines=st.none())
    path = draw(st.sampled_from(["a.md", "drafts/über uns.html", "https://example.org/a?b=c", "/srv/x.docx"]))
    return Screened.of(report, article, path).without(tuple(Suppressed(one, draw(words)) for one in aside))
