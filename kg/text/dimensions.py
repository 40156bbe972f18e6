"""What units measure, so that like is compared with like: "0.3 g" and "300 mg", never milligrams and millimetres.

Factors are those of the International System of Units (BIPM, SI Brochure, 9th edition), of the conventional
millimetre of mercury, of the centimetre of water at 4 °C, and of the international pound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.text.units import DAYS, unit_at

__all__ = ["Measure", "measure_of", "measure_of_words"]

_SIZES: Mapping[str, Mapping[str, float]] = {
    "mass": {"kg": 1e3, "g": 1.0, "mg": 1e-3, "µg": 1e-6, "ng": 1e-9, "pg": 1e-12, "lb": 453.59237},
    "volume": {"L": 1.0, "dL": 0.1, "mL": 1e-3, "µL": 1e-6},
    "length": {"km": 1e3, "inch": 0.0254, "cm": 1e-2, "mm": 1e-3, "µm": 1e-6, "nm": 1e-9},
    "area": {"m2": 1.0, "inch2": 0.00064516, "cm2": 1e-4, "mm2": 1e-6},
    "amount of substance": {"mmol": 1e-3, "µmol": 1e-6, "nmol": 1e-9},
    "molarity": {"mM": 1e-3, "µM": 1e-6, "nM": 1e-9},
    "pressure": {"mmHg": 133.322, "cmH2O": 98.0665, "kPa": 1e3},
    "absorbed dose": {"Gy": 1.0, "cGy": 1e-2},
    "energy": {"kcal": 4.184, "kJ": 1.0},
    "time": {**DAYS, "min": DAYS["minute"]},
}
_OF_UNIT = {unit: (dimension, size) for dimension, units in _SIZES.items() for unit, size in units.items()}


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures.

    Attributes:
        dimension: its name; for a unit that none other converts to, the unit itself.
        size: how many of the dimension's base unit it is.
        per: the dimensions it is a rate of, sorted ("mass", "time" for ``mg/kg/day``).
        per_size: the product of their sizes.
    """

    dimension: str
    size: float = 1.0
    per: tuple[str, ...] = ()
    per_size: float = 1.0


@lru_cache(maxsize=256)
def measure_of(unit: str) -> Measure:
    """What a unit in its normal form measures.

    >>> measure_of("mg/kg").dimension, measure_of("mg/kg").per
    ('mass', ('mass',))
    """
    first, *rates = unit.split("/")
    dimension, size = _OF_UNIT.get(first, (first, 1.0))
    known = [_OF_UNIT.get(rate, (rate, 1.0)) for rate in rates]
    per_size = 1.0
    for _, rate in known:
        per_size *= rate
    return Measure(dimension, size, tuple(sorted(name for name, _ in known)), per_size)


def measure_of_words(unit: str) -> Measure | None:
    """What a unit measures as a person writes it; ``None`` for a share in per cent, and for what is no known unit.

    >>> measure_of_words("hairs per square inch") == measure_of("hairs/inch2"), measure_of_words("% of men")
    (True, None)
    """
    found = unit_at(f"1 {unit}", 1)
    return measure_of(found.name) if found is not None and not found.name.startswith("%") else None
