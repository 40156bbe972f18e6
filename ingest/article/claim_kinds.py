"""What kind of claim a sentence makes, by rules kept as data.

The cues are general English and know no subject; the vocabulary's concepts bring the subject in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.identifiers import ConceptId
from kg.model.article import ClaimKind
from kg.model.concept import ConceptKind, Vocabulary

__all__ = ["classify"]

_ADVERSE = ConceptId("adverse-events")
_ADVISED = (
    r"(?:address|aim|apply|ask|avoid|begin|check|choose|combine|consider|consult|continue|discontinue|do not|don[’']t"
    r"|eat|ensure|evaluate|examine|identify|keep|limit|look|make sure|monitor|never|pause|reduce|remember|resolve|seek"
    r"|speak|start|stop|switch|take|talk|treat|try|use|wait|wash)\b"
)
_PEOPLE = r"(?:you|we|they|one|people|patients|sufferers|users|men|women|adults|children|anyone|everyone)"
_CUES: dict[ClaimKind, tuple[str, ...]] = {
    ClaimKind.QUESTION: (r"[?？][\"'”’)\]]*\Z",),
    ClaimKind.META: (
        r"\b(?:in|throughout) (?:the rest of )?this (?:article|guide|post|page|piece|section|series)\b",
        r"\bthis (?:article|guide|post) (?:will|explains|covers|explores|looks)\b",
        r"\b(?:we|I)(?:[’']ll| will| are going to) (?:\w+ )?(?:explore|discuss|look|cover|see|examine|explain|dive)\b",
        r"\bfor more (?:information|details?|on)\b",
        r"\b(?:see|read|check out) (?:our|this|the|these)\b.{0,80}\b(?:guide|article|post|page|section|list)\b",
        r"\bread on\b",
        r"\bhere (?:are|is) (?:our|some|the|a few|additional|more|what)\b",
        r"\b(?:guidelines?|steps|section|list|table|chart) (?:above|below)\b",
        r"\blet us know\b",
    ),
    ClaimKind.OPINION: (
        r"\bin (?:our|my) (?:opinion|view|experience)\b",
        r"\b(?:our|my) (?:own |personal )?(?:opinions?|view|take|guess)\b",
        r"\b(?:we|I) (?:personally )?(?:believe|think|feel|suspect|prefer|love|like)\b",
        r"\brules? of thumb\b",
        r"\bshould never\b",
        r"\b(?:we|one|you) (?:cannot|can[’']t|shouldn[’']t) (?:presume|assume)\b",
        r"\b(?:hard|difficult|easy|impossible|tricky) (?:question )?to (?:say|tell|discern|answer|know|judge)\b",
        r"\b(?:represents?|is|are) (?:an? )?(?:unique|remarkable|amazing|exciting|great|wonderful|terrible)\b",
    ),
    ClaimKind.RECOMMENDATION: (
        rf"^(?:(?:also|and|but|so|then|instead|first|next|finally|please|always),? )*{_ADVISED}",
        rf"^(?:if|when|before|after|until|for|in|to|so)\b[^.]{{0,200}}?, (?:please |also |then |and |so )?{_ADVISED}",
        rf"\b{_PEOPLE}\b[^.,;]{{0,30}}\b(?:should|ought to|must|need to|may want to|might want to|will want to)\b",
        r"\byou[’']ll want to\b",
        r"\bit(?:[’']s| is)\b[^.,;]{0,12}\b(?:essential|important|best|advisable|wise|crucial|recommended|worth)\b",
        r"\b(?:we|I|doctors|experts) (?:recommend|advise|suggest)\b",
        r"\b(?:is|are) (?:recommended|advised)\b",
        r"\bnothing to worry about\b",
    ),
    ClaimKind.DEFINITION: (
        r"^(?:[\w’'-]+ ){1,6}(?:\([^()]{1,60}\) )?(?:is|are) \w+ [^.,;]{0,60}?\b(?:that|which|where|found|called)\b",
        r"\brefers? to\b",
        r"\b(?:is|are) (?:defined as|(?:also )?called|(?:also )?known as|the (?:medical )?(?:term|name))\b",
    ),
    ClaimKind.DIAGNOSIS: (
        r"\bindicat(?:es?|ing|ive|ion)\b",
        r"\b(?:an?|the|clear|common) (?:\w+ )?(?:sign|symptom|hallmark|clue)s? (?:of|that)\b",
        r"\byou can tell\b",
        r"\btell(?:ing)? (?:the difference|apart|whether)\b",
        r"\b(?:distinguish|differentiate|diagnos)\w*",
        r"\b(?:looks?|appears?) (?:\w+ed|\w+en|red|thin|like)\b",
        r"\bcan (?:often |usually )?be (?:seen|felt|detected)\b",
    ),
    ClaimKind.SAFETY: (
        r"\b(?:worsen|exacerbat|aggravat|harm|irritat|damag|hurt|injur|contraindicat|toxic|danger|risk)\w*",
        r"\bside[ -]effects?\b",
        r"\badverse\b",
        r"\b(?:un)?safe(?:ty|ly)?\b",
        r"\btoo much\b",
        r"\bproblematic\b",
    ),
    ClaimKind.MECHANISM: (
        r"\b(?:mechanis(?:m|tic)|pathway|induc|generat|evok|stimulat|inhibit|trigger|activat|mediat|suppress)\w*",
        r"\b(?:promotes?|improves?|increases?|works?|acts?) (?:[\w ]{0,40} )?(?:through|via|by \w+ing)\b",
        r"\b(?:caused? by|the causes? of|due to|because|contribut\w+ to|leads? to|results? (?:in|from))\b",
    ),
    ClaimKind.EPIDEMIOLOGY: (
        r"\b(?:prevalen|inciden)(?:ce|t)\b",
        r"\b(?:commonly|frequently|anecdotally|rarely|often) (?:reported|observed|seen|occurs?)\b",
        r"\b(?:some|many|most) (?:users|people|patients|men|women) (?:report|notice|experience|see)\b",
        r"\b(?:affects?|occurs? in|found in) (?:about |around |up to |roughly )?[\d.]+\s?%",
        r"\b(?:one|\d+) in (?:every )?\w+ (?:people|adults|men|women)\b",
        r"\b(?:most common|more (?:common|likely) (?:in|to|among))\b",
    ),
    ClaimKind.EFFICACY: (
        r"\b(?:benefi|effective|efficac|improv|regr[oe]w|reduc|decreas|increas|prevent|revers|promot|help|work)\w*",
        r"\b(?:stud(?:y|ies|ied)|trials?|shown|research|evidence|meta-analys[ie]s)\b",
        r"\brespon(?:se|d)\w*",
    ),
}
"""Cues by kind; a kind further up wins: advice that names a mechanism is advice."""

_RULES = tuple((kind, re.compile("|".join(cues), re.IGNORECASE)) for kind, cues in _CUES.items())
_EVALUATIVE = re.compile(
    r"\b(?:good|bad|best|worst|better|worse|hard|easy|difficult|important|interesting|unfortunately|luckily|normal)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


def classify(text: str, concepts: Sequence[ConceptId], vocabulary: Vocabulary) -> ClaimKind:
    """What a sentence is about.

    The cues of questions, advice and the like decide first, then those of safety and mechanism;
    between efficacy and frequency the concepts decide. A sentence without any of these is taken to
    say how things are, unless it only values something or is no sentence.

    Args:
        text: the sentence.
        concepts: the concepts found in it.
        vocabulary: what kind each of them is.

    >>> classify("Is it safe?", (), Vocabulary()).value, classify("It can worsen pain.", (), Vocabulary()).value
    ('question', 'safety')
    """
    ruled = next((kind for kind, pattern in _RULES if pattern.search(text)), None)
    if ruled in {ClaimKind.EFFICACY, ClaimKind.EPIDEMIOLOGY, None}:
        ruled = _kind_of_concepts(concepts, vocabulary) or ruled
    if ruled is not None:
        return ruled
    states = len(_WORD.findall(text)) > 2 and not _EVALUATIVE.search(text)
    return ClaimKind.EPIDEMIOLOGY if concepts or states else ClaimKind.OPINION


def _kind_of_concepts(concepts: Sequence[ConceptId], vocabulary: Vocabulary) -> ClaimKind | None:
    if vocabulary.find(_ADVERSE) and any(vocabulary.is_within(key, _ADVERSE) for key in concepts):
        return ClaimKind.SAFETY
    kinds = {vocabulary.get(key).kind for key in concepts}
    if ConceptKind.MECHANISM in kinds:
        return ClaimKind.MECHANISM
    return ClaimKind.EFFICACY if {ConceptKind.THERAPY, ConceptKind.OUTCOME} <= kinds else None
