"""How strongly a sentence ties two things together: as cause, as a possible cause, as things that go together, or not.

The four grades are those of Yu, Li and Wang (2019, "Detecting Causal Language Use in Science Findings", EMNLP,
D19-1473); the words are general English ones of causing, changing and going together (after Quirk et al. 1985,
"A Comprehensive Grammar of the English Language", 10.9 on causative and resulting verbs), not taken from its corpus.
What is asked for, planned or recommended states no relation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.model.span import Span
from kg.text.modality import Cue

__all__ = ["CausalReading", "CausalStrength", "read_causality"]


class CausalStrength(StrEnum):
    """What a sentence says of the tie between two things."""

    NONE = "no relation"
    CORRELATIONAL = "correlational"
    CONDITIONAL = "conditional causal"
    DIRECT = "direct causal"


@dataclass(frozen=True, slots=True)
class CausalReading:
    """The grade, and the words that give it; ``None`` for no relation."""

    strength: CausalStrength
    cue: Cue | None = None


_TOGETHER = re.compile(
    r"""(?<![\w-])(?:
    (?:dis)?associat(?:ed|es?|ions?)(?:\s(?:with|between|of|to|for)\b)?|(?:inter|co|auto)?correlat(?:ed|es?|ions?
      |ing)
    |linked?(?:\s(?:to|with|between))|links?\sbetween|relat(?:ed|es)\s(?:to|with)|(?:inter)?relationships?
      |(?:cor)?related
    |in\srelation\sto|(?:independent\s|strong\s|significant\s|good\s|useful\s|important\s)*predict(?:ors?
      |ive(?!\s(?:value|valid))|s|ed)\b
    |risk\s(?:factors?|markers?|indicators?)|(?:bio)?markers?\s(?:of|for)|determinants?\sof|(?:at|an\sincreased
      |a\sreduced|a\sdecreased|higher|greater|lower|elevated)\s(?:\w+\s)?risk\b
    |(?:more|less)\s(?:\w+ly\s)?(?:likely|prevalent|frequent(?:ly)?|common(?:ly)?)|likelihood|odds|co-?occur\w*
      |coincid\w+
    |(?:inversely|directly|positively|negatively)\s(?:proportional|dependent)|dose[\s-]response
    |differ(?:s|ed|ences?|ent)?\s(?:\w+\s){0,3}?(?:between|among|across|by|according|from|in)\b
    |(?:higher|lower|greater|larger|smaller|longer|shorter|worse|better|poorer|more|less|fewer|similar|comparable
      |elevated|increased|decreased|reduced|raised)
      \s(?:[\w-]+\s){0,6}?(?:than(?!\s(?:an?\s)?(?:\d|half|one|two|three|twice|third|quarter))|(?:compared|comparison)\s(?:with|to)|as\scompared)
    |(?:is|are|was|were|be|been)\s(?:\w+ly\s)?(?:higher|lower|greater|increased|decreased|reduced|elevated|raised
      |similar|comparable|altered)
      \s(?:\w+\s){0,2}?(?:in|among|between|for|with)
    |(?:had|have|has|having|showed|shows?|display(?:s|ed)?|exhibit(?:s|ed)?|experienc(?:es?|ed)|were|was|are|is)\s(?:\w+ly\s|an?\s|the\s|also\s){0,3}(?:higher|highest
      |lower|lowest|greater|worse|better|poorer|longer|shorter|more|fewer|elevated)\b(?!\s(?:effective
      |efficacious|impact|effects?|benefits?))
    |(?:higher|lower|better|worse|greater|poorer)\s(?:in|among|for|with)\b
    |(?:improvements?|reductions?|increases?|decreases?|declines?|changes)\s(?:in|of)\s(?:[\w-]+\s){1,6}?(?:after|from\sbaseline|over\stime|(?:is|was|were|are)\s(?:found|observed|seen|noted))
    |there\s(?:is|are|was|were)\s(?:\w+\s){0,4}?(?:improvements?|reductions?|increases?|decreases?|declines?)
    |varies|vary|varied|paralleled|accompanied\sby|reflect(?:s|ed)?|is\san?\s(?:\w+\s)?(?:marker|indicator|factor
      |prognosticator)\b
    |(?:susceptib\w+|predispos\w+)|depend(?:s|ed|ent)\s(?:\w+\s)?on|prognostic|prone\sto
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_CHANGING = r"""improve|increase|decrease|reduce|enhance|lower|raise|attenuate|alleviate|ameliorate|aggravate|worsen
    |accelerate|inhibit|suppress|stimulate|induce|promote|prevent|delay|prolong|shorten|restore|impair|protect
      |mitigate|relieve|diminish
    |normali[sz]e|modulate|augment|boost|trigger|minimi[sz]e|eliminate|reverse|preserve|regulate|disrupt|exacerbate
    |facilitate|benefit|affect|influence|alter|modify|produce|cause|elicit|provoke|generate|drive|activate
      |deteriorate
    |hamper|elevate|strengthen|weaken|contribute|mediate|lengthen|slow|yield|confer|excel|kill|heal|cure"""
_STEMS = "|".join(verb.strip().removesuffix("e") for verb in _CHANGING.replace("\n", "").split("|"))
_CAUSES = re.compile(
    rf"""(?<![\w-])(?:
    (?P<verb>(?!lower\s)(?:{_STEMS})(?:e|s|es|ed)?)|(?P<gerund>(?:{_STEMS})ing)
    |(?:leads?|led|leading)\s(?:\w+\s)?to|results?\sin|resulted\sin|resulting\sin|gives?\srise\sto|brings?\sabout
    |responsible\sfor|(?:main\s|major\s|leading\s|root\s|direct\s)?causes?\sof|the\scause\sof|due\sto|because\sof
      |owing\sto
    |(?:is|are|was|were|be|being|been)\s(?:\w+ly\s|more\s|less\s|as\s|very\s|not\s|both\s|safe\s(?:and
      |,)\s)*(?:effective|efficacious|ineffective|beneficial|harmful|detrimental|protective|superior|inferior
      |successful|favou?rable|advantageous)
    |(?:safe\sand\s)?(?:effective|efficacious)\s(?:\w+\s){{0,2}}?(?:treatment|option|therapy|method|strategy
      |approach|alternative|tool|in|for|at|as|and)
    |(?:has|have|had|having|exerts?|exerted|shows?|showed|with|no|any)\s(?:an?\s|no\s|any\s|the\s|some\s
      |little\s)?(?:[\w-]+\s){{0,3}}?(?:effects?|impact|influence|benefits?|efficacy|role)
    |(?:may|might|could)\s(?:also\s|not\s|\w+ly\s)?(?:be\s(?:an?\s|the\s)?(?:\w+\s)?(?:effective|useful|helpful
      |beneficial|important|involved|protective|promising
      |valuable|harmful|responsible|driven|explained|attributed)|have|play|help|derive|involve|explain|occur|act
      |underlie|work|serve|aid)
    |(?:effects?|impact|influence|efficacy|benefits?|effectiveness)\s(?:of|on|in|for|by|from)|contributions?\sto
      |interfer(?:e|es|ed)\swith|translat(?:e|es|ed)\s(?:\w+\s)?into|help(?:s|ed)\s(?:to\s)?\w+|plays?\s(?:an?\s
      |the\s)?(?:[\w-]+\s){{0,3}}roles?
    |(?:show(?:s|ed|n)?|demonstrat\w+|produc\w+|achiev\w+|experienc\w+|exhibit\w+|had|with
      |to)\s(?:an?\s)?(?:\w+\s){0, 2}?(?:improvements?|reductions?|increases?|decreases?|declines?)\s(?:in|of)
      |(?:is|are|was|were)\s(?:\w+ly\s)?(?:improved|reduced|increased|decreased|enhanced|prevented|induced
      |mediated|caused|driven|affected|influenced)\s(?:by|after|following|with)
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPARED = re.compile(
    r"\b(?:(?<!rather\s)(?<!other\s)than(?!\s(?:\d|half|expected|one|(?:previous(?:ly)?\s)?report))|compared?\s(?:to|with)|predict(?:s|ed|ing|ion|ors?)?"
    r"|(?:in|to)\s(?:contrast|comparison)\s(?:to|with)|regardless\sof|independent(?:ly)?\sof)\b",
    re.IGNORECASE,
)
"""Sets two things side by side, where nothing else ties them."""

_NO_STATEMENT = re.compile(
    r"""\b(?:should|(?:is|are|were|was)\s(?:\w+\s){0,2}?(?:needed|required|necessary|warranted|recommended|crucial|essential|encouraged)
    |(?:we|authors)\s(?:\w+\s)?(?:recommend|propose|advocate|encourage|aim(?:ed)?|sought)
    |(?:further|future|more|additional|larger|longer)\s(?:\w+[\s,-]{1,2}){0,4}?(?:stud(?:y|ies)|research|trials?
      |investigations?|work|evaluation)
    |(?:remains?|need(?:s|ed)?|yet|ought|have)\sto\sbe\b|whether|(?:aim(?:s|ed)?|objectives?|purpose
      |goals?)\s(?:of|was|were|is|to)\b|registration|registered|NCT\d+|ISRCTN|copyright|©|funded|funding|©|must\b
    |clinicaltrials|needs?\s(?:for|to)\b|warrants?|recommend(?:s|ed|ations?)?|to\s(?:determine|assess|evaluate|investigate|examine|explore|clarify|confirm|elucidate)\b|awareness|attention|deserves?|requires?|further\selucidat\w+|feasib\w+|elucidation)""",
    re.IGNORECASE | re.VERBOSE,
)
_ATTRIBUTIVE = re.compile(
    r"(?:\A\W*|\b(?:an?|the|of|with|by|for|to|and|in|from|their|its|his|this|these|those|on|or|through|despite|during"
    r"|no|any|via|without|between|among|under|including|as|than|both|more|such|show(?:s|ed)?|significant|due\sto|some"
    r"|after|before|following|had|other|health|quality|social|each|each|per|high|low|climate|weight|patient)\s)\Z",
    re.IGNORECASE,
)
"""Behind these, a word such as "increased" or "help" qualifies a noun or is one."""

_QUALIFIES = re.compile(
    r"\w+ed\s(?:[\w-]+\s){1,8}?(?:(?:is|are|was|were|has\sbeen|have\sbeen|may\sbe|seems?|appears?|remain(?:s|ed)?)\s"
    r"|correlat\w+|predict\w+)",
    re.IGNORECASE,
)
"""A participle before a noun with a verb of its own: "increased weight is linked to", not "increased weight"."""

_BY_ITSELF = re.compile(r"(?:\s\w+ly)?\s(?:after|during|over|with|from|between|when|since|until|as)\b", re.IGNORECASE)
"""Behind a verb of change that names no object: the outcome moved, and nothing is said to have moved it."""

_MODAL = re.compile(r"\b(?:may|might|could)\s(?:\w+\s)?\Z")

_TOLD_TO = re.compile(
    r"(?:shown|found|seems?|seemed|appears?|appeared|able|likely|failed|fails|tends?|tended|known|reported|ability"
    r"|thought|sufficient|potential|proved|proven|helps?|helped|demonstrated|unable|expected|used|believed) to \Z"
)
"""Before an infinitive that tells what happens, and not what is meant to."""

_TENTATIVE = re.compile(
    r"\b(?:may|might|could|would|possibl[ey]|potential(?:ly)?|probabl[ey]|likely|unlikely|perhaps|seem(?:s|ed)?"
    r"|appear(?:s|ed)?|promising|hypothes\w+|thought\sto|putative|implicat\w+|presumably|speculat\w+)\b",
    re.IGNORECASE,
)
_CLAUSE_CUT = re.compile(
    r"[,;:]\s|\s(?:but|while|whereas|although|though|however)\s|\sand\s(?=\w+\s?\w*\Z)", re.IGNORECASE
)
_FAR = 90


def read_causality(text: str) -> CausalReading:
    """The grade of a sentence's causal language.

    The first relation that the sentence states decides; hedged words of going together stay correlational.

    >>> for sentence in ("Zinc reduced pain.", "Zinc may reduce pain.", "Zinc was associated with less pain."):
    ...     print(read_causality(sentence).strength.value)
    direct causal
    conditional causal
    correlational
    >>> read_causality("Further studies should test whether zinc reduces pain.").strength.value
    'no relation'
    """
    together = _TOGETHER.search(text)
    causes = next((match for match in _CAUSES.finditer(text) if _is_predicate(text, match)), None)
    first = min((match for match in (together, causes) if match), key=lambda match: match.start(), default=None)
    first = first or _COMPARED.search(text) or _moved_by_itself(text)
    if first is None or _states_nothing(text, first):
        return CausalReading(CausalStrength.NONE)
    cue = Cue(Span(*first.span()), first[0])
    if first is not causes:
        return CausalReading(CausalStrength.CORRELATIONAL, cue)
    is_tentative = _TENTATIVE.search(text, max(0, first.start() - _FAR), first.end() + _FAR // 2)
    return CausalReading(CausalStrength.CONDITIONAL if is_tentative else CausalStrength.DIRECT, cue)


def _moved_by_itself(text: str) -> re.Match[str] | None:
    """The first verb of change without an object."""
    return next((m for m in _CAUSES.finditer(text) if m["verb"] and _BY_ITSELF.match(text, m.end())), None)


def _states_nothing(text: str, cue: re.Match[str]) -> bool:
    """Whether the clause of a cue only asks, plans or advises."""
    for match in _NO_STATEMENT.finditer(text):
        if match.start() < cue.start() or not _CLAUSE_CUT.search(text, cue.end(), match.start()):
            return True
    return False


def _is_predicate(text: str, match: re.Match[str]) -> bool:
    """Whether a word of changing is a verb that says what its subject does."""
    before = text[max(0, match.start() - 16) : match.start()]
    if match["gerund"]:
        return re.search(r"\b(?:by|thereby|in|for|of)\s\Z", before) is not None
    if not match["verb"]:
        return True
    is_by_itself = _BY_ITSELF.match(text, match.end()) and not _MODAL.search(before)
    if is_by_itself or _QUALIFIES.match(text, match.start()):
        return False
    if re.search(r"\bto\s\Z", before):
        return _TOLD_TO.search(before) is not None
    return _ATTRIBUTIVE.search(before) is None or before.endswith("and ")
