"""What was measured of the rules of extraction, as it comes with the program."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from kg.errors import RecordError
from kg.model.precision import PrecisionTable
from kg.yaml_records import parse_record

__all__ = ["read_precisions"]

_NAME = "rule_precision.yaml"


@cache
def read_precisions() -> PrecisionTable:
    """The counts of every rule that was measured; read once.

    Raises:
        RecordError: if the file is malformed, or a rule was right more often than it was tried.
    """
    file = parse_record(files("data").joinpath(_NAME).read_bytes(), PrecisionTable, source=_NAME)
    for at, each in enumerate(file.record.rules):
        if not 0 <= each.right <= each.given or each.given == 0:
            what = f"{each.right} right of {each.given} cannot be"
            mend = "Measure again: python -m bench rule_precision --write"
            raise RecordError(what, place=file.place(f"rules[{at}].right"), mend=mend)
    return file.record
