"""What trials commonly measure, by its names: one line an outcome, its other names behind bars.

General medical English; conditions that are outcomes too ("stroke") stand with the conditions.
"""

from __future__ import annotations

__all__ = ["CLASSES", "OUTCOMES"]

OUTCOMES = """
mortality|death|deaths|died|case fatality|fatality|survival|overall survival|life expectancy
progression-free survival|disease-free survival|relapse-free survival
recurrence|relapse|recurrences|relapses
hospitalisation|hospitalization|hospital admission|hospital admissions|readmission|hospitalisations|hospitalizations
length of stay|hospital stay
intensive care|ICU admission
quality of life|QoL|HRQoL
pain|pain intensity|pain score|pain scores
fatigue|tiredness|exhaustion
sleep quality|sleep duration|sleep
mood|well-being|wellbeing
cognition|cognitive function|cognitive performance
blood pressure|systolic blood pressure|diastolic blood pressure
heart rate|pulse rate
body weight|weight|weight loss|weight gain|BMI|body mass index
waist circumference
blood glucose|blood sugar|fasting glucose|HbA1c|A1C|glycated haemoglobin|glycated hemoglobin|glycaemic control
insulin resistance|insulin sensitivity
cholesterol|LDL cholesterol|LDL|HDL|HDL cholesterol|triglycerides|blood lipids
bone density|bone mineral density|BMD
muscle strength|grip strength|muscle mass
lung function|FEV1|forced expiratory volume
kidney function|renal function|GFR|eGFR
liver enzymes|ALT|AST|liver function
birth weight|birthweight
gestational age
fertility|pregnancy rate|live birth|live births
falls|fall risk
wound healing|healing
hair growth|hair density|hair count|hair counts
hair shedding|hair fall
itching|itch|pruritus
scarring|scars
adherence|compliance|persistence
smoking cessation|quit rate|quit rates|abstinence
viral load|viral clearance
antibody levels|antibody titres|antibody titers|seroconversion
bleeding|blood loss|haemorrhage|hemorrhage
walking distance|gait speed
physical function|disability|mobility
appetite|food intake
cost|costs|cost-effectiveness
libido|sexual function|sexual desire
"""

CLASSES = """
adverse events|adverse event|side effects|side effect|safety|efficacy|outcome|outcomes|symptoms|response
"""
