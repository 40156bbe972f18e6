"""Names that a text shortens to their last word once it has given them in full: "knee pain ... this pain".

A head noun stands for the concept that the text itself named with it, as one word keeps one sense through a discourse
(Gale, Church & Yarowsky 1992, "One sense per discourse"). It counts only where no other noun can stand before it
("chest pain" is another thing), and never for nouns so general that their qualifier makes the meaning ("side effects"),
nor for words that qualify other names of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from kg.identifiers import ConceptId
from kg.model.span import Span
from kg.text.concepts import Mention

__all__ = ["find_head_nouns", "iter_short_mentions"]

_GENERAL = frozenset(
    """area cell change condition control count cream criterion cycle delivery device disease disorder drug effect
    event factor force form growth index infection injection intervention laser level life light line loss lotion
    method number oil pill plan process program rate reaction release remedy report response result review root
    scale score series shape side solution study surge syndrome system tendency test therapy time treatment trial
    type use value volunteer""".split()
)
_SHORTEST = 4
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_MAY_PRECEDE = re.compile(
    r"(?:\A|[^\w\s-]\s?|\b(?:the|this|that|these|those|such|its|their|your|our|any|some|no|more|less|most|much|all|each|if|of"
    r"|and|or|but|from|for|by|to|in|on|with|after|before|during|how|when|whether|that|than|is|are|was|be|cause|causes"
    r"|[a-z-]+(?:ed|al|ary|ous|ive|ful|ent|ant|ic|ere|ight|ing))\s)\Z",
    re.IGNORECASE,
)


def find_head_nouns(mentions: Iterable[Mention]) -> dict[str, ConceptId]:
    """The last words of the longer names in a text, each with the one concept that the text names with it.

    >>> knee_pain = ConceptId("knee-pain")
    >>> sorted(find_head_nouns([Mention(Span(0, 9), "Knee pain", knee_pain, (knee_pain,))]))
    ['pain']
    """
    named: dict[str, set[ConceptId]] = {}
    barred = set(_GENERAL)
    for mention in mentions:
        head, _, of = mention.text.lower().partition(" of ")  # "loss of hair" is headed by its first word
        *qualifiers, last = _WORD.findall(f"{of.removeprefix('the ')} {head}") or [""]
        barred.update(map(_singular, qualifiers))
        if mention.concept and qualifiers and len(last) >= _SHORTEST:
            named.setdefault(last, set()).add(mention.concept)
    return {
        head: next(iter(concepts))
        for head, concepts in named.items()
        if len(concepts) == 1 and _singular(head) not in barred
    }


def _singular(word: str) -> str:
    """The word without the ending of a simple plural; one form for both is all that is asked."""
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def iter_short_mentions(text: str, heads: Mapping[str, ConceptId], taken: tuple[Mention, ...]) -> Iterator[Mention]:
    """The head nouns in a text that no longer name covers, in order.

    Args:
        text: what to search.
        heads: from :func:`find_head_nouns` of the whole article.
        taken: the names found in the text.
    """
    lowered = text.lower()
    if not any(head in lowered for head in heads):  # as in most texts
        return
    for word in _WORD.finditer(text):
        concept = heads.get(word[0].lower())
        if concept is None or text.startswith(" of ", word.end()):
            continue
        span = Span(*word.span())
        if any(mention.span.meets(span) for mention in taken):
            continue
        if _MAY_PRECEDE.search(text, max(0, span.start - 40), span.start):
            yield Mention(span, word[0], concept, (concept,))
