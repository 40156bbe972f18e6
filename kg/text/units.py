"""Units as health articles write them, each with one normal form and the role it gives a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model.quantity import QuantityRole

__all__ = ["DAYS", "Unit", "is_time_unit", "unit_at"]

DAYS = {
    "second": 1 / 86_400,
    "minute": 1 / 1_440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.4375,
    "year": 365.25,
}
"""Length of the units of time; a year is a Julian one and a month its twelfth."""

_TIME = {
    "second": "seconds second secs sec",
    "minute": "minutes minute mins min",
    "hour": "hours hour hrs hr h",
    "day": "days day",
    "week": "weeks week wks wk",
    "month": "months month mos mo",
    "year": "years year yrs yr",
}
_DOSE = {
    "mg": "mg milligrams milligram",
    "g": "g grams gram",
    "µg": "µg μg ug mcg micrograms microgram",
    "ng": "ng nanograms nanogram",
    "pg": "pg picograms picogram",
    "mL": "mL ml cc millilitres millilitre milliliters milliliter",
    "dL": "dL dl decilitres decilitre deciliters deciliter",
    "L": "L litres litre liters liter",
    "µL": "µL μL µl μl microlitres microlitre microliters microliter",
    "IU": "IU",
    "mmol": "mmol millimoles millimole",
    "µmol": "µmol μmol umol micromoles micromole",
    "nmol": "nmol nanomoles nanomole",
    "mM": "mM",
    "µM": "µM μM uM",
    "nM": "nM",
    "mEq": "mEq",
    "Gy": "Gy",
    "cGy": "cGy",
}
_MEASURE = {
    "mm": "mm millimetres millimetre millimeters millimeter",
    "cm": "cm centimetres centimetre centimeters centimeter",
    "µm": "µm μm um microns micron micrometres micrometre micrometers micrometer",
    "nm": "nm nanometres nanometre nanometers nanometer",
    "mm2": "mm2 mm²",
    "cm2": "cm2 cm²",
    "inch": "inches inch",
    "km": "km kilometres kilometre kilometers kilometer",
    "kg": "kg kilograms kilogram",
    "lb": "lb lbs pounds pound",
    "kPa": "kPa",
    "kcal": "kcal kilocalories kilocalorie",
    "kJ": "kJ kilojoules kilojoule",
    "Hz": "Hz",
    "°C": "°C",
    "hairs": "hairs",
}
_SPACED = {"mmHg": "mmHg|mm Hg|mm of mercury", "cmH2O": "cmH2O|cm H2O|cm of water", "IU": "international units"}
_AREAS = {
    "cm2": r"cm2|cm²|cm\^2|sq(?:uare)?\.?\s?(?:cm|centimet(?:re|er))",
    "mm2": r"mm2|mm²|mm\^2|sq(?:uare)?\.?\s?(?:mm|millimet(?:re|er))",
    "inch2": r"inch2|inch²|in2|in²|sq(?:uare)?\.?\s?inch",
}
_RATES = {
    "min": "min|minute",
    "hour": "hour|hr|h",
    "day": "day|d",
    "week": "week|wk",
    "month": "month",
    "kg": "kg",
    "dL": "dL|dl",
    "mL": "mL|ml",
    "L": "L|l|litre|liter",
    "cm2": r"cm2|cm²",
    "m2": r"m2|m²|m\(2\)|m\^2",
}
_INVERSE = {"min": "min", "hour": "h", "day": "d", "kg": "kg", "dL": "dL|dl", "mL": "mL|ml", "L": "L|l"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit found behind a figure: its normal form, its role, and where it ends in the text."""

    name: str
    role: QuantityRole
    end: int


def is_time_unit(name: str | None) -> bool:
    """Whether the normal form is one of the units of time."""
    return name in DAYS


def _spellings() -> Iterator[tuple[str, str, QuantityRole]]:
    for family, role in (
        (_TIME, QuantityRole.DURATION),
        (_DOSE, QuantityRole.DOSE),
        (_MEASURE, QuantityRole.MEASURE),
    ):
        for name, spellings in family.items():
            yield from ((spelling, name, role) for spelling in spellings.split())
    yield from ((sign, "%", QuantityRole.PERCENTAGE) for sign in ("%", "percent", "per cent"))
    yield "percentage points", "percentage point", QuantityRole.PERCENTAGE
    for name, spellings in _SPACED.items():
        role = QuantityRole.DOSE if name == "IU" else QuantityRole.MEASURE
        yield from ((spelling, name, role) for spelling in spellings.split("|"))


_MEANING = {spelling: (name, role) for spelling, name, role in _spellings()}
_MEANING |= {spelling.lower(): meaning for spelling, meaning in _MEANING.items() if len(spelling) > 3}
_SYMBOLS = "|".join(sorted((re.escape(name) for name in _MEANING if len(name) <= 3), key=len, reverse=True))
_WORDS = "|".join(sorted((re.escape(name) for name in _MEANING if len(name) > 3), key=len, reverse=True))
_UNIT = re.compile(rf"(?:\s{{0,2}}|[-‐‑])(?P<name>(?:(?i:{_WORDS})|{_SYMBOLS})(?![\w²])|%)")
_HAIRS_PER_AREA = re.compile(
    r"\s(?:hairs?|follicles)\s?(?:/|per)\s?(?:"
    + "|".join(rf"(?P<{name}>{pattern})" for name, pattern in _AREAS.items())
    + r")(?![\w²])"
)
_RATE = re.compile(
    r"(?:\s?/\s?|\sper\s|\sa\s|\seach\s)(?:"
    + "|".join(rf"(?P<{name}>{pattern})" for name, pattern in _RATES.items())
    + r")(?![\w²])|\s?[.·⋅∙\s]?(?:"
    + "|".join(rf"(?P<{name}_inverse>{pattern})" for name, pattern in _INVERSE.items())
    + r")\s?[-−–‑](?=1(?!\d))1|\s(?P<day_word>daily)\b"
)
_MOST_RATES = 2  # "mg/kg/day"


def unit_at(text: str, at: int) -> Unit | None:
    """The unit that follows a figure ending at this character, or ``None``.

    >>> unit = unit_at("5 mg per day", 1)
    >>> unit.name, unit.role.value
    ('mg/day', 'dose')
    """
    hairs = _HAIRS_PER_AREA.match(text, at)
    if hairs:
        return Unit(f"hairs/{hairs.lastgroup}", QuantityRole.MEASURE, hairs.end())
    match = _UNIT.match(text, at)
    if not match:
        return None
    spelling = match["name"]
    name, role = _MEANING[spelling] if spelling in _MEANING else _MEANING[spelling.lower()]
    end = match.end()
    for _ in range(_MOST_RATES if role in {QuantityRole.DOSE, QuantityRole.MEASURE} else 0):
        rate = _RATE.match(text, end)
        if rate is None:
            break
        name, end = f"{name}/{(rate.lastgroup or '').partition('_')[0]}", rate.end()
    return Unit(name, role, end)
