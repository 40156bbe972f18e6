"""Registration numbers of clinical trials in a text, by the forms that the registers give them.

The registers are the primary ones of the WHO's network (ICTRP), ClinicalTrials.gov, the EU's two, and the AEA's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model.span import Span

__all__ = ["Registration", "find_registrations", "iter_registrations"]

# Each form begins with a plain character, which stands before its group below, and capitals count: so a search skips
# to the next of a dozen characters, ten times faster than if it had to enter the groups at every one.
_FORMS = {
    "ClinicalTrials.gov": r"NCT[ :#-]{0,2}\d{8}",
    "ISRCTN": r"I(?:SRCTN|srctn)[ :#-]{0,2}\d{8}",
    "ANZCTR": r"ACTRN[ :#-]{0,2}126\d{11}",
    "ChiCTR": r"C(?:hiCTR|HICTR)[ :]{0,2}-?(?:[A-Z]{2,4}-)?\d{8,10}",
    "CTRI": r"CTRI/20\d\d/\d\d\d?/\d{6}",
    "UMIN-CTR": r"UMIN(?:-?CTR)?[ :#-]{0,2}\d{9}",
    "DRKS": r"DRKS[ :#-]{0,2}\d{8}",
    "IRCT": r"IRCT[ :]{0,2}\d{6,17}N\d{1,3}",
    "PACTR": r"PACTR[ :-]{0,2}20\d{13,14}",
    "CRiS": r"KCT[ :]{0,2}000\d{4}",
    "jRCT": r"jRCT[ :]{0,2}s?\d{9,10}",
    "JapicCTI": r"JapicCTI-?\d{6}",
    "NTR": r"NTR[ :]{0,2}\d{3,5}",
    "ReBec": r"RBR-(?=[0-9a-z]*\d)[0-9a-z]{5,8}",
    "SLCTR": r"SLCTR/20\d\d/\d{3}",
    "TCTR": r"TCTR[ :]{0,2}20\d{9}",
    "LBCTR": r"LBCTR[ :]{0,2}20\d{8}",
    "PHRR": r"PHRR[ :]{0,2}\d{6}-\d{6}",
    "RPCEC": r"RPCEC[ :]{0,2}\d{8}",
    "REPEC": r"PER-\d{3}-\d{2}",
    "AEA RCT Registry": r"AEARCTR-\d{7}",
    "EudraCT": r"20[0-4]\d-\d{6}-\d\d(?:-\d\d)?",  # four groups in the EU's later register
}
_REGISTERS = tuple(_FORMS)
_REGISTRATION = re.compile(
    rf"(?:{'|'.join(f'{form[0]}(?P<form_{place}>{form[1:]})' for place, form in enumerate(_FORMS.values()))})(?!\d)"
)
_JOINED = re.compile(r"(?<!JPRN-)(?<=[\w/-])")  # part of a longer word; Japan's registers may put JPRN before theirs


@dataclass(frozen=True, slots=True)
class Registration:
    """One number where it stands in a text, as its register writes it, and the register."""

    span: Span
    number: str
    register: str


def iter_registrations(text: str, *, within_words: bool = False) -> Iterator[Registration]:
    """Each number of a text, in order.

    Args:
        text: any text.
        within_words: whether a number may be a part of a longer word, as it is in an address.
    """
    for match in _REGISTRATION.finditer(text):
        if within_words or not _JOINED.match(text, match.start()):
            place = int((match.lastgroup or "").removeprefix("form_"))
            yield Registration(Span(*match.span()), _normalise(match[0]), _REGISTERS[place])


def find_registrations(text: str) -> tuple[str, ...]:
    """Each number once, in order, as its register writes it.

    >>> find_registrations("Registered as ISRCTN 12345678 and EudraCT 2005-000123-45; see NCT00000001.")
    ('ISRCTN12345678', '2005-000123-45', 'NCT00000001')
    """
    if _REGISTRATION.search(text) is None:  # as in nearly every text
        return ()
    return tuple(dict.fromkeys(registration.number for registration in iter_registrations(text)))


def _normalise(number: str) -> str:
    """Without what authors put between the letters and the digits."""
    bare = re.sub(r"[ :#]", "", number).replace("Isrctn", "ISRCTN").replace("CHICTR", "ChiCTR")
    return re.sub(r"^(UMIN)-?(?:CTR)?-?|^(NCT|ISRCTN|ACTRN|DRKS|PACTR)-", r"\1\2", bare)
