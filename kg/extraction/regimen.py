"""What was done: device, dose, route, schedule and duration of the intervention, and what it was compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.texts import ABSTRACT, TITLE, SourceText
from kg.model.extraction import ExtractedValue, FieldValue
from kg.model.span import Span

__all__ = ["find_regimen"]

_NUMBER = r"(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty(?:-four)?)"
_RANGE = rf"{_NUMBER}(?:\s?(?:-|–|to)\s?{_NUMBER})?"
_TIME = r"(?:days?|weeks?|wks?|months?|years?)"
_RULES: tuple[tuple[str, str, re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (field, rule, re.compile(pattern, re.IGNORECASE | re.VERBOSE), tuple(needs.split("|")))
    for field, rule, needs, pattern in (
        (
            "intervention.dose",
            "dose/amount",
            "0|1|2|3|4|5|6|7|8|9",
            r"""(?<![\w.])\d+(?:[.,]\d+)?(?:\s?(?:-|–|to)\s?\d+(?:\.\d+)?)?\s?(?:mg|g|[µμ]g|mcg|IU|mL|Gy
                |mmol)(?:\s?/\s?(?:kg|m\(?2\)?|m²|d|day|dose|h|min)){0,2}(?![\w/])(?!\s?/\s?(?:d?[lL]|mL|ml)\b)
                |\b\d+(?:\.\d+)?\s?%\s(?=(?:topical|solution|cream|gel|foam|ointment|lotion|gel|\w+(?:ine|ol|il
                |ide|one|ate)\b))""",
        ),
        (
            "intervention.route",
            "route/named",
            "oral|topical|intra|subcut|subling|inhaled|transderm|rectal|vaginal|epidural|mouth",
            r"""\b(?:oral(?:ly)?|topical(?:ly)?|intravenous(?:ly)?|intramuscular(?:ly)?|subcutaneous(?:ly)?
                |intradermal(?:ly)?|intralesional(?:ly)?|intravitreal|intrathecal(?:ly)?|intranasal(?:ly)?
                |sublingual(?:ly)?|inhaled|transdermal(?:ly)?|intra-?articular(?:ly)?|rectal(?:ly)?
                |vaginal(?:ly)?|epidural(?:ly)?|intraperitoneal(?:ly)?|by\smouth)\b(?!\s(?:cancer|health|mucosa
                |cavity|hygiene|contracept|squamous|lichen|candid|lesion|disease|medicine|presentation))""",
        ),
        (
            "intervention.frequency",
            "schedule/frequency",
            "once|twice|thrice|times|session|visit|days|every|daily|weekly|monthly",
            rf"""\b(?:once|twice|thrice|(?:{_NUMBER})\stimes|(?:{_NUMBER})\s(?:sessions?|visits?|days))(?:\s
                |-)(?:an?|per|each|every|daily|weekly|monthly)(?:\s(?:day|week|month|year|other\sday))?\b
                |\bevery\s(?:other\sday|{_RANGE}\s(?:{_TIME}|hours?)|{_TIME}|day|week|month)\b|\b(?:once|twice
                |three\stimes)[\s-](?:daily|weekly|monthly)\b|\b(?:daily|weekly|fortnightly|biweekly|bi-weekly
                |monthly)\b(?=\s(?:for|dos|injection|session|treatment|intervals|sessions))""",
        ),
        (
            "intervention.sessions",
            "schedule/sessions",
            "session|treatments|injections|cycles|infusions|applications|doses|courses",
            rf"""\b{_RANGE}\s(?:(?:weekly|monthly|daily|individual|group|treatment|therapy|consecutive|training
                |biweekly|supervised|online|laser|\d+-min(?:ute)?|\w+-minute)\s){{0,3}}(?:sessions?|treatments
                |injections|cycles|infusions|applications|doses|courses)\b""",
        ),
        (
            "intervention.duration",
            "duration/for-time",
            "day|week|wk|month|year",
            rf"""\b(?:for|over|lasting|during)\s(?:a\s(?:total|period|duration)\sof\s|up\sto\s|the\s
                |at\sleast\s)?{_RANGE}[\s-](?:consecutive\s)?{_TIME}\b(?!\s(?:old|of\sage|ago|later))
                |\b{_RANGE}[\s-](?:week|month|day|year)(?:s)?(?:[\s,-]+(?:\w+[\s-]){{0,3}})?(?:intervention
                |programme?|treatment|course|regimen|therapy|training|supplementation|trial)\b""",
        ),
        (
            "intervention.device",
            "device/named",
            (
                "derma|microneedl|laser|stent|inhaler|drug-eluting|insulin|infusion|balloon|urinary|spinal|nerve|nicotine"
                "|hearing|cochlear|dental|intrauterine|continuous|smartphone|mobile|wearable"
            ),
            r"""\b(?:derma-?\s?(?:roller|pen)|microneedl(?:e|ing)\s(?:device|roller|pen|patch)
                |(?:[\w:-]+\s)?(?:laser|stent)s?|metered-dose\sinhaler|(?:drug-eluting|insulin|infusion|balloon
                |urinary|spinal\scord|nerve|transdermal|nicotine|hearing|cochlear|dental|intrauterine
                |continuous\spositive\sairway\spressure|smartphone|mobile|wearable)\s(?:stents?|pump|catheters?
                |stimulat(?:or|ion)|patch(?:es)?|aids?|implants?|device|app(?:lication)?|sensor))\b""",
        ),
        (
            "comparator",
            "comparator/named",
            "placebo|sham|usual|standard|no treat|no interv|wait|vehicle|supportive|attention|active",
            r"""\b(?:placebo|sham(?:\s\w+)?|usual\scare|standard\s(?:of\s)?care|standard\s(?:treatment|therapy)
                |no\s(?:treatment|intervention)|wait(?:ing)?-?\s?list(?:\scontrol)?|vehicle
                |best\ssupportive\scare|treatment\sas\susual|attention\scontrol|active\scontrol)\b""",
        ),
    )
)
_COMPARED = re.compile(
    r"\b(?:compared\s(?:with|to)|versus|vs\.?|or\sto)\s(?P<what>[^.,;:()\[\]]{3,60}?)(?=\s(?:in|for|on|among|at|after|as|during|to|were|was|who|with|:)\b|[.,;:()\[\]]|\Z)",
    re.IGNORECASE,
)
_RECEIVED = re.compile(
    r"\b(?:(?:randomi[sz]ed|assigned|allocated)[^.;]{0,40}?\bto\s(?:receive\s|either\s)*|(?:effects?|efficacy|effectiveness|safety|impact)\s(?:and\s\w+\s)?of\s(?:an?\s|the\s)?)"
    r"(?P<what>[^.,;:()\[\]]{3,70}?)(?=\s(?:in|for|on|or|versus|vs|compared|among|at|and\s(?:the|control|placebo)|with\s(?:or|that)|group|arm|as|during|to)\b|[.,;:()\[\]]|\Z)",
    re.IGNORECASE,
)
_NO_TREATMENT = re.compile(
    r"\b(?:may|might|can|could|should|would|will|must)\s|\A(?:the\s)?(?:data|results?|findings?|literature|previous|those|that)\b",
    re.IGNORECASE,
)
"""A clause of its own, or what papers are compared with: neither is given to anybody."""

_ALL_ARMS = re.compile(
    r"\b(?:(?:both|all|each\sof\sthe)\s(?:the\s)?(?:\w+\s)?(?:groups|arms)\s(?:also\s|additionally\s)?"
    r"|all\s(?:patients|participants|subjects|women|men|children|animals)\s(?:also|additionally|concurrently|concomitantly)\s"
    r"|all\s(?:patients|participants|subjects|women|men|children|animals)\s(?=(?:continued|remained)\b))"
    r"(?:received|were\sgiven|were\streated\swith|used|took|continued|remained\son)\s(?:with\s|their\s)?(?P<what>"
    r"(?!either|the\ssame|identical|similar|one\b|placebo\b)[^.,;:()\[\]]{3,60}?)(?=\s(?:for|at|during|until|throughout|before|after"
    r"|as\swell|once|twice|daily|every|in\saddition|over)\b|[.,;:()\[\]]|\Z)"
    r"|\bon\s(?:a\s)?(?:stable\s)?background\s(?:of\s|therapy\swith\s|treatment\swith\s)(?P<ground>[^.,;:()\[\]]{3,60}?)"
    r"(?=\s(?:for|at|were|was|who|and)\b|[.,;:()\[\]]|\Z)"
    r"|\bin\saddition\sto\s(?P<usual>(?:the\s)?(?:usual|standard|routine|conventional)\s(?:\w+\s)?(?:care|treatment|therapy|medication))\b",
    re.IGNORECASE,
)
_OF_ALL = ("groups", "arms", "all ", "background", "in addition to")
_LATE = re.compile(r"result|conclusion|finding|background|introduction|interpretation|discussion", re.IGNORECASE)


def find_regimen(texts: Sequence[SourceText]) -> Iterator[FieldValue]:
    """What was done, each field as first stated in title or methods; a text without headings is read whole."""
    own = [text for text in texts if text.part in (TITLE, ABSTRACT) and not _LATE.search(text.label or "")]
    named = {value.field: value for value in _by_rules(own)}
    yield from _phrase(own, _RECEIVED, "intervention.drug", "intervention/received")
    if "comparator" not in named:
        yield from _phrase(own, _COMPARED, "comparator", "comparator/compared-with")
    yield from named.values()
    yield from _beside(own)


def _beside(texts: Sequence[SourceText]) -> Iterator[FieldValue]:
    """What every arm was given beside what is compared, where the text says that every arm was."""
    for source in texts:
        low = source.text.lower()
        match = _ALL_ARMS.search(source.text) if any(part in low for part in _OF_ALL) else None
        if match:
            group = next(name for name in ("what", "ground", "usual") if match[name])
            rule = {"what": "co-intervention/all-arms", "ground": "co-intervention/background"}.get(
                group, "co-intervention/in-addition"
            )
            value = ExtractedValue(match[group].strip(), source.place(Span(*match.span(group))), rule)
            yield FieldValue("intervention.co_intervention", value)
            return


def _by_rules(texts: Sequence[SourceText]) -> Iterator[FieldValue]:
    plain = [" ".join(source.text.lower().split()) for source in texts]
    for field, rule, pattern, needs in _RULES:
        for source, low in zip(texts, plain, strict=True):
            match = pattern.search(source.text) if any(part in low for part in needs) else None
            if match:
                span = Span(match.start(), match.start() + len(match[0].rstrip()))
                yield FieldValue(field, ExtractedValue(span.of(source.text), source.place(span), rule))
                break


def _phrase(texts: Sequence[SourceText], pattern: re.Pattern[str], field: str, rule: str) -> Iterator[FieldValue]:
    for source in texts:
        match = next((each for each in pattern.finditer(source.text) if not _NO_TREATMENT.search(each["what"])), None)
        if match:
            yield FieldValue(
                field, ExtractedValue(match["what"].strip(), source.place(Span(*match.span("what"))), rule)
            )
            return
