"""Words that set a sentence against what it points to: fault found with a study, or the contrary said of it.

The kinds follow the negative classes of citation functions (Teufel, Siddharthan & Tidhar 2006, "Automatic
classification of citation function"): weakness of the cited work, and contrast in its results.
"""

from __future__ import annotations

from kg.model.article import Stance
from kg.model.span import Span
from kg.text.cues import CuePattern
from kg.text.modality import Cue

__all__ = ["find_stance"]

_WORK = (
    r"(?:stud(?:y|ies)|trials?|papers?|reviews?|meta-analys[ie]s|experiments?|surveys?|evidence|data|findings?|results?"
    r"|conclusions?|authors?|research|reports?|designs?|methods?|samples?)"
)
_WEAK = (
    r"(?:weak|flawed|unreliable|biased|inconclusive|unconvincing|questionable|dubious|misleading|limited|underpowered"
    r"|uncontrolled|unblinded|poor(?:ly)?(?: designed| quality)?|low[- ]quality|too (?:small|short|few)"
    r"|not (?:convincing|reliable|randomi[sz]ed|controlled|blinded)"
    r"|inadequate|insufficient|preliminary|anecdotal|in vitro only)"
)
_CRITICAL = CuePattern(
    rf"\b{_WORK}\b[^.;:!?]{{0,40}}?\b(?:is|are|was|were|remains?|seems?|appears?|looks?)\s"
    rf"(?:\w+ly\s|very\s|rather\s|quite\s|still\s)?{_WEAK}\b"
    r"|\b(?:weak(?:ness(?:es)? (?:of|in))?|flaw(?:s|ed)? ?(?:in|of)?|poorly designed|low[- ]quality"
    rf"|limitations? (?:of|in))\s(?:\w+\s){{0,2}}{_WORK}\b"
    r"|\b(?:conflicts? of interest|no control group|lack(?:s|ed)? (?:of )?(?:a )?(?:control|blinding|randomi[sz]ation)"
    r"|without (?:a )?control(?: group)?|fail(?:s|ed) to (?:control|account|adjust) for|small sample(?: size)?)\b",
)
_CONTRARY = CuePattern(
    r"\b(?:contrary to|in contrast (?:to|with)|contradict(?:s|ed|ing|ory to)?|refut(?:es?|ed|ing)|at odds with"
    r"|disagree(?:s|d)? with|conflict(?:s|ed|ing)? with|inconsistent with"
    r"|(?:cannot|could not|failed to|did not) (?:replicate|reproduce|confirm)"
    r"|dispute[sd]?|debunk(?:s|ed)?|disprove[sdn]?|despite (?:what|the claims? of)|challenges? the"
    r"|call(?:s|ed)? into question|unlike)\b",
)


def find_stance(text: str) -> tuple[Stance, Cue | None]:
    """How the text stands to what it points to, and the words that say so; neutral where none does.

    >>> stance, cue = find_stance("Contrary to an earlier report, zinc did nothing.")
    >>> stance.value, cue.text
    ('contrary', 'Contrary to')
    >>> find_stance("However, this trial was small and very weak.")[0].value
    'neutral'
    """
    for stance, pattern in ((Stance.CONTRARY, _CONTRARY), (Stance.CRITICAL, _CRITICAL)):
        found = pattern.search(text)
        if found:
            return stance, Cue(Span(*found.span()), found[0])
    return Stance.NEUTRAL, None
