"""Registration numbers of clinical trials in a text, by the forms that the registers give them.

The registers are the primary ones of the WHO's network (ICTRP), ClinicalTrials.gov and the EU's two.
"""

from __future__ import annotations

import re

__all__ = ["find_registrations"]

# Letters as the registers write them: a search that ignores case would stop at every letter of a text.
_FORMS = (
    r"NCT[ :#-]{0,2}\d{8}",
    r"(?:ISRCTN|Isrctn)[ :#-]{0,2}\d{8}",
    r"ACTRN[ :#-]{0,2}126\d{11}",
    r"(?:ChiCTR|CHICTR)[ :-]{0,2}(?:[A-Z]{2,4}-)?\d{8,10}",
    r"CTRI/20\d\d/\d\d\d?/\d{6}",
    r"UMIN[ :#-]{0,2}(?:CTR[ :#-]{0,2})?\d{9}",
    r"DRKS[ :#-]{0,2}\d{8}",
    r"IRCT[ :]{0,2}\d{6,17}N\d{1,3}",
    r"PACTR[ :]{0,2}20\d{13,14}",
    r"KCT[ :]{0,2}000\d{4}",
    r"jRCT[ :]{0,2}s?\d{9,10}",
    r"JapicCTI-?\d{6}",
    r"NTR[ :-]{0,2}\d{3,5}",
    r"RBR-(?=[0-9a-z]*\d)[0-9a-z]{5,8}",
    r"SLCTR/20\d\d/\d{3}",
    r"TCTR[ :]{0,2}20\d{9}",
    r"LBCTR[ :]{0,2}20\d{8}",
    r"PHRR[ :]{0,2}\d{6}-\d{6}",
    r"RPCEC[ :]{0,2}\d{8}",
    r"PER-\d{3}-\d{2}",
    r"20[0-4]\d-\d{6}-\d\d(?:-\d\d)?",  # EudraCT; four groups in the EU's later register
)
_REGISTRATION = re.compile(rf"(?<![\w/-])(?:JPRN-)?(?P<number>{'|'.join(_FORMS)})(?![\w-]*\d)")
_SEPARATORS = re.compile(r"(?<=[A-Za-z])[ :#]+|(?<=[A-Za-z])-(?=\d{8,})")


def find_registrations(text: str) -> tuple[str, ...]:
    """Each number once, in order, as its register writes it.

    >>> find_registrations("Registered as ISRCTN 12345678 and EudraCT 2005-000123-45; see NCT00000001.")
    ('ISRCTN12345678', '2005-000123-45', 'NCT00000001')
    """
    return tuple(dict.fromkeys(_normalise(match["number"]) for match in _REGISTRATION.finditer(text)))


def _normalise(number: str) -> str:
    """Without what authors put between the letters and the digits."""
    bare = _SEPARATORS.sub("", number)
    return bare.replace("Isrctn", "ISRCTN").replace("CHICTR", "ChiCTR").replace("UMINCTR", "UMIN")
