"""What kind of claim a sentence makes, by rules kept as data.

The cues are general English and know no subject; the vocabulary's concepts bring the subject in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from kg.identifiers import ConceptId
from kg.model.article import ClaimKind
from kg.model.concept import ConceptKind, Vocabulary
from kg.text.cues import CuePattern, RankedCues
from kg.text.verbs import is_auxiliary, is_base_form, is_finite_form

__all__ = ["classify"]

_ADVERSE = ConceptId("adverse-events")
_PEOPLE = r"(?:you|we|they|one|people|patients|sufferers|users|men|women|adults|children|anyone|everyone)"
_DOCUMENT = (
    r"(?:article|guide|post|page|piece|section|series|summary|summaries|video|script|website|newsletter|chapter)"
)
_WORK = r"(?:stud(?:y|ies)|trials?|research|evidence|meta-analys[ie]s|documentation|literature)"
_CLASS = (
    r"(?:disorder|disease|condition|syndrome|illness|infection|procedure|technique|method|device|drug|medication"
    r"|medicine|hormone|protein|enzyme|vitamin|mineral|compound|chemical|substance|molecule|plant|herb|spice|gland"
    r"|organ|muscle|tissue|cell|gene|bacterium|virus|fungus|parasite|inflammation|specialist|doctor|physician"
    r"|type|form|kind|precursor|derivative|component|constituent|ingredient|ceremony|measure|term|word|name)s?"
)
_SUBJECT = (
    r"(?!(?:it|there|they|we|you|he|she|this|these|that|those|what|which|and|but|although|though|while|if|when|because"
    r"|as|in|for|at|with)\b)(?:(?!(?:may|might|can|could|will|would|should|must|not)\b)[\w’'-]+ ){1,6}"
    r"(?:\([^()]{1,60}\) )?"
)
"""A short subject that is no pronoun, before its verb."""

_CHANGES = r"(?:increas|decreas|reduc|enhanc|lower|releas|block|bind|secret|produc|rais|boost|alter|regulat|disrupt)\w*"
_INSIDE = (
    r"(?:immune system|cells?|receptors?|enzymes?|genes?|hormones?|neurotransmitters?|blood (?:flow|vessels?)"
    r"|metabolism|tissues?|nerves?|muscles?|antibod(?:y|ies)|cytokines?|proteins?)"
)
"""What lies within the body: a change there is how something works, not that it does."""

_CUES: dict[ClaimKind, tuple[str, ...]] = {
    ClaimKind.QUESTION: (r"[?？][\"'”’)\]]*\Z",),
    ClaimKind.META: (
        rf"(?:in|throughout) (?:the rest of )?this {_DOCUMENT}\b",
        r"(?:this|these|our|the) (?:[\w-]+ ){0,3}(?:summary|summaries|video|script|website|newsletter)\b",
        r"(?-i:[A-Z]{2,6}) (?:\w+ ){0,3}(?:summary|summaries|documents?)\b",
        rf"this (?:\w+ ){{0,2}}{_DOCUMENT} (?:is|was|has been|will|aims|explains|covers|explores|looks|needs)\b",
        r"(?:educational|informational|information) purposes\b|(?:medical|professional|legal) advice\b[^?]{0,30}\Z",
        r"(?:respond|reply) to (?:\w+ )?(?:inquir|enquir|email|comment|message)\w*",
        r"(?:next|final|previous|last|following|these \w+) (?:sections?|parts?|chapters?)\b",
        r"(?:we|i)(?:[’']ll| will| are going to) (?:\w+ )?(?:explore|discuss|look|cover|see|examine|explain|dive)\b",
        r"(?:we|i) (?:have|had|were|are|was|am)(?: been)? (?:unable|able)(?: \w+){0,2} to find\b",
        r"i can think of\b",
        r"(?:for )?(?:more|additional|further|detailed) (?:\w+ )?(?:information|details?)\b",
        r"you can find\b|following (?:is|are)\b|all (?:the|our) references\b|permission to (?:use|re)",
        r"^(?:listen to|watch|click|subscribe|sign up|share|scroll|download)\b",
        r"(?:see|read|check out) (?:our|this|the|these)\b.{0,80}\b(?:guide|article|post|page|section|list)\b",
        r"read on\b|i (?:wrote|posted|published)\b|use our\b",
        r"our (?:[\w-]+ ){0,4}(?:page|guide|hub|index|tool|calculator|newsletter)\b",
        r"we (?:\w+ ){0,2}(?:reference|cite|cover)\b",
        r"here (?:are|is) (?:our|some|the|a few|additional|more|what)\b",
        r"(?:guidelines?|steps|section|list|table|chart) (?:above|below)\b",
        r"let us know\b",
        r"(?:includes?|are|be|is):?\s*\Z",
        r"(?:possibilities|reasons|examples|options):\s*\Z",
        r"the following(?: (?:\w+ ){0,2}(?:questions?|rules?|lists?|tables?|points?|reasons?)(?: of \w+)?)?:\s*\Z",
        r"questions?\b[^.]{0,40}\b(?:to answer|difficult|easy|hard)\b|answering (?:this|the|that) question\b",
    ),
    ClaimKind.OPINION: (
        r"in (?:our|my) (?:opinion|view|experience)\b",
        r"(?:our|my) (?:own |personal )?(?:opinions?|view|take|guess)\b",
        r"(?:we) (?:personally )?(?:believe|think|feel|suspect|prefer|love|like)\b",
        r"(?<![\w.])i(?:[’'](?:m|ve|d|ll))? (?!(?:recommend|advise|suggest)\b)(?:\w|-)|(?:my|myself)\b",
        r"rules? of thumb\b",
        r"should never\b",
        r"(?:we|one|you) (?:cannot|can[’']t|should(?:n[’']t| not)) (?:presume|assume|draw|conclude|infer)\b",
        r"^(?:sadly|luckily|thankfully|regrettably|presumably)\b",
        r"(?:hard|difficult|easy|impossible|tricky) (?:question )?to (?:say|tell|discern|answer|know|judge)\b",
        r"(?:represents?|is|are) (?:an? )?(?:unique|remarkable|amazing|exciting|wonderful|terrible)\b",
        r"(?:reasonable|good|bad|poor|great|wise|better|worse) (?:choice|option|idea|reason|rap|bet)s?\b",
        r"(?:is|are|seems?) (?:\w+ )?(?:questionable|vague|dubious|unconvincing|overrated|ridiculous|absurd)\b",
        r"(?:little|no) point in\b|good enough\b|worth (?:it|trying|the)\b",
    ),
    ClaimKind.RECOMMENDATION: (
        rf"{_PEOPLE}\b[^.,;]{{0,30}}\b(?:should|ought to|must|need to|may want to|might want to|will want to)\b",
        r"you[’']ll want to\b",
        r"it(?:[’']s| is)\b[^.,;]{0,20}\b(?:essential|important|best|advisable|wise|crucial|recommended)\b",
        r"it(?:[’']s| is)\b[^.,;]{0,20}\b(?:worth|vital)\b",
        r"is (?:\w+ly )?(?:important|essential|crucial|vital|advisable)\.?\Z",
        r"(?:we|i|doctors|experts) (?:recommend|advise|suggest)\b",
        r"(?:recommend(?:s|ed|ing)?|recommendations? (?:is|are)|advis(?:es?|ed|able|ing)|advice is)\b",
        r"(?:can|may|could|should) (?:also )?be considered\b(?! an?\b)",
        r"you (?:can|could|may) [^.]{0,120}\bby (?:not )?\w+ing\b",
        r"(?:one|another|a good|the best) way to\b[^.]{0,80}\bis (?:to|by)\b",
        r"nothing to worry about\b|suggested that (?:one|you|people)\b",
    ),
    ClaimKind.DEFINITION: (
        rf"^{_SUBJECT}(?:is|are) (?:an? |the |any )?(?:(?!more|less)[\w-]+ ){{1,5}}?(?:that|which|where|called)\b",
        rf"(?:is|are) (?:an? |one of the |the |any )?(?:(?!used|sold)[\w’'-]+ ){{0,4}}?{_CLASS}\b(?! for\b)",
        r"refers? to\b(?! (?-i:[A-Z]))",
        r"stands? for\b|short for\b",
        r"(?:is|are) (?:\w+ly )?(?:viewed|seen|described|regarded|classified|categori[sz]ed) as\b",
        r"(?:is|are) (?:defined as|(?:also )?called|(?:also )?known as|the (?:medical )?(?:term|name))\b",
        r"there are (?:\w+ ){0,3}(?:types|kinds|forms|classes) of\b",
        r"(?:consists?|composed|made up|comprised) of\b|belongs? to\b",
        r"(?:components?|constituents?) of\b[^.]{0,40}\binclude\b",
        r"(?:major|main|minor) (?:constituents?|components?)\b",
        r"name\b[^.]{0,60}\bderive[sd]?\b",
        r"derived? from (?:the )?(?:latin|greek|sanskrit|old|middle|early|arabic|french)\b",
        r"is one who\b|(?:is|are) (?:\w+ly )?derived from\b|(?:is|are) present in\b",
        r"converted (?:in)?to\b|can be considered an?\b",
        r"this (?:device|machine|procedure|technique|method|surgery)\b",
        r"^[^.:]{3,60}\)?\s?[-–:]\s?it (?:provides|uses|delivers)\b",
        r"^an? \w+ \w+ (?:has|have|contains) all\b",
    ),
    ClaimKind.DIAGNOSIS: (
        r"indicat(?:es?|ing|ive|ion)\b",
        r"(?:an?|the|clear|common) (?:\w+ )?(?:sign|symptom|hallmark|clue|feature)s? (?:of|that)\b",
        r"you can tell\b",
        r"tell(?:ing)? (?:the difference|apart|whether)\b",
        r"(?:distinguish|differentiate|diagnos)\w*",
        r"(?:looks?|appears?) (?:\w+ed|\w+en|red|thin|like)\b",
        r"can (?:often |usually )?be (?:seen|felt|detected)\b",
        r"(?:lab|laboratory|blood|urine) tests?\b",
        r"test\b[^.]{0,60}\b(?:measure|detect|show|check|assess|identif)\w*",
        r"detects?\b|used to (?:evaluate|assess|screen)\b",
        r"measures\b|(?:low|normal|mild|moderate|severe|high)(?: risk)?: (?:less|more|[<>≤≥\d])",
    ),
    ClaimKind.SAFETY: (
        r"(?:worsen|exacerbat|aggravat|(?<!self-)harm|irritat|contraindicat|toxicit|danger|overdos|addict)\w*",
        r"toxic\b(?! (?:substance|chemical|waste))",
        r"(?:can|may|could|might|will|to) (?:\w+ )?(?:damage|hurt|injure|burn)\b",
        r"(?:damages|damaging|hurts|injures)\b",
        r"risky\b|risks? of (?:side|adverse|bleeding|infection)\b|poses? a risk\b",
        r"side[ -]effects?\b",
        r"adverse\b",
        r"(?:un)?safe(?:ty|ly)?\b(?! (?:and(?:/or)?|or) (?:effect|effic))",
        r"too much\b",
        r"problematic\b",
        r"habit[- ]forming\b|withdrawal\b|(?:heavier|higher|larger|excessive) (?:dos(?:e|age)s?|intake)\b",
        r"(?:trouble|difficulty) (?:sleeping|breathing|swallowing)\b|(?:listed|unwanted|undesired) effects\b",
    ),
    ClaimKind.EPIDEMIOLOGY: (
        r"(?:prevalen|inciden)(?:ce|t)\b",
        r"(?:higher|lower|increased|reduced|elevated|greater|cardiovascular) risk\b|risk factors?\b",
        r"(?:rates?|risk|likelihood|odds|chances?) (?:\w+ )?of\b",
        r"(?:affects?|affected by|occurs? in|found in) (?:about |around |up to |roughly )?[\d.]+\s?%",
        r"(?:one|\d+) in (?:every )?\w+ (?:people|adults|men|women)\b",
        r"(?:most common|(?:quite|very|more) (?:common|likely) (?:in|to|among))\b",
        r"(?:is|are) (?:\w+ly |now |also )*used (?:widely|as|in|for|to prepare|by)\b",
        r"(?:legally|widely) available\b",
        rf"(?:little|no|limited|scarce) {_WORK} (?:exists?|is available|was found)\b",
    ),
    ClaimKind.MECHANISM: (
        r"(?:mechanis(?:m|tic)|pathway|induc|generat|evok|stimulat|inhibit|trigger|activat|mediat|suppress)\w*",
        r"(?:promotes?|improves?|increases?|works?|acts?) (?:[\w ]{0,40} )?(?:through|via|by \w+ing)\b",
        r"(?:caused? by|the causes? of|due to|because|contribut(?:e|es|ed|ing)|results? (?:in|from))\b",
        r"(?:leads?|led|leading) to\b|relax(?:es|ed|ing)?\b|tolerance\b",
        r"(?:helps?|keeps?)\b[^.]{0,60}\bby \w+ing\b",
        rf"{_CHANGES}\b[^.;]{{0,60}}\b{_INSIDE}\b",
        r"caus(?:e|es|ed|ing)\b|drivers? of\b|driven by\b|plays? an? (?:\w+ )?role\b",
        r"(?:impacts?|affect(?:s|ing)?|interfere(?:s|nce)?|absor(?:b|ption)\w*|metaboli[sz]\w+|half-life|precursors?)\b",
        r"(?:dietary|hormonal|genetic|environmental|lifestyle|contributing) factors?\b",
        r"makes? (?:one|you|us|people)\b",
    ),
    ClaimKind.EFFICACY: (
        r"(?:benefi|effective|efficac|improv|regr[oe]w|reduc|decreas|increas|prevent|revers|promot|help)\w*",
        r"(?:strengthen|reliev)\w*|(?:cures?|cured|heals?|healed|soothes?|enhances?|enhanced|boosts?|boosted|lowering|speeds?)\b",
        r"work(?:s|ed|ing)?\b(?! (?:at|as|on|for)\b| in (?!(?:a number of|\w+) ways))",
        r"(?:rais|lower)(?:e|es|ed|s) (?:the|a)\b",
        rf"{_WORK}\b[^.;]{{0,40}}\b(?:show|found|find|suggest|support|demonstrat|prov|confirm|evaluat|exist|publish)\w*",
        rf"(?:no|some|strong|weak|good|scientific|clinical|insufficient) {_WORK}\b|(?:studied|shown|proven)\b",
        r"respon(?:se|d)\w*|symptoms?\b[^.]{0,30}\b(?:relie|eas)\w*|anxiolytic\b|analgesic\b",
    ),
}
"""Cues by kind; a kind further up wins: advice that names a mechanism is advice.

