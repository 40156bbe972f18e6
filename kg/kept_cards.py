"""What a page shows of very many reports, worked out when the graph is built and kept beside its generation.

That is the assessments without their steps, and the faces of the cards that rest on many reports. A face rests on what
is known of the therapy's reports, which a new article does not change, and on whom claims speak of, which it may. So
what is kept goes with a generation that only has other articles (:func:`carry_over`), and each face is held against
the claims again when it is read: one that does not fit any more is worked out anew.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg import __version__
from kg.card_parts import Assessed, Face, make_face, read_assessed
from kg.cards import Conflict, read_addressed
from kg.identifiers import ConceptId, StudyId
from kg.model.card import CardBlock, TherapyCard
from kg.model.searched import Searched
from kg.plain import from_plain, to_plain
from kg.prefixes import PREFIXES
from kg.store import Generation
from kg.store.files import write_atomically

__all__ = ["carry_over", "find_assessed", "find_face", "keep_cards"]

_MANY = 400
"""Reports from which on a face is kept: fewer are read in about half a second."""
_AS_LONG_AS = 20
"""To read a record by rule takes as long as to read so many curated reports."""
_FORMAT = 1
_COUNTS = "SELECT ?therapy (COUNT(DISTINCT ?study) AS ?reports) { ?study %s ?therapy } GROUP BY ?therapy"


def keep_cards(generation: Generation) -> None:
    """Work out the assessments and the faces of cards that rest on many reports, and keep them, unless that is done.

    Nothing is kept where there is no such card. Where the file cannot be written nothing is kept either, and all of
    it is worked out when it is asked for.
    """
    if _read(generation):
        return
    faces = {key.value: _to_document(generation, key) for key in _busy_therapies(generation)}
    with suppress(OSError):
        if faces:
            kept = {"assessed": to_plain(read_assessed(generation)), "faces": faces}
            document = {"format": _FORMAT, "version": __version__, "kept": kept}
            write_atomically(_path(generation.path), json.dumps(document))
        _prune(generation.path.parent)


def carry_over(before: Path, after: Path) -> None:
    """Keep for a generation what was kept for the one before, which differs by articles alone.

    Args:
        before: its folder.
        after: the folder of the new one.
    """
    with suppress(OSError):
        os.link(_path(before), _path(after))


def find_assessed(generation: Generation) -> tuple[Assessed, ...]:
    """What was made of every question, by therapy, outcome and condition: as it is kept, else read."""
    with suppress(ValueError, KeyError, TypeError):
        return tuple(from_plain(Assessed, each) for each in _read(generation)["assessed"])
    return read_assessed(generation)


def find_face(generation: Generation, therapy: ConceptId) -> Face:
    """The face of a therapy's card: as it is kept, unless claims speak of other people by now; else worked out.

    Raises:
        VocabularyError: if there is no such therapy.
    """
    with suppress(ValueError, KeyError, TypeError):
        face = _read(generation)["faces"][therapy.value]
        if face["addressed"] == _addressed(generation, therapy):
            return _from_document(therapy, face)
    return make_face(generation, therapy.value)


def _read(generation: Generation) -> dict[str, Any]:
    """What is kept; nothing where it cannot be read, or another version of the program kept it."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        document = json.loads(_path(generation.path).read_text(encoding="utf-8"))
        if (document["format"], document["version"]) == (_FORMAT, __version__):
            return dict(document["kept"])
    return {}


def _busy_therapies(generation: Generation) -> list[ConceptId]:
    weights: Counter[str] = Counter()
    for predicate, weight in (("ekg:studiesTherapy", 1), ("ekg:readAsTherapy", _AS_LONG_AS)):
        rows = generation.query(_COUNTS % predicate, prefixes=PREFIXES).rows
        weights.update({node.value: weight * int(count.value) for node, count in rows if node and count})
    return [ConceptId(iri.rsplit("/", 1)[-1]) for iri in sorted(weights) if weights[iri] >= _MANY]


def _addressed(generation: Generation, therapy: ConceptId) -> list[list[Any]]:
    """Whom claims speak of, in JSON's types."""
    return [[each.concept.value, each.claims] for each in read_addressed(generation, therapy)]


def _to_document(generation: Generation, therapy: ConceptId) -> dict[str, Any]:
    face = make_face(generation, therapy.value)
    card = face.card
    return {
        "addressed": _addressed(generation, therapy),
        "label": card.label,
        "narrower": dict(card.narrower),
        "searched": to_plain(card.searched),
        "blocks": to_plain(card.blocks),
        "names": {key.value: name for key, name in card.names.items()},
        "conflicts": to_plain(face.conflicts),
        "further": face.further,
    }


def _from_document(therapy: ConceptId, face: Mapping[str, Any]) -> Face:
    card = TherapyCard(
        therapy=therapy,
        label=face["label"],
        narrower=face["narrower"],
        searched=from_plain(Searched, face["searched"]),
        blocks=tuple(from_plain(CardBlock, block) for block in face["blocks"]),
        outcomes=(),
        names={StudyId(key): name for key, name in face["names"].items()},
    )
    return Face(card, tuple(from_plain(Conflict, pair) for pair in face["conflicts"]), int(face["further"]))


def _path(generation: Path) -> Path:
    return generation.with_name(f"cards-{generation.name}.json")


def _prune(folder: Path) -> None:
    """Remove what was kept for generations that are gone."""
    for path in folder.glob("cards-*.json"):
        if not path.with_name(path.stem.removeprefix("cards-")).is_dir():
            path.unlink(missing_ok=True)
