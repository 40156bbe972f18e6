"""English verb forms by closed lists: enough to tell a clause from a string of nouns.

The lists hold general and clinical verbs and know no field of medicine. A verb that is not in them is not seen, so
that a sentence is rather left whole than cut in the wrong place.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["AUXILIARIES", "MODALS", "is_auxiliary", "is_base_form", "is_finite_form", "is_past_form", "plain_form"]

MODALS = frozenset("can could may might shall should will would must cannot".split())
AUXILIARIES = MODALS | frozenset("am is are was were has have had do does did".split())
"""Finite forms that stand before another verb, or alone."""

_CONTRACTED = re.compile(
    r"(?:[a-z]+n[’']t|(?:i|you|we|they|he|she|it|there|that|who|which)[’'](?:s|re|ve|ll|d|m)|(?:what|here)[’']s)\Z"
)

_REGULAR = frozenset(
    """absorb accelerate accept accompany accumulate ache achieve act activate add address adjust admit advise affect
    aggravate agree aim allow alter announce answer appear apply approve argue arise ask assert assess assist
    associate assume attach attack attain attempt attend attract attribute avoid award balance base believe belong
    benefit block boost bother breathe bring brush buffer burn calculate call calm carry cause challenge change
    check chew circulate claim classify clean clear close coat coincide collect combat combine commence compare
    compensate compete complain complete compress comprise conclude conduct confer confirm consider consist
    constrict consult consume contact contain continue contract contribute control convert cook cool correct
    correlate correspond cough cover crave criticise criticize cure damage decide decline decrease defend define
    delay deliver demonstrate depend deplete derive describe design destroy detect deter determine develop diagnose
    dictate differ digest dilate diminish disagree disappear discover discuss dismiss display dispute disrupt
    dissolve distinguish divide drop dry ease educate elevate elicit eliminate emerge emit emphasise emphasize
    employ enable encounter encourage end endorse engage enhance enjoy enlarge enrol enroll ensure enter equip
    establish estimate evaluate evoke evolve exacerbate examine exceed exclude exercise exert exhibit exist expand
    expect experience explain explode explore expose express extend extract face facilitate fail favor favour fear
    fight fill filter finish fluctuate focus follow form function fund gain generate govern group guarantee guide
    handle happen harm hate heal heat help highlight hinder hope hydrate identify ignore imagine impact impair
    implicate imply improve include increase indicate induce infect infer inflame influence inform inherit inhibit
    initiate inject injure insist inspire integrate intend interact interfere interpret introduce invade invest
    investigate involve irritate isolate itch join justify kill label lack last lean lessen like limit link list
    live locate look love lower maintain manage massage master match matter mature maximize measure mediate melt
    mention metabolise metabolize mimic minimise minimize miss mix modify modulate moisturise moisturize monitor
    mount move multiply mutate name need neglect normalize note notice nourish observe obtain occur offer open
    oppose optimise optimize outperform outweigh overlap participate pass pause penetrate perform permit persist
    plan pose position possess praise precede preclude predict prefer prepare prescribe present preserve press
    prevent prime proceed process produce progress prohibit project prolong promote prompt propose protect prove
    provide publish pull punish push qualify quantify question raise randomise randomize range rank rate reach react
    rebuild recall receive recognise recognize recommend reconsider record recover recruit redirect reduce refer
    reflect refuse regenerate regret regulate reinforce reject relapse relate relax release relieve rely remain
    remark remind remove render renew repair repeat replace replenish replicate report represent reproduce require
    resemble resist resolve respond restore restrict result resume retain retract return reuse reveal reverse review
    revise reward rinse risk rub rule sacrifice satisfy save scatter schedule score screen seal secrete seem select
    separate serve settle share shave shorten shrink signal simulate skip slow smell smoke sneeze snore soften solve
    soothe specialise specialize specify speed spoil squeeze stabilise stabilize standardise standardize start state
    stem stimulate stop store strengthen stress stretch struggle study submit substitute succeed suffer suggest
    supply support suppress survive suspect sustain swallow sweat swell switch synthesise synthesize tackle talk
    target taste tempt tend terminate test thicken thin threaten tighten tingle tire tolerate total touch trace
    track trade train transfer transform translate transmit transport trap travel treat trigger try turn undergo
    undermine unify update urge use utilise utilize validate vary view violate visit vomit wait walk want warn wash
    weaken weigh welcome widen wish witness wonder work worsen wrap yield""".split()
)
_PASTS = frozenset(
    """ate became began bled bore bound broke brought built came chose cut dealt did drank drew drove fed fell felt
    fought found froze gave got grew had heard held hurt kept knew lay led left let lost made meant met overcame paid
    put ran read rose said saw sent set shed shook showed shrank slept sought spent spread stood struck stuck stung
    swelled taught thought told took underlay understood underwent went withdrew woke wore wrote""".split()
)
_PARTICIPLES = frozenset(
    """become been begun bled borne bound broken brought built chosen cut dealt done drawn driven drunk eaten fallen fed
    felt found frozen given got gotten grown heard held hurt kept known led left let lost made meant met overcome paid
    put read risen run said seen sent set shed shown shrunk slept sought spent spread stood struck stung taken taught
    thought told undergone understood withdrawn worn written""".split()
)
_BASES = frozenset(
    """be bear become begin bind bleed break bring build choose come cut deal do draw drink drive eat fall feed feel
    fight find freeze get give go grow have hear hold hurt keep know lead leave let lie lose make mean meet overcome
    pay put quit read rise run say see seek send set shed show sleep spend spread stand stick sting strike take tell
    think undergo underlie understand wear write""".split()
)
_ALSO_NOUNS = frozenset(
    """ache address aim attack attempt award balance base benefit block boost brush burn call cause challenge change
    check claim coat complain conduct contact contract control cook cough cover cure cut damage deal decline
    decrease delay design display drink drive drop ease end estimate exercise experience face fall favor favour fear
    feel fight filter finish focus form function fund gain group guide handle harm heat hope impact increase
    influence itch label lack limit link list live look love lower massage master match matter measure mention miss
    mix monitor mount move name need note offer open pause plan pose position present press process produce progress
    project prompt pull push question quit range rank rate read record regret relapse release remark report result
    return reverse review reward rise risk rule run sacrifice save schedule score screen seal set share shed signal
    sleep slow smell smoke speed spread stand start state stem sting store stress stretch strike struggle study
    substitute supply support suspect sweat swell switch talk target taste test total touch trace track trade train
    transfer transport trap travel treat trigger turn update urge use view visit walk wash welcome wish witness
    wonder wrap yield""".split()
)


_NO_PLURAL = frozenset("clear cool cure dry ease feel lower open present slow speed spread stand".split())
"""Those of them that are also adjectives or never stand in the plural, so that "lowers" is a verb."""

_INFLECTED = re.compile(r"[a-z]{2}(?:s|ed)\Z")
_WORDS_KEPT = 16_384
"""Texts use the same few thousand words again and again."""


@lru_cache(maxsize=_WORDS_KEPT)
def is_auxiliary(word: str) -> bool:
    """Whether the word is, or ends in, a finite auxiliary: "is", "can", "hasn't", "it's".

    >>> is_auxiliary("isn't"), is_auxiliary("they’ll"), is_auxiliary("men")
    (True, True, False)
    """
    lowered = word.lower()
    return lowered in AUXILIARIES or _CONTRACTED.match(lowered) is not None


@lru_cache(maxsize=_WORDS_KEPT)
def is_base_form(word: str, *, surely: bool = False) -> bool:
    """Whether the word is the plain form of a listed verb; ``surely`` leaves out those that are nouns as well.

    >>> is_base_form("improve"), is_base_form("change", surely=True)
    (True, False)
    """
    lowered = word.lower()
    return (lowered in _REGULAR or lowered in _BASES) and not (surely and lowered in _ALSO_NOUNS)


@lru_cache(maxsize=_WORDS_KEPT)
def can_be_finite(word: str) -> bool:
    """Whether the word has any form that a finite verb can have, a plural or an adjective in -ed included.

    >>> can_be_finite("results"), can_be_finite("crowded"), can_be_finite("given"), can_be_finite("of")
    (True, True, False, False)
    """
    inflected = _INFLECTED.search(word) is not None
    return inflected or is_auxiliary(word) or is_finite_form(word) or is_base_form(word)


@lru_cache(maxsize=_WORDS_KEPT)
def is_past_form(word: str) -> bool:
    """Whether the word is a past tense or past participle: "reversed", "led", "given".

    >>> is_past_form("reversed"), is_past_form("given"), is_past_form("need")
    (True, True, False)
    """
    lowered = word.lower()
    return lowered in _PASTS or lowered in _PARTICIPLES or any(base in _REGULAR for base in _stems(lowered, "ed"))


@lru_cache(maxsize=_WORDS_KEPT)
def is_finite_form(word: str, *, surely: bool = False) -> bool:
    """Whether the word can be a finite verb by its ending: "lowers", "led", "reversed".

    Past participles that are no past tense ("given") are none; plain forms neither.

    >>> is_finite_form("reduces"), is_finite_form("causes", surely=True), is_finite_form("given")
    (True, False, False)
    """
    lowered = word.lower()
    if lowered in _PASTS or any(base in _REGULAR for base in _stems(lowered, "ed")):
        return True
    bases = [base for base in _stems(lowered, "s") if base in _REGULAR or base in _BASES]
    return bool(bases) and not (surely and bases[0] in _ALSO_NOUNS - _NO_PLURAL)


def plain_form(word: str) -> str | None:
    """The plain form of a listed verb in the third person or, if regular, in the past; ``None`` where it is no such.

    >>> plain_form("improves"), plain_form("eased"), plain_form("carries"), plain_form("men")
    ('improve', 'ease', 'carry', None)
    """
    lowered = word.lower()
    stems = (*_stems(lowered, "s"), *_stems(lowered, "ed"))
    return next((base for base in stems if base in _REGULAR or base in _BASES), None)


def _stems(word: str, ending: str) -> tuple[str, ...]:
    """The plain forms that this ending can have been put to."""
    if not word.endswith(ending) or len(word) < len(ending) + 2:
        return ()
    stem = word[: -len(ending)]
    if ending == "s":
        y = (stem[:-2] + "y",) if stem.endswith("ie") else ()
        e = (stem[:-1],) if stem.endswith("e") else ()
        return (stem, *e, *y)
    y = (stem[:-1] + "y",) if stem.endswith("i") else ()
    doubled = (stem[:-1],) if stem[-1:] == stem[-2:-1] else ()
    return (stem, stem + "e", *doubled, *y)
