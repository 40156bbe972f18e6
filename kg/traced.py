"""Evidence that remembers what was asked of it, so that it can be told later whether the answers are still the same.

An audit is a pure function of an article and of the answers that the graph gives to its questions. Each question is
written down as a line of text with the hash of its answer: its trace. Where a later state of the graph answers all of
them alike, the audit would come out alike, whatever else was added ("verifying traces": Mokhov, Mitchell, Peyton Jones
2018, "Build Systems a la Carte", section 4.2.2).

Questions are of these kinds::

    vocabulary              all concepts
    study KEY               the study, its record, its group of reports, and the hash of its full text
    value PREDICATE VALUE   the studies whose record has this identifier or title key
    near TITLE              the study whose title is nearest, as far as it is looked for
    therapy KEY             the studies of this therapy
    indexed A,B|C           the studies whose record is indexed with a descriptor of each theme
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.errors import RecordError
from kg.evidence import Evidence, TwoWaySource
from kg.identifiers import ConceptId, StudyId, content_hash
from kg.model import IndexedRecord, Study, Vocabulary
from kg.model.fulltext import FullText

__all__ = ["Trace", "TracedEvidence"]

Trace = Mapping[str, str]
"""The hash of the answer to each question."""

_SHORT = 16


class TracedEvidence(Evidence):
    """The evidence of a graph, with a trace of the questions.

    Args:
        source: the graph.
    """

    def __init__(self, source: TwoWaySource) -> None:
        super().__init__(source)
        self._asked: dict[str, None] | None = None
        self._digests: dict[str, str] = {}

    @contextmanager
    def tracing(self) -> Iterator[dict[str, str]]:
        """Fills the mapping that it gives with the trace of what is asked within."""
        trace: dict[str, str] = {}
        self._asked = {}
        try:
            yield trace
            asked, self._asked = sorted(self._asked), None
            trace.update((question, self.digest(question)) for question in asked)
        finally:
            self._asked = None

    def answers_alike(self, trace: Trace) -> bool:
        """Whether every question of a trace has the same answer in this graph."""
        return all(self.digest(question) == digest for question, digest in trace.items())

    def digest(self, question: str) -> str:
        """The hash of the answer to a question; worked out once."""
        if question not in self._digests:
            kind, _, about = question.partition(" ")
            try:
                answer = self._answer(kind, about)
            except RecordError as error:
                answer = f"not whole: {error}"
            self._digests[question] = content_hash(answer)[:_SHORT]
        return self._digests[question]

    def _answer(self, kind: str, about: str) -> str:
        match kind:
            case "vocabulary":
                return repr(tuple(super().vocabulary))
            case "study":
                return self._answer_study(StudyId(about))
            case "value":
                predicate, _, value = about.partition(" ")
                return repr(super()._studies_of(URIRef(predicate), Literal(json.loads(value))))
            case "near":
                return repr(super()._nearest(json.loads(about)))
            case "therapy":
                return repr(self._keys(super()._studies_of_therapy(ConceptId(about))))
            case "indexed":
                return repr(self._keys(super()._studies_indexed(*(theme.split(",") for theme in about.split("|")))))
        raise ValueError(f"there is no question {kind!r}")

    def _answer_study(self, key: StudyId) -> str:
        study = super().get_study(key)
        record, group = super().get_record(study), super().find_group(study)
        return f"{study!r}{record!r}{group!r}{super().has_full_text(study)}{super()._hash_of_text(study)}"

    @staticmethod
    def _keys(nodes: Iterable[Node]) -> list[str]:
        return sorted(str(node) for node in nodes)

    def _ask(self, kind: str, about: str = "") -> None:
        if self._asked is not None:
            self._asked[f"{kind} {about}"] = None

    @property
    def vocabulary(self) -> Vocabulary:
        """All concepts."""
        self._ask("vocabulary")
        return super().vocabulary

    def get_study(self, key: StudyId) -> Study:
        """See :meth:`Evidence.get_study`."""
        self._ask("study", key.value)
        return super().get_study(key)

    def get_record(self, study: Study) -> IndexedRecord:
        """See :meth:`Evidence.get_record`."""
        self._ask("study", study.id.value)
        return super().get_record(study)

    def find_group(self, study: Study) -> str | None:
        """See :meth:`Evidence.find_group`."""
        self._ask("study", study.id.value)
        return super().find_group(study)

    def has_abstract(self, study: Study) -> bool:
        """See :meth:`Evidence.has_abstract`."""
        self._ask("study", study.id.value)
        return super().has_abstract(study)

    def has_full_text(self, study: Study) -> bool:
        """See :meth:`Evidence.has_full_text`."""
        self._ask("study", study.id.value)
        return super().has_full_text(study)

    def find_full_text(self, study: Study) -> FullText | None:
        """See :meth:`Evidence.find_full_text`."""
        self._ask("study", study.id.value)
        return super().find_full_text(study)

    def _studies_of_therapy(self, key: ConceptId) -> Iterable[Node]:
        self._ask("therapy", key.value)
        return super()._studies_of_therapy(key)

    def _studies_indexed(self, *themes: Collection[str]) -> set[Any]:
        self._ask("indexed", "|".join(",".join(sorted(theme)) for theme in themes))
        return super()._studies_indexed(*themes)

    def _studies_of(self, predicate: URIRef, value: Node) -> list[StudyId]:
        self._ask("value", f"{predicate} {json.dumps(str(value))}")
        return super()._studies_of(predicate, value)

    def _nearest(self, title: str) -> StudyId | None:
        self._ask("near", json.dumps(title))
        return super()._nearest(title)