A cue is written in small letters and counts at the start of a word, or where its own first sign says. One that asks for
capitals is read in the text as written.
"""

_PEOPLE_OR_USE = CuePattern(
    r"\b(?:people|patients|men|women|adults|children|teenagers|users|population|individuals|persons|someone|americans|\d+\s?%"
    r"|common(?:ly)?|frequent(?:ly)?|often|usually|rare(?:ly)?|popular|widely|sold|available|consumed|cultivated|grown|eaten"
    r"|drunk|used|costs?|approved|created|founded|introduced|published|reported|observed|studies|study|trials?)\b",
)
"""Who, how often, where and for what: epidemiology unless the concepts say more."""

_DESCRIBES = re.compile(
    rf"^{_SUBJECT}(?:is|are|has|have|contains?|includes?)"
    r" (?!(?:not|no|more|less|been|still|yet|also|\w+ing|\w+ed|known)\b)",
    re.IGNORECASE,
)
"""Says of a thing what it is, has or holds."""

_OF_CAPITALS = "(?-i:"
_KINDS = tuple(_CUES)
_RECOMMENDATION = _KINDS.index(ClaimKind.RECOMMENDATION)


def _is_at_word(cue: str) -> bool:
    return _OF_CAPITALS not in cue and not cue.startswith(("^", "["))


_AT_WORDS = RankedCues([[cue for cue in cues if _is_at_word(cue)] for cues in _CUES.values()])
_AT_SIGNS = tuple(
    (rank, re.compile(cue))
    for rank, cues in enumerate(_CUES.values())
    for cue in cues
    if _OF_CAPITALS not in cue and not _is_at_word(cue)
)
_AS_WRITTEN = tuple(
    (rank, re.compile(rf"\b(?:{cue})", re.IGNORECASE))
    for rank, cues in enumerate(_CUES.values())
    for cue in cues
    if _OF_CAPITALS in cue
)
_EFFECT = CuePattern(r"\b(?:in)?effective(?:ness)?\b|\befficacy\b")
_EVALUATIVE = CuePattern(
    r"\b(?:is|are|was|were|be|seems?|looks?|feels?)\b[^.]{0,40}\b(?:good|bad|best|worst|better|worse|hard|easy|difficult"
    r"|important|interesting|normal)\b|\b(?:unfortunately|luckily)\b",
)
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_OPENING = re.compile(
    r"(?:[A-Z][^:.!?]{1,60}:\s*)?(?:(?:also|and|but|so|then|instead|first|firstly|second|secondly|next|finally|please"
    r"|always|never|just|however|therefore|otherwise|in this case),?\s+){0,3}",
    re.IGNORECASE,
)
_FRONTED = re.compile(
    r"(?:(?:so|and|but|also),? )?(?:if|when|before|after|until|for|in|to|so|while|once|unless)\b[^.]{0,200}?,\s"
    r"(?:(?:please|also|then|and|so|just)\s)?",
    re.IGNORECASE,
)
_OBJECTS = frozenset(
    "a an the your this that these those it them to for with on in up out down away until more less if".split()
)
_ADVISED = frozenset(
    """ask avoid book consult consider contact do don’t don't ensure keep make never remember seek stay steer stick
    try""".split()
)


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
    ruled = _ruled(text)
    if ruled in {ClaimKind.EFFICACY, ClaimKind.EPIDEMIOLOGY, None}:
        ruled = (None if _EFFECT.search(text) else _kind_of_concepts(concepts, vocabulary)) or ruled
    if ruled is not None:
        return ruled
    if not concepts and _DESCRIBES.match(text):
        return ClaimKind.DEFINITION
    states = len(_WORD.findall(text)) > 2 and not _EVALUATIVE.search(text)
    return ClaimKind.EPIDEMIOLOGY if concepts or states else ClaimKind.OPINION


def _ruled(text: str) -> ClaimKind | None:
    """The kind that the words alone tell."""
    lowered = text.lower()
    best = _AT_WORDS.best_in(lowered)
    rank = len(_KINDS) if best is None else best
    for cues, form in ((_AT_SIGNS, lowered), (_AS_WRITTEN, text)):
        rank = next((higher for higher, cue in cues if higher < rank and cue.search(form)), rank)
    if rank > _RECOMMENDATION and _is_advice(text):
        rank = _RECOMMENDATION
    if rank < len(_KINDS):
        return _KINDS[rank]
    return ClaimKind.EPIDEMIOLOGY if _PEOPLE_OR_USE.search(lowered) else None


def _is_advice(text: str) -> bool:
    """Whether the sentence tells someone to do something: a plain verb at the start or behind "if ..., "."""
    opening = _OPENING.match(text)
    fronted = _FRONTED.match(text)
    return any(_commands(text, found.end()) for found in (opening, fronted) if found)


def _commands(text: str, at: int) -> bool:
    words = [match[0].lower() for match in islice(_WORD.finditer(text[at : at + 60]), 2)]
    if not words:
        return False
    following = words[1] if len(words) > 1 else ""
    if words == ["note", "that"] or following == "of" or is_auxiliary(following) or is_finite_form(following):
        return False
    return words[0] in _ADVISED or is_base_form(words[0], surely=following not in _OBJECTS)


def _kind_of_concepts(concepts: Sequence[ConceptId], vocabulary: Vocabulary) -> ClaimKind | None:
    if vocabulary.find(_ADVERSE) and any(vocabulary.is_within(key, _ADVERSE) for key in concepts):
        return ClaimKind.SAFETY
    kinds = {vocabulary.get(key).kind for key in concepts}
    if ConceptKind.MECHANISM in kinds:
        return ClaimKind.MECHANISM
    return ClaimKind.EFFICACY if {ConceptKind.THERAPY, ConceptKind.OUTCOME} <= kinds else None
