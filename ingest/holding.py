"""What a workspace holds of the publications themselves, brought together for a build: texts, conversions, quotes.

Two steps between the reading of studies and the writing of graphs, so that the build needs to know neither: what is
said of curated studies before they are written, and the links to records once all of them are in the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rdflib import Literal, URIRef

from ingest.fulltexts import (
    LinkedTexts,
    find_record,
    identifiers_of,
    link_full_texts,
    read_kept_full_texts,
    study_of_text,
)
from ingest.pubmed.cache import AnswerCache
from ingest.pubmed.id_converter import Conversion, read_kept_conversions
from ingest.quotes import ProvenQuote, check_quotes, quote_triples
from kg.errors import EvidenceError
from kg.identifiers import StudyId
from kg.model import Study, Vocabulary
from kg.model.fulltext import FullText
from kg.rdf import Triple, from_rdf, text_extraction_triples
from kg.rdf.iris import full_text_graph, graph_iri, restricted_iri, study_iri
from kg.store import Dataset
from kg.text.concepts import ConceptMatcher
from kg.vocabulary import EKG, FABIO
from kg.workspace import Workspace
from kg.yaml_records import Sourced

__all__ = ["HeldTexts", "hold_texts"]

_QUOTES = graph_iri("quotes")
_CONVERSIONS = graph_iri("conversions")


@dataclass(frozen=True, slots=True)
class HeldTexts:
    """The curated studies that stand, and what is held of them and of others.

    Attributes:
        studies: without those that a false quote rules out.
        texts: each publication's full text.
        conversions: what PMC's converter said, each article once.
        quotes: every quote that is not false.
        rejected: what could not be used, with the reasons.
    """

    studies: Sequence[Study]
    texts: tuple[FullText, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    quotes: tuple[ProvenQuote, ...] = ()
    rejected: tuple[EvidenceError, ...] = ()

    def without_restricted(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """The triples of studies without the words of quotes that must not be passed on; :meth:`link` has those."""
        closed = {each.place for each in self.quotes if not each.may_be_passed_on}
        return (triple for triple in triples if not (triple[1] == EKG.quote and triple[0] in closed))

    def link(self, source: Dataset, vocabulary: Vocabulary) -> LinkedTexts:
        """The graphs of texts with what rules read there, of quotes and conversions, linked to the records so far."""
        linked = link_full_texts(self.texts, source, vocabulary)
        graphs: dict[URIRef, list[Triple]] = dict(linked.graphs)
        closed = [triple for each in self.quotes if not each.may_be_passed_on for triple in each.words()]
        taken = {triple[0] for graph in graphs.values() for triple in graph if triple[1] == FABIO.hasPubMedCentralId}
        found = {
            _QUOTES: list(quote_triples(self.quotes)),
            restricted_iri(_QUOTES): closed,
            _CONVERSIONS: [each for each in _conversion_triples(self.conversions, source) if each[0] not in taken],
        }
        graphs |= {name: triples for name, triples in found.items() if triples}
        matcher = ConceptMatcher(vocabulary)
        for text in self.texts:
            name = full_text_graph(text)
            name = name if text.licence.is_redistributable else restricted_iri(name)
            graphs[name] = [*graphs.get(name, ()), *_read_in_text(text, source, matcher)]
        return LinkedTexts(graphs, linked.new_studies)


def hold_texts(workspace: Workspace, curated: Sequence[Study], files: Mapping[StudyId, Sourced[Study]]) -> HeldTexts:
    """Everything that the workspace's texts say of curated studies, and the texts and conversions themselves.

    Args:
        workspace: whose cache and ``fulltexts/`` are read.
        curated: the studies, their records filled.
        files: the files that they were read from.
    """
    cache = AnswerCache(workspace.cache)
    kept = read_kept_full_texts(cache, workspace.iter_given("fulltexts"))
    conversions = read_kept_conversions(cache)
    texts: dict[StudyId, FullText] = {}
    by_identifier = kept.by_identifier
    for study in curated:
        own = identifiers_of(study.record)
        names = (*own, *(name for each in own if each in conversions for name in conversions[each].identifiers))
        found = next((by_identifier[name] for name in names if name in by_identifier), None)
        if found is not None:
            texts[study.id] = found
    checked = check_quotes(curated, texts, files)
    return HeldTexts(
        [study for study in curated if study.id not in checked.rejected],
        kept.texts,
        tuple(sorted(set(conversions.values()), key=lambda each: each.pmcid)),
        checked.quotes,
        (*kept.rejected, *checked.rejected.values()),
    )


def _read_in_text(text: FullText, source: Dataset, matcher: ConceptMatcher) -> Iterator[Triple]:
    """What rules read in a full text of each study that it reports: those of the graph, else its own."""
    record = find_record(identifiers_of(text), source)
    keys = sorted(str(each).rsplit("/", 1)[-1] for each in source.subjects(EKG.record, record)) if record else []
    studies = [from_rdf(Study, study_iri(StudyId(key)), source) for key in keys] or [study_of_text(text)]
    for study in studies:
        yield from text_extraction_triples(study, text, matcher)


def _conversion_triples(conversions: Iterable[Conversion], source: Dataset) -> Iterator[Triple]:
    """The PMCID of each record that has none."""
    for each in conversions:
        record = find_record([name for name in (each.pmid, each.doi) if name is not None], source)
        if record is not None and not any(True for _ in source.objects(record, FABIO.hasPubMedCentralId)):
            yield record, FABIO.hasPubMedCentralId, Literal(each.pmcid.value)
