"""The small answers of ESearch and ELink, from bytes to records, read by Biopython without a network.

``Bio.Entrez`` as it comes makes a folder in the home directory and fetches a DTD that it does not have. Here it finds
its own folder as that place, where nothing has to be made, and a DTD that it does not bring is refused.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from kg.errors import Place, RecordError
from kg.identifiers import Pmid

__all__ = ["SearchAnswer", "parse_links", "parse_search"]


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What ESearch found.

    Attributes:
        count: how many records the service has for the search.
        pmids: this page of them, in its order.
        not_understood: words that it did not find and left out, which makes the answer one to another question.
    """

    count: int
    pmids: tuple[Pmid, ...]
    not_understood: tuple[str, ...] = ()


def parse_search(data: bytes, *, source: str) -> SearchAnswer:
    """What an ESearch answer says.

    Args:
        data: the XML.
        source: where it came from, for errors.

    Raises:
        RecordError: if it is no such answer, or one that reports an error.
    """
    answer = _read(data, source)
    try:
        errors, warnings = answer.get("ErrorList", {}), answer.get("WarningList", {})
        lists = (errors.get("PhraseNotFound"), errors.get("FieldNotFound"), warnings.get("QuotedPhraseNotFound"))
        return SearchAnswer(
            int(answer["Count"]),
            tuple(Pmid(str(value)) for value in answer["IdList"]),
            tuple(str(word) for words in lists for word in words or ()),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _not_the_answer("ESearch", source, error) from error


def parse_links(data: bytes, *, source: str) -> tuple[str, ...]:
    """The ids that an ELink answer leads to, each once, in its order; bare numbers in every database.

    Raises:
        RecordError: if it is no such answer, or one that reports an error.
    """
    try:
        found = [
            str(link["Id"])
            for link_set in _read(data, source)
            for database in link_set["LinkSetDb"]
            for link in database["Link"]
        ]
    except (KeyError, TypeError) as error:
        raise _not_the_answer("ELink", source, error) from error
    return tuple(dict.fromkeys(found))


def _read(data: bytes, source: str) -> Any:
    if b"<!ENTITY" in data:
        raise _not_the_answer("E-utilities", source, "it declares entities")
    handler = _handler()(validate=True, escape=False, ignore_errors=False)
    try:
        return handler.read(io.BytesIO(data))
    except Exception as error:  # Biopython lets through whatever strange XML makes of its parser
        raise _not_the_answer("E-utilities", source, error) from error


def _not_the_answer(service: str, source: str, reason: object) -> RecordError:
    return RecordError(
        f"no usable answer of {service} ({reason})", place=Place(source), mend="Try again later, or check the request."
    )


@cache
def _handler() -> Any:
    import Bio  # noqa: PLC0415 - slow to import, and only a pull needs it
    from Bio import Entrez  # noqa: PLC0415

    Entrez.local_cache = str(Path(Bio.__file__).parents[1])  # type: ignore[assignment] # it declares None only
    from Bio.Entrez.Parser import DataHandler  # noqa: PLC0415

    class OfflineHandler(DataHandler):
        def open_dtd_file(self, filename: str) -> Any:
            found = super().open_dtd_file(filename)  # type: ignore[no-untyped-call] # it has no types
            return found or self._refuse(filename)

        def schemaHandler(self, name: str, attrs: object) -> NoReturn:  # noqa: ARG002, N802 - its name there
            self._refuse(name)

        def _refuse(self, name: str) -> NoReturn:
            raise ValueError(f"the definition {name} is not known")

    return OfflineHandler
