"""Trial registration numbers in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.registrations import find_registrations


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("(NCT00000001).", ("NCT00000001",)),
        ("ISRCTN: ISRCTN00000002, again ISRCTN 00000002", ("ISRCTN00000002",)),
        ("CTRI/2019/03/000001)", ("CTRI/2019/03/000001",)),
        ("JPRN-UMIN000000001; UMIN 000000002; UMIN-CTR 000000003",
         ("UMIN000000001", "UMIN000000002", "UMIN000000003")),
        ("EudraCT number 2016-000001-27; EU CT 2022-500001-12-00", ("2016-000001-27", "2022-500001-12-00")),
        ("ACTRN 12617000000001.", ("ACTRN12617000000001",)),
        ("#ChiCTR1900000001, ChiCTR-TRC-10000001", ("ChiCTR1900000001", "ChiCTR-TRC-10000001")),
        ("DRKS00000001 IRCT20190101000001N3", ("DRKS00000001", "IRCT20190101000001N3")),
        ("PACTR201800000000001, jRCTs031000001", ("PACTR201800000000001", "jRCTs031000001")),
        ("RBR-6abcde, RBR E3 ligase, KCTD5", ("RBR-6abcde",)),
        ("NCT0000000, NCT000000001, xNCT00000001, 12016-000001-27", ()),
    ],
)  # fmt: skip
def test_numbers_are_found_as_their_registers_write_them(text: str, numbers: tuple[str, ...]) -> None:
    assert find_registrations(text) == numbers


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert all(any(character.isdigit() for character in number) for number in find_registrations(text))
