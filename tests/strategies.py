"""Hypothesis strategies for the records of the model."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from kg import identifiers, model
from kg.model.fulltext import FullText

__all__ = ["register", "texts"]

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
