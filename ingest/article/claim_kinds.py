"""What kind of claim a sentence makes, by rules kept as data.

The cues are general English and know no subject; the vocabulary's concepts bring the subject in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.identifiers import ConceptId
from kg.model.article import ClaimKind
from kg.model.concept import ConceptKind, Vocabulary
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
        rf"\b(?:in|throughout) (?:the rest of )?this {_DOCUMENT}\b",
        r"\b(?:this|these|our|the) (?:[\w-]+ ){0,3}(?:summary|summaries|video|script|website|newsletter)\b",
        r"\b(?-i:[A-Z]{2,6}) (?:\w+ ){0,3}(?:summary|summaries|documents?)\b",
        r"\bthis (?:article|guide|post|section) (?:will|explains|covers|explores|looks)\b",
        r"\b(?:next|final|previous|last|following|these \w+) (?:sections?|parts?|chapters?)\b",
        r"\b(?:we|I)(?:[’']ll| will| are going to) (?:\w+ )?(?:explore|discuss|look|cover|see|examine|explain|dive)\b",
        r"\b(?:we|I) (?:have|had|were|are|was|am)(?: been)? (?:unable|able)(?: \w+){0,2} to find\b",
        r"\bI can think of\b",
        r"\b(?:for )?(?:more|additional|further|detailed) (?:\w+ )?(?:information|details?)\b",
        r"\byou can find\b|\bfollowing (?:is|are)\b|\ball (?:the|our) references\b|\bpermission to (?:use|re)",
        r"^(?:listen to|watch|click|subscribe|sign up|share|scroll|download)\b",
        r"\b(?:see|read|check out) (?:our|this|the|these)\b.{0,80}\b(?:guide|article|post|page|section|list)\b",
        r"\bread on\b|\bI (?:wrote|posted|published)\b|\buse our\b",
        r"\bour (?:[\w-]+ ){0,4}(?:page|guide|hub|index|tool|calculator|newsletter)\b",
        r"\bwe (?:\w+ ){0,2}(?:reference|cite|cover)\b",
        r"\bhere (?:are|is) (?:our|some|the|a few|additional|more|what)\b",
        r"\b(?:guidelines?|steps|section|list|table|chart) (?:above|below)\b",
        r"\blet us know\b",
        r"\b(?:includes?|are|be|is):?\s*\Z",
        r"\b(?:possibilities|reasons|examples|options):\s*\Z",
        r"\bthe following (?:\w+ ){0,2}(?:questions?|rules?|lists?|tables?|points?|reasons?)(?: of \w+)?:\s*\Z",
        r"\bquestions?\b[^.]{0,40}\b(?:to answer|difficult|easy|hard)\b|\banswering (?:this|the|that) question\b",
    ),
    ClaimKind.OPINION: (
        r"\bin (?:our|my) (?:opinion|view|experience)\b",
        r"\b(?:our|my) (?:own |personal )?(?:opinions?|view|take|guess)\b",
        r"\b(?:we) (?:personally )?(?:believe|think|feel|suspect|prefer|love|like)\b",
        r"(?<![\w.])I(?:[’'](?:m|ve|d|ll))? (?!(?:recommend|advise|suggest)\b)(?:\w|-)|\b(?:my|myself)\b",
        r"\brules? of thumb\b",
        r"\bshould never\b",
        r"\b(?:we|one|you) (?:cannot|can[’']t|should(?:n[’']t| not)) (?:presume|assume|draw|conclude|infer)\b",
        r"^(?:sadly|luckily|thankfully|regrettably|presumably)\b",
        r"\b(?:hard|difficult|easy|impossible|tricky) (?:question )?to (?:say|tell|discern|answer|know|judge)\b",
        r"\b(?:represents?|is|are) (?:an? )?(?:unique|remarkable|amazing|exciting|wonderful|terrible)\b",
        r"\b(?:reasonable|good|bad|poor|great|wise|better|worse) (?:choice|option|idea|reason|rap|bet)s?\b",
        r"\b(?:is|are|seems?) (?:\w+ )?(?:questionable|vague|dubious|unconvincing|overrated|ridiculous|absurd)\b",
        r"\b(?:little|no) point in\b|\bgood enough\b|\bworth (?:it|trying|the)\b",
    ),
    ClaimKind.RECOMMENDATION: (
        rf"\b{_PEOPLE}\b[^.,;]{{0,30}}\b(?:should|ought to|must|need to|may want to|might want to|will want to)\b",
        r"\byou[’']ll want to\b",
        r"\bit(?:[’']s| is)\b[^.,;]{0,20}\b(?:essential|important|best|advisable|wise|crucial|recommended)\b",
        r"\bit(?:[’']s| is)\b[^.,;]{0,20}\b(?:worth|vital)\b",
        r"\bis (?:\w+ly )?(?:important|essential|crucial|vital|advisable)\.?\Z",
        r"\b(?:we|I|doctors|experts) (?:recommend|advise|suggest)\b",
        r"\b(?:recommend(?:s|ed|ing)?|recommendations? (?:is|are)|advis(?:es?|ed|able|ing)|advice is)\b",
        r"\b(?:can|may|could|should) (?:also )?be considered\b(?! an?\b)",
        r"\byou (?:can|could|may) [^.]{0,120}\bby (?:not )?\w+ing\b",
        r"\b(?:one|another|a good|the best) way to\b[^.]{0,80}\bis (?:to|by)\b",
        r"\bnothing to worry about\b|\bsuggested that (?:one|you|people)\b",
    ),
    ClaimKind.DEFINITION: (
        rf"^{_SUBJECT}(?:is|are) (?:an? |the |any )?(?:(?!more|less)[\w-]+ ){{1,5}}?(?:that|which|where|called)\b",
        rf"\b(?:is|are) (?:an? |one of the |the |any )?(?:(?!used|sold)[\w’'-]+ ){{0,4}}?{_CLASS}\b(?! for\b)",
        r"\brefers? to\b(?! (?-i:[A-Z]))|\bstands? for\b|\bshort for\b",
        r"\b(?:is|are) (?:\w+ly )?(?:viewed|seen|described|regarded|classified|categori[sz]ed) as\b",
        r"\b(?:is|are) (?:defined as|(?:also )?called|(?:also )?known as|the (?:medical )?(?:term|name))\b",
        r"\bthere are (?:\w+ ){0,3}(?:types|kinds|forms|classes) of\b",
        r"\b(?:consists?|composed|made up|comprised) of\b|\bbelongs? to\b",
        r"\b(?:components?|constituents?) of\b[^.]{0,40}\binclude\b",
        r"\b(?:major|main|minor) (?:constituents?|components?)\b",
        r"\bname\b[^.]{0,60}\bderive[sd]?\b",
        r"\bderived? from (?:the )?(?:Latin|Greek|Sanskrit|Old|Middle|Early|Arabic|French)\b",
        r"\bis one who\b|\b(?:is|are) (?:\w+ly )?derived from\b|\b(?:is|are) present in\b",
        r"\bconverted (?:in)?to\b|\bcan be considered an?\b",
        r"\bthis (?:device|machine|procedure|technique|method|surgery)\b",
        r"^[^.:]{3,60}\)?\s?[-–:]\s?it (?:provides|uses|delivers)\b",
        r"^an? \w+ \w+ (?:has|have|contains) all\b",
    ),
    ClaimKind.DIAGNOSIS: (
        r"\bindicat(?:es?|ing|ive|ion)\b",
        r"\b(?:an?|the|clear|common) (?:\w+ )?(?:sign|symptom|hallmark|clue|feature)s? (?:of|that)\b",
        r"\byou can tell\b",
        r"\btell(?:ing)? (?:the difference|apart|whether)\b",
        r"\b(?:distinguish|differentiate|diagnos)\w*",
        r"\b(?:looks?|appears?) (?:\w+ed|\w+en|red|thin|like)\b",
        r"\bcan (?:often |usually )?be (?:seen|felt|detected)\b",
        r"\b(?:lab|laboratory|blood|urine) tests?\b",
        r"\btest\b[^.]{0,60}\b(?:measure|detect|show|check|assess|identif)\w*",
        r"\bdetects?\b|\bused to (?:evaluate|assess|screen)\b",
        r"\bmeasures\b|\b(?:low|normal|mild|moderate|severe|high)(?: risk)?: (?:less|more|[<>≤≥\d])",
    ),
    ClaimKind.SAFETY: (
        r"\b(?:worsen|exacerbat|aggravat|(?<!self-)harm|irritat|contraindicat|toxicit|danger|overdos|addict)\w*",
        r"\btoxic\b(?! (?:substance|chemical|waste))",
        r"\b(?:can|may|could|might|will|to) (?:\w+ )?(?:damage|hurt|injure|burn)\b",
        r"\b(?:damages|damaging|hurts|injures)\b",
        r"\brisky\b|\brisks? of (?:side|adverse|bleeding|infection)\b|\bposes? a risk\b",
        r"\bside[ -]effects?\b",
        r"\badverse\b",
        r"\b(?:un)?safe(?:ty|ly)?\b(?! (?:and(?:/or)?|or) (?:effect|effic))",
        r"\btoo much\b",
        r"\bproblematic\b",
        r"\bhabit[- ]forming\b|\bwithdrawal\b|\b(?:heavier|higher|larger|excessive) (?:dos(?:e|age)s?|intake)\b",
        r"\b(?:trouble|difficulty) (?:sleeping|breathing|swallowing)\b|\b(?:listed|unwanted|undesired) effects\b",
    ),
    ClaimKind.EPIDEMIOLOGY: (
        r"\b(?:prevalen|inciden)(?:ce|t)\b",
        r"\b(?:higher|lower|increased|reduced|elevated|greater|cardiovascular) risk\b|\brisk factors?\b",
        r"\b(?:rates?|risk|likelihood|odds|chances?) (?:\w+ )?of\b",
        r"\b(?:affects?|affected by|occurs? in|found in) (?:about |around |up to |roughly )?[\d.]+\s?%",
        r"\b(?:one|\d+) in (?:every )?\w+ (?:people|adults|men|women)\b",
        r"\b(?:most common|(?:quite|very|more) (?:common|likely) (?:in|to|among))\b",
        r"\b(?:is|are) (?:\w+ly |now |also )*used (?:widely|as|in|for|to prepare|by)\b",
        r"\b(?:legally|widely) available\b",
        rf"\b(?:little|no|limited|scarce) {_WORK} (?:exists?|is available|was found)\b",
    ),
    ClaimKind.MECHANISM: (
        r"\b(?:mechanis(?:m|tic)|pathway|induc|generat|evok|stimulat|inhibit|trigger|activat|mediat|suppress)\w*",
        r"\b(?:promotes?|improves?|increases?|works?|acts?) (?:[\w ]{0,40} )?(?:through|via|by \w+ing)\b",
        r"\b(?:caused? by|the causes? of|due to|because|contribut(?:e|es|ed|ing)|results? (?:in|from))\b",
        r"\b(?:leads?|led|leading) to\b|\brelax(?:es|ed|ing)?\b|\btolerance\b",
        r"\b(?:helps?|keeps?)\b[^.]{0,60}\bby \w+ing\b",
        rf"\b{_CHANGES}\b[^.;]{{0,60}}\b{_INSIDE}\b",
        r"\bcaus(?:e|es|ed|ing)\b|\bdrivers? of\b|\bdriven by\b|\bplays? an? (?:\w+ )?role\b",
        r"\b(?:impacts?|affect(?:s|ing)?|interfere(?:s|nce)?|absor(?:b|ption)\w*|metaboli[sz]\w+|half-life|precursors?)\b",
        r"\b(?:dietary|hormonal|genetic|environmental|lifestyle|contributing) factors?\b",
        r"\bmakes? (?:one|you|us|people)\b",
    ),
    ClaimKind.EFFICACY: (
        r"\b(?:benefi|effective|efficac|improv|regr[oe]w|reduc|decreas|increas|prevent|revers|promot|help)\w*",
        r"\b(?:strengthen|reliev)\w*|\b(?:cures?|cured|heals?|healed|soothes?|enhances?|enhanced|boosts?|boosted|lowering|speeds?)\b",
        r"\bwork(?:s|ed|ing)?\b(?! (?:at|as|on|for)\b| in (?!(?:a number of|\w+) ways))",
        r"\b(?:rais|lower)(?:e|es|ed|s) (?:the|a)\b",
        rf"\b{_WORK}\b[^.;]{{0,40}}\b(?:show|found|find|suggest|support|demonstrat|prov|confirm|evaluat|exist|publish)\w*",
        rf"\b(?:no|some|strong|weak|good|scientific|clinical|insufficient) {_WORK}\b|\b(?:studied|shown|proven)\b",
        r"\brespon(?:se|d)\w*|\bsymptoms?\b[^.]{0,30}\b(?:relie|eas)\w*|\banxiolytic\b|\banalgesic\b",
    ),
}
"""Cues by kind; a kind further up wins: advice that names a mechanism is advice."""

_PEOPLE_OR_USE = re.compile(
    r"\b(?:people|patients|men|women|adults|children|teenagers|users|population|individuals|persons|someone|americans|\d+\s?%"
    r"|common(?:ly)?|frequent(?:ly)?|often|usually|rare(?:ly)?|popular|widely|sold|available|consumed|cultivated|grown|eaten"
    r"|drunk|used|costs?|approved|created|founded|introduced|published|reported|observed|studies|study|trials?)\b",
    re.IGNORECASE,
)
"""Who, how often, where and for what: epidemiology unless the concepts say more."""

_DESCRIBES = re.compile(
    rf"^{_SUBJECT}(?:is|are|has|have|contains?|includes?)"
    r" (?!(?:not|no|more|less|been|still|yet|also|\w+ing|\w+ed|known)\b)",
    re.IGNORECASE,
)
"""Says of a thing what it is, has or holds."""

_RULES = tuple((kind, re.compile("|".join(cues), re.IGNORECASE)) for kind, cues in _CUES.items())
_EFFECT = re.compile(r"\b(?:in)?effective(?:ness)?\b|\befficacy\b", re.IGNORECASE)
_EVALUATIVE = re.compile(
    r"\b(?:is|are|was|were|be|seems?|looks?|feels?)\b[^.]{0,40}\b(?:good|bad|best|worst|better|worse|hard|easy|difficult"
    r"|important|interesting|normal)\b|\b(?:unfortunately|luckily)\b",
    re.IGNORECASE,
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
    for kind, pattern in _RULES:
        if kind is ClaimKind.RECOMMENDATION and _is_advice(text):
            return kind
        if pattern.search(text):
            return kind
    return ClaimKind.EPIDEMIOLOGY if _PEOPLE_OR_USE.search(text) else None


def _is_advice(text: str) -> bool:
    """Whether the sentence tells someone to do something: a plain verb at the start or behind "if ..., "."""
    opening = _OPENING.match(text)
    fronted = _FRONTED.match(text)
    return any(_commands(text, found.end()) for found in (opening, fronted) if found)


def _commands(text: str, at: int) -> bool:
    words = [match[0].lower() for match in _WORD.finditer(text[at : at + 60])][:2]
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
