"""Registration numbers of clinical trials in a text, by the forms that the registers give them.

The registers are the primary ones of the WHO's network (ICTRP), ClinicalTrials.gov and the EU's two.
"""

from __future__ import annotations

import re

__all__ = ["find_registrations"]

# Each begins with its own letter, and capitals count: so a search skips to the next of a dozen letters.
_FORMS = (
    r"NCT[ :#]{0,2}\d{8}",
    r"ISRCTN[ :#]{0,2}\d{8}",
    r"Isrctn[ :#]{0,2}\d{8}",
    r"ACTRN[ :#]{0,2}126\d{11}",
    r"ChiCTR[ :]{0,2}-?(?:[A-Z]{2,4}-)?\d{8,10}",
    r"CHICTR[ :]{0,2}-?(?:[A-Z]{2,4}-)?\d{8,10}",
    r"CTRI/20\d\d/\d\d\d?/\d{6}",
    r"UMIN(?:-?CTR)?[ :#]{0,2}\d{9}",
    r"DRKS[ :#]{0,2}\d{8}",
    r"IRCT[ :]{0,2}\d{6,17}N\d{1,3}",
    r"PACTR[ :]{0,2}20\d{13,14}",
    r"KCT[ :]{0,2}000\d{4}",
    r"jRCT[ :]{0,2}s?\d{9,10}",
    r"JapicCTI-?\d{6}",
    r"NTR[ :]{0,2}\d{3,5}",
    r"RBR-(?=[0-9a-z]*\d)[0-9a-z]{5,8}",
    r"SLCTR/20\d\d/\d{3}",
    r"TCTR[ :]{0,2}20\d{9}",
    r"LBCTR[ :]{0,2}20\d{8}",
    r"PHRR[ :]{0,2}\d{6}-\d{6}",
    r"RPCEC[ :]{0,2}\d{8}",
    r"PER-\d{3}-\d{2}",
    r"20[0-4]\d-\d{6}-\d\d(?:-\d\d)?",  # EudraCT; four groups in the EU's later register
)
_REGISTRATION = re.compile(rf"(?:{'|'.join(_FORMS)})(?!\d)")
_JOINED = re.compile(r"(?<!JPRN-)(?<=[\w/-])")  # part of a longer word; Japan's registers may put JPRN before theirs


def find_registrations(text: str) -> tuple[str, ...]:
    """Each number once, in order, as its register writes it.

    >>> find_registrations("Registered as ISRCTN 12345678 and EudraCT 2005-000123-45; see NCT00000001.")
    ('ISRCTN12345678', '2005-000123-45', 'NCT00000001')
    """
    numbers = [match[0] for match in _REGISTRATION.finditer(text) if not _JOINED.match(text, match.start())]
    return tuple(dict.fromkeys([_normalise(number) for number in numbers]))


def _normalise(number: str) -> str:
    """Without what authors put between the letters and the digits."""
    bare = re.sub(r"[ :#]", "", number).replace("Isrctn", "ISRCTN").replace("CHICTR", "ChiCTR")
    return re.sub(r"^UMIN-?CTR", "UMIN", bare)
