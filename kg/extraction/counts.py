"""Counts of people, animals, parts of bodies, clusters and studies in a sentence, before anyone asks for their role.

Numbers are read by :mod:`kg.text.numerals`; here is told whether a number counts something ("Sixty-two
consecutive patients", "n = 31", "40 completed", "62 eyes") and what stands in the way ("12 of 31", "12 (39 %)").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.model.extraction import CountUnit
from kg.model.span import Span
from kg.text.numerals import Numeral, iter_numerals

__all__ = ["Count", "find_counts", "people_short_forms"]

_NOUNS = {
    CountUnit.PEOPLE: """men women males females people persons patients participants subjects volunteers individuals
        adults children adolescents teenagers boys girls infants neonates newborns babies toddlers cases controls users
        respondents members survivors students pupils nurses physicians doctors residents clinicians caregivers carers
        parents mothers fathers couples dyads pairs twins families households workers employees athletes players
        veterans soldiers smokers drinkers recipients donors outpatients inpatients nulliparas primiparas seniors
        elders consumers practitioners professionals teachers drivers partners relatives spouses preschoolers
        schoolchildren youths youth probands carriers primigravidae parturients completers enrollees attendees pts pt
        citizens inhabitants migrants refugees prisoners latinas latinos hispanics beneficiaries clients nonsmokers
        attenders returnees staff personnel""",
    CountUnit.ANIMALS: """mice rats rabbits animals pigs dogs cats macaques monkeys sheep goats cows heifers
            calves horses
        mares chickens broilers hens piglets hamsters larvae lambs ewes bulls foals birds""",
    CountUnit.BODY_PARTS: """eyes knees hips teeth limbs ears feet hands shoulders wounds lesions implants
            sites scars scalps
        wrists ankles breasts kidneys embryos oocytes nails ulcers defects lips hemimandibles quadrants""",
    CountUnit.CLUSTERS: """clusters centres centers hospitals schools clinics practices villages communities
            sites classes
        wards units countries homes institutions pharmacies districts groups arms cohorts subgroups""",
    CountUnit.STUDIES: """studies trials rcts articles papers publications reports reviews meta-analyses
            records citations
        abstracts""",
    CountUnit.SAMPLES: """samples specimens biopsies tumors tumours sera strains isolates procedures operations visits
        admissions hospitalizations hospitalisations cycles pregnancies births deliveries transplants""",
}
_UNIT_OF = {noun: unit for unit, nouns in reversed(_NOUNS.items()) for noun in nouns.split()}
_BRACKETS = re.compile(r"\s?\((?=[^()]*\d)[^()]{3,160}\)")
_GROUPS = re.compile(r"(?:groups|arms|cohorts)\Z", re.IGNORECASE)
_NOT_TAKING_PART = frozenset({CountUnit.CLUSTERS, CountUnit.STUDIES, CountUnit.SAMPLES})
_ONE = {"patient": "patients", "man": "men", "woman": "women", "participant": "participants", "subject": "subjects"}
_STOP = frozenset(
    """a about across after all also although among an and are as at because been before between both but by can could
    did do does during each every for from had has have he her his if in into is it its may might more most no not of
    on once only or our over per reported showed since so some such than that the their them then there these they
    this those though through to together times twice under until up using versus vs was we were when where whether
    which while who whose will with within without would you year years month months week weeks day days hour hours
    minutes mg kg mm cm ml percent points point p received completed underwent died dropped withdrew remained required
    experienced developed achieved included two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred""".split()
)
_JOINT = r"(?:-?,|\s\([^()]{1,25}\)|-?\s(?:and|or|but|/))"
_WORD = re.compile(
    rf"(?P<joint>{_JOINT})?(?:\s{{1,2}}|[-‐‑])[\"'“]?"
    r"(?P<word>[^\W\d_]+(?:[-‐‑/'’–+.][^\W_]+){0,12}[+-]?|(?:HER|COVID|CD|T|N|M|G)-?\d{1,2}\S{0,9}?|[0-4][ABC]?)(?=[\s,.;:()\"'”-]|\Z)"
)
_LONGEST_PHRASE = 8
_HYPHENS = {0x2010: "-", 0x2011: "-"}
"""Typographic hyphens, which number words are written with too."""
_SHORT_FORM = re.compile(r"\((?P<short>[A-Z][A-Za-z]{1,6})\)")
_NOUN_BEFORE = re.compile(r"[^\W\d_]{3,20}(?=\s\Z)")
_LONGEST_NOUN = 20
_N_EQUALS = re.compile(r"(?<![\w])(?:[nN]|N[os]\.?)\s?(?:=|:|\bof\b)\s?\Z")
_PART_OF = re.compile(
    r"\s?/\s?\d|\s(?:out\s)?of\s(?:the(?:se)?\s)?(?:a\stotal\sof\s)?(?:first\s|last\s|\d)", re.IGNORECASE
)
_PART_OF_MORE = re.compile(
    r"\s?(?:[\[(][^()\[\]]{1,20}[)\]])?\s(?:out\s)?of\s(?:(?:the|these|a\stotal\sof)\s)?(?:\w+\s)?\d", re.IGNORECASE
)
_PERCENT = re.compile(
    r"\s?(?:%|percent\b|per\scent\b|[-‐‑–]?(?:year|month|week|day|hour|min|fold)\w*\b|[°×]|\s?(?:mg|kg|mm|cm|ml|Gy)\b)"
)
_SHARE = re.compile(r"\s?[\[(]\s?[<>~≈]?\d[\d.·]*\s?(?:%|percent)\s?[)\],;]")
_BARE = re.compile(
    r"(?:\s?[\[(][^()\[\]]{1,120}[)\]])?,?\s(?:(?:were|was|who|have|had|completed|finished|received|underwent|withdrew|declined|refused"
    r"|dropped|discontinued|did|met|consented|agreed|entered|participated|remained|enrolled|died|started|began)\b"
    r"|of\s(?:whom|which|them|these)\b|(?:allocated|assigned|randomi[sz]ed|analy[sz]ed|evaluable|enrolled|eligible)\b"
    r"|(?:in|on|to|for|from|with|per)\s)"
)
_THOUSANDS = re.compile(r"[ \u00a0\u2009\u202f](?P<rest>\d{3})(?=[\s,)]+[^\W\d])(?!\s(?:mg|kg|ml|IU|mm)\b)")
_RATIO = re.compile(r"\s?[:/]\s?\d|\s?[-‐‑–]\s?\d")
_OTHER_HALF = re.compile(r"\d\s?[:/]\s?\Z")
_BEFORE_RATIO = re.compile(
    r"(?:\d\s?[:/×x]|\w[-‐‑–]|\d[-–]|[=<>≤≥±$€£#]|\b(?:vs\.?|p|OR|RR|HR|CI|phase|grade|stage|day|days"
    r"|week|month|year|aged|age|least|than|level|type|version|of age)\s?)\s?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Count:
    """One number that counts something, in a sentence.

    Attributes:
        span: the number's characters, in the text it was found in.
        end: where the counted noun ends, the number's end where none is written.
        number: what it says.
        unit: what is counted, ``None`` for a number without a noun.
        noun: the counted noun as written, its adjectives before it.
        n_equals: whether it is written "n = 31".
        is_share: whether it is a part of a whole: "12 of 31", "12 (39 %)".
        is_loose: whether nothing says that it counts something; only what it adds up to can tell.
    """

    span: Span
    end: int
    number: int
    unit: CountUnit | None
    noun: str | None = None
    n_equals: bool = False
    is_share: bool = False
    is_loose: bool = False


def people_short_forms(text: str) -> frozenset[str]:
    """Short forms that the text defines for people: "breast cancer survivors (BCS)".

    >>> sorted(people_short_forms("among older adults (OA) and survivors (BCS)"))
    ['bcs', 'oa']
    """
    return frozenset(m["short"].lower() for m in _SHORT_FORM.finditer(text) if _counts_people(text, m.start()))


def _counts_people(text: str, bracket: int) -> bool:
    """Whether the last word before a bracket counts people."""
    noun = _NOUN_BEFORE.search(text[max(0, bracket - _LONGEST_NOUN - 1) : bracket])
    return noun is not None and _UNIT_OF.get(noun[0].lower()) is CountUnit.PEOPLE


def find_counts(text: str, within: Span, short_forms: frozenset[str] = frozenset()) -> tuple[Count, ...]:
    """The counts of one sentence, in order.

    Plain numbers that count nothing for certain are among them, marked as loose.

    >>> [(c.number, c.noun) for c in find_counts("Nine men and 62 eyes of 31 adult patients.", Span(0, 42))]
    [(9, 'men'), (62, 'eyes'), (31, 'adult patients')]
    """
    return tuple(_iter_counts(text[: within.end], within.start, short_forms))


def _iter_counts(text: str, start: int, short_forms: frozenset[str]) -> Iterator[Count]:
    """The counts of the text from ``start`` on."""
    end, last = start, None
    text = text if text.isascii() else text.translate(_HYPHENS)
    for numeral in iter_numerals(text[start:]):
        span = numeral.span.shifted(start)
        if span.start >= end and _can_count(numeral):
            span, number = _with_thousands(text, span, int(numeral.value))
            found = _count_at(text, span, number, start, short_forms)
            if found is not None:
                if found.unit is not None:
                    last = None if _GROUPS.search(found.noun or "") else found.unit
                elif last in _NOT_TAKING_PART and not found.n_equals:
                    found = replace(found, unit=last)  # "13 clinics were assigned to A and 13 to B"
                end = found.end
                yield found


def _with_thousands(text: str, span: Span, number: int) -> tuple[Span, int]:
    """The whole of a number whose thousands stand behind a space: "67 142 women"."""
    group = _THOUSANDS.match(text, span.end) if 0 < number < 1000 and text[span.start].isdigit() else None
    if group is None:
        return span, number
    return Span(span.start, group.end("rest")), number * 1000 + int(group["rest"])


def _can_count(numeral: Numeral) -> bool:
    return 0 <= numeral.value < 10**8 and numeral.value == numeral.value.to_integral_value() and numeral.factor < 10**6


def _count_at(text: str, span: Span, number: int, start: int, short_forms: frozenset[str]) -> Count | None:
    before = text[max(start, span.start - 24) : span.start]
    label = _N_EQUALS.search(before)
    if _PERCENT.match(text, span.end) or text[span.end : span.end + 1].isalnum():
        return None
    noun = _noun_at(text, span.end, short_forms)
    if label is not None:
        end, unit, words = noun or (span.end, None, None)
        return Count(span, end, number, unit, words, n_equals=True, is_share=bool(_PART_OF.match(text, span.end)))
    if _RATIO.match(text, span.end) or _BEFORE_RATIO.search(before):
        is_part = _OTHER_HALF.search(before) or text[span.end : span.end + 1] == ":"
        return Count(span, span.end, number, None, is_loose=True) if is_part else None
    noun = noun or _noun_behind_brackets(text, span, short_forms)
    return _with_noun(text, span, number, noun) if noun is not None else _without_noun(text, span, number)


def _noun_behind_brackets(text: str, span: Span, short_forms: frozenset[str]) -> tuple[int, CountUnit, str] | None:
    """The noun of "142 (70 on A, 72 on B) patients"; the count ends with its number, for the brackets hold others."""
    brackets = _BRACKETS.match(text, span.end)
    noun = _noun_at(text, brackets.end(), short_forms) if brackets else None
    return (span.end, noun[1], noun[2]) if noun is not None else None


def _with_noun(text: str, span: Span, number: int, noun: tuple[int, CountUnit, str]) -> Count | None:
    end, unit, words = noun
    if text[span.start : span.end].lower() == "one" and words not in _ONE:
        return None
    return Count(span, end, number, unit, words, is_share=_is_share(text, span, end))


def _without_noun(text: str, span: Span, number: int) -> Count | None:
    if _is_year(text, span, number):
        return None
    is_part = _PART_OF_MORE.match(text, span.end) is not None
    is_loose = _BARE.match(text, span.end) is None and not is_part
    is_share = is_part or _is_share(text, span, span.end)
    return Count(span, span.end, number, None, is_share=is_share, is_loose=is_loose)


def _is_year(text: str, span: Span, number: int) -> bool:
    return 1900 <= number <= 2100 and text[span.start : span.end].isdigit()


def _is_share(text: str, span: Span, end: int) -> bool:
    return any(
        pattern.match(text, at) is not None for pattern in (_PART_OF, _SHARE) for at in dict.fromkeys((span.end, end))
    )


def _noun_at(text: str, at: int, short_forms: frozenset[str]) -> tuple[int, CountUnit, str] | None:
    """The noun counted by a number that ends here: its end, its unit, and the phrase from its first adjective on."""
    begin = at
    for position in range(_LONGEST_PHRASE):
        match = _WORD.match(text, at)
        if match is None or (match["joint"] and (position == 0 or (text[at - 1] == "s" and "," not in match["joint"]))):
            return None
        word = match["word"].lower()
        if word in _STOP:
            return None
        head = word.rsplit("-", 1)[-1] if word not in _UNIT_OF else word
        unit = (
            _UNIT_OF.get(head)
            or _UNIT_OF.get(_ONE.get(head, ""))
            or (CountUnit.PEOPLE if word in short_forms else None)
        )
        at = match.end()
        if unit is not None:
            longer = _noun_after(text, at)
            if longer is not None:
                at, unit = longer
            return at, unit, text[begin:at].strip(" -‐‑")
    return None


def _noun_after(text: str, at: int) -> tuple[int, CountUnit] | None:
    """A further noun of the same phrase ("cancer *patients*" in "children cancer patients")."""
    match = _WORD.match(text, at)
    if match is None or match["joint"]:
        return None
    unit = _UNIT_OF.get(match["word"].lower())
    return (match.end(), unit) if unit is not None else None
