"""PMC's ID converter: PMID, PMCID and DOI of articles that are in PMC, each from each.

Source: PMC ID Converter API (https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/): GET with ``ids`` (up to 200, of one
type), ``idtype``, ``format=json``, ``versions=no``, ``tool``. Each record of the answer repeats what was asked as
``requested-id``; for one that is not in PMC it has ``status: error`` and ``errmsg``. Addresses have a length: DOIs are
asked for in smaller groups, and one that holds a comma cannot be asked for at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.pubmed.answer_checks import check_json
from ingest.pubmed.cache import Answer, AnswerCache, Request
from ingest.pubmed.service import ServiceClient
from kg.errors import IdentifierError, Place, RecordError
from kg.identifiers import Doi, Pmcid, Pmid

__all__ = ["Conversion", "IdConverter", "parse_conversions", "read_kept_conversions"]

_TYPES: Mapping[type[Pmid | Pmcid | Doi], tuple[str, int]] = {
    Pmid: ("pmid", 200),
    Pmcid: ("pmcid", 200),
    Doi: ("doi", 50),
}
"""The service's word for each, and how many are asked for at once."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """The identifiers of one article in PMC, as far as the service knows them."""

    pmcid: Pmcid
    pmid: Pmid | None = None
    doi: Doi | None = None

    @property
    def identifiers(self) -> tuple[Pmcid | Pmid | Doi, ...]:
        """All that are known."""
        return tuple(each for each in (self.pmcid, self.pmid, self.doi) if each is not None)


class IdConverter(ServiceClient):
    """Asks PMC's ID converter; see :class:`~ingest.pubmed.service.ServiceClient` for what it is made with."""

    def convert(self, wanted: Iterable[Pmid | Pmcid | Doi]) -> dict[Pmid | Pmcid | Doi, Conversion]:
        """What the service knows of these identifiers; those that are not in PMC are left out.

        What a recent kept answer was asked for is not asked for again.

        Raises:
            FetchError: if no usable answer came.
            RecordError: if an answer cannot be read.
            WorkspaceError: if it could not be kept.
        """
        asked = dict.fromkeys(each for each in wanted if "," not in each.value)
        known, answered = self._read_kept()
        for kind, (name, size) in _TYPES.items():
            left = [each for each in asked if isinstance(each, kind) and each not in answered]
            for start in range(0, len(left), size):
                ids = ",".join(each.value for each in left[start : start + size])
                request = Request.of(
                    self._settings.converter_address, format="json", ids=ids, idtype=name, versions="no"
                )
                for found in parse_conversions(self._ask(request, check_json, method="GET")):
                    known |= dict.fromkeys(found.identifiers, found)
        return {each: known[each] for each in asked if each in known}

    def _read_kept(self) -> tuple[dict[Pmid | Pmcid | Doi, Conversion], set[Pmid | Pmcid | Doi]]:
        """What recent kept answers know, and everything that they were asked for."""
        known: dict[Pmid | Pmcid | Doi, Conversion] = {}
        answered: set[Pmid | Pmcid | Doi] = set()
        for answer in _iter_kept(self.cache):
            if self._offline or self._is_recent(answer.entry):
                answered |= set(_asked_for(answer))
                for found in parse_conversions(answer):
                    known |= dict.fromkeys(found.identifiers, found)
        return known, answered


def read_kept_conversions(cache: AnswerCache) -> dict[Pmid | Pmcid | Doi, Conversion]:
    """All conversions of a cache's answers by each of their identifiers; a newer answer goes before an older one."""
    return {
        identifier: found
        for answer in _iter_kept(cache)
        for found in parse_conversions(answer)
        for identifier in found.identifiers
    }


def parse_conversions(answer: Answer) -> Iterator[Conversion]:
    """The conversions of an answer; records of articles that are not in PMC are left out.

    Raises:
        RecordError: if it is not of the documented form.
    """
    place = Place(answer.entry.request.address)
    try:
        records = json.loads(answer.body)["records"]
        for record in records:
            if record.get("status") != "error" and record.get("pmcid"):
                yield _to_conversion(record)
    except (ValueError, KeyError, TypeError, AttributeError, IdentifierError) as error:
        what = f"the converter's answer cannot be read ({error})"
        raise RecordError(what, place=place, mend="Run the command again later.") from error


def _to_conversion(record: Mapping[str, Any]) -> Conversion:
    pmid, doi = record.get("pmid"), record.get("doi")
    return Conversion(
        Pmcid.parse(str(record["pmcid"]).partition(".")[0]),
        Pmid.parse(str(pmid)) if pmid else None,
        Doi.parse(str(doi)) if doi else None,
    )


def _iter_kept(cache: AnswerCache) -> Iterator[Answer]:
    """The converter's answers in a cache, the oldest first."""
    entries = [each for each in cache.iter_entries() if each.request.find_field("idtype") and each.status == 200]
    for entry in sorted(entries, key=lambda each: (each.retrieved, each.digest)):
        answer = cache.read(entry)
        if answer is not None:
            yield answer


def _asked_for(answer: Answer) -> Iterator[Pmid | Pmcid | Doi]:
    name = answer.entry.request.find_field("idtype")
    ids = (answer.entry.request.find_field("ids") or "").split(",")
    for kind, (word, _) in _TYPES.items():
        if word == name:
            yield from (kind(each) for each in ids if each)
