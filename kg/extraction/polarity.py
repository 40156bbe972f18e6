"""Whether more of an outcome is good or bad, by the words of its name; kept apart from the direction it took."""

from __future__ import annotations

import re

__all__ = ["polarity_of"]

_BETTER_LOW = r"""
    abuse adverse admission* agitation anger anxi* apn(?:o)?ea ards arrhythmia* asthma\sattack* attack* acne bdi
    bleed* blood\spressure bmi bradycardia burden burnout cancer caries catastrophi* cholesterol cigarette* colic
    complication* constipation consumption cost* cough* craving* crp c-reactive crying das28 death* decline deliri*
    depress* diarrh* difficult* disabilit* discomfort disease\sactivity distress drinking duration dying die[ds]?
    dysfunction* dyspn* emesis error* events? exacerbat* fail* falls? falling fat fatigue* fear fever* fibrillation
    fracture* gingiv* glucose glyc(?:a)?emi* h(?:a)?emorrhage* hads ham-?d hba1c a1c headache* healing\stime
    hospitali[sz]* hot\sflash* hot\sflush* hypertens* hypoglyc* hypotension hypoxi* impairment* incidence
    incontinence infarction infect* inflammat* injur* insomnia intensity intraocular iop ipss itch* latency ldl
    leak* lesion* loss madrs metasta* migraine* mortalit* nausea* necrosis nocturia obes* odi o?edema pain* panss
    parasit* pasi phq* plaque prevalence problem* progression prurit* psoriasis rash readmission* recovery\stime
    recurren* relaps* requirement* risk rumination scorad seizure* sensitivity sepsis severity shivering
    side[\s-]effect* smok* snoring spasm* stay stiffness stress* stroke swelling symptom* tachycardia thrombo*
    time\sto\s\w+ toxicit* tremor triglycerid* tumou?r ulcer* updrs urgency use\sof vas violence viral\sload
    vomit* waist weight wheez* withdrawal* womac worry wound\s(?:size|area)
"""
_BETTER_HIGH = r"""
    abilit* absence abstinen* accuracy adherence attendance awareness benefit* capacit* cessation clearance comfort
    compliance confidence control conversion cure* density effica* efficien* eradication free function* healed
    healing(?!\stime) hrqol improv* knowledge pain[\s-]free performance prevention protection qol
    quality\sof\slife quit* recover*(?!\stime) reduction* reliev* relief remission* resolution respond* response*
    safety satisf* skill* sparing strength* success* surviv* tolera* uptake well-?being
"""


def _pattern(words: str) -> re.Pattern[str]:
    endings = "|".join(words.split()).replace("*", r"\w*")
    return re.compile(rf"\b(?:{endings})\b", re.IGNORECASE)


_LOW, _HIGH = _pattern(_BETTER_LOW), _pattern(_BETTER_HIGH)


def polarity_of(outcome: str) -> int | None:
    """1 where more of an outcome is good, -1 where less is, ``None`` where its words do not tell.

    Of a name with words of both sorts the good one decides ("pain relief", "freedom from symptoms").

    >>> polarity_of("pain at rest"), polarity_of("pain relief"), polarity_of("serum zinc")
    (-1, 1, None)
    """
    if _HIGH.search(outcome):
        return 1
    return -1 if _LOW.search(outcome) else None
