"""Common conditions of medicine by their names: one line a condition, its other names behind bars.

General medical English, first the name to tell, then synonyms and usual short forms (in capitals where they count in
capitals only). A name of the second list is a class: too wide to set one condition against another.
"""

from __future__ import annotations

__all__ = ["CLASSES", "CONDITIONS", "HEADS", "NAME_ENDINGS", "NO_CONDITIONS", "WIDER"]

CONDITIONS = """
COVID-19|coronavirus disease 2019|covid|coronavirus|SARS-CoV-2|2019-nCoV|novel coronavirus|coronavirus disease
SARS|severe acute respiratory syndrome
MERS|middle east respiratory syndrome
influenza|flu|H1N1|swine flu
HIV infection|HIV|AIDS|human immunodeficiency virus|acquired immunodeficiency syndrome|HIV-1
tuberculosis|TB|mycobacterium tuberculosis
malaria|plasmodium falciparum|plasmodium
hepatitis B|HBV|hepatitis B virus
hepatitis C|HCV|hepatitis C virus
dengue|dengue fever
Ebola|ebola virus disease|EVD
Zika|zika virus
cholera
typhoid|typhoid fever
measles|rubeola
rubella
mumps
chickenpox|varicella
shingles|herpes zoster
herpes|herpes simplex|HSV
polio|poliomyelitis
pertussis|whooping cough
tetanus
diphtheria
rabies
leprosy
syphilis
gonorrhoea|gonorrhea
chlamydia
leishmaniasis
schistosomiasis
toxoplasmosis
Lyme disease
sepsis|septic shock|septicaemia|septicemia|bacteraemia|bacteremia
pneumonia
bronchitis
bronchiolitis
croup
common cold
sore throat|pharyngitis|tonsillitis
sinusitis|rhinosinusitis
otitis media|ear infections?|otitis
urinary tract infection|UTI|cystitis
cellulitis
meningitis
encephalitis
endocarditis
osteomyelitis
candidiasis|thrush|yeast infection
helicobacter pylori|H. pylori
clostridium difficile|C. difficile|clostridioides difficile
cytomegalovirus|CMV
Epstein-Barr virus|EBV|mononucleosis
human papillomavirus|HPV|genital warts
warts
scabies
head lice
asthma|asthmatic
COPD|chronic obstructive pulmonary disease|emphysema
cystic fibrosis|CF
pulmonary fibrosis|idiopathic pulmonary fibrosis|IPF|interstitial lung disease
pulmonary embolism
pulmonary hypertension
ARDS|acute respiratory distress syndrome
sarcoidosis
sleep apnoea|sleep apnea|obstructive sleep apnea|OSA
hypertension|high blood pressure|hypertensive
hypotension
heart failure|cardiac failure|congestive heart failure|CHF
myocardial infarction|heart attack|MI|STEMI
coronary artery disease|coronary heart disease|CHD|CAD|angina|ischaemic heart disease|ischemic heart disease
atrial fibrillation|AF
arrhythmia|arrhythmias
cardiac arrest
cardiomyopathy
myocarditis
atherosclerosis|atherosclerotic
aneurysm|aortic aneurysm
stroke|cerebral infarction|cerebrovascular accident|ischaemic stroke|ischemic stroke
deep vein thrombosis|DVT|venous thromboembolism|VTE|venous thrombosis|thrombosis
peripheral artery disease|peripheral arterial disease
varicose veins
hypercholesterolaemia|hypercholesterolemia|high cholesterol|hyperlipidaemia|hyperlipidemia|dyslipidaemia|dyslipidemia
type 1 diabetes|type I diabetes|T1D|T1DM|type 1 diabetes mellitus
type 2 diabetes|type II diabetes|T2D|T2DM|type 2 diabetes mellitus
gestational diabetes
diabetes|diabetes mellitus|diabetic|diabetics|hyperglycaemia|hyperglycemia
hypoglycaemia|hypoglycemia
obesity|obese|overweight
metabolic syndrome
hypothyroidism|underactive thyroid
hyperthyroidism|overactive thyroid|Graves' disease
gout|hyperuricaemia|hyperuricemia
osteoporosis|osteoporotic|bone loss
osteopenia
osteoarthritis|OA
rheumatoid arthritis|RA
psoriatic arthritis
ankylosing spondylitis|spondyloarthritis
fibromyalgia
back pain|low back pain|lumbago
neck pain
whiplash
sciatica
carpal tunnel syndrome
tendinopathy|tendinitis|tendonitis
plantar fasciitis
scoliosis
sarcopenia|sarcopaenia
muscular dystrophy
lupus|systemic lupus erythematosus|SLE
Sjogren's syndrome|Sjögren's syndrome
scleroderma|systemic sclerosis
vasculitis
multiple sclerosis|MS
Parkinson's disease|Parkinson disease|parkinsonism|parkinson's
Alzheimer's disease|Alzheimer disease|alzheimer's
dementia|cognitive decline|cognitive impairment
Huntington's disease|Huntington disease
amyotrophic lateral sclerosis|ALS|motor neurone disease
epilepsy|seizures|epileptic
migraine|migraines
tension-type headache|tension headache|headache|headaches
neuropathy|peripheral neuropathy|neuropathic pain
neuralgia
traumatic brain injury|TBI|concussion
spinal cord injury
cerebral palsy
Rett syndrome|RTT
autism|autism spectrum disorder|ASD|autistic
ADHD|attention deficit hyperactivity disorder|attention-deficit/hyperactivity disorder
Down syndrome|trisomy 21
depression|major depressive disorder|depressive disorder|MDD|depressed
anxiety|generalised anxiety disorder|generalized anxiety disorder|panic disorder
bipolar disorder|mania
schizophrenia|psychosis|psychotic
post-traumatic stress disorder|PTSD
obsessive-compulsive disorder|OCD
anorexia nervosa|bulimia|eating disorders?
insomnia|sleeplessness
narcolepsy
restless legs syndrome
alcoholism|alcohol dependence|alcohol use disorder
opioid dependence|opioid use disorder
chronic fatigue syndrome|myalgic encephalomyelitis
tinnitus
vertigo
hearing loss|deafness
glaucoma
cataract|cataracts
macular degeneration|AMD
retinopathy|diabetic retinopathy
myopia
dry eye
conjunctivitis
uveitis
eczema|atopic dermatitis
dermatitis|contact dermatitis
psoriasis
acne
rosacea
vitiligo
urticaria|hives
alopecia areata
androgenetic alopecia|AGA|pattern hair loss|male pattern baldness
alopecia|hair loss|baldness
melasma
hyperhidrosis
onychomycosis
pressure ulcers?|bedsores
burns
keloid|keloids
hay fever|allergic rhinitis
food allergy|peanut allergy
anaphylaxis
coeliac disease|celiac disease
Crohn's disease|Crohn disease
ulcerative colitis
inflammatory bowel disease|IBD
colitis
irritable bowel syndrome|IBS
gastro-oesophageal reflux disease|gastroesophageal reflux disease|GERD|GORD|heartburn
peptic ulcer|duodenal ulcer|gastric ulcer
gastritis
gastroenteritis
diarrhoea|diarrhea
constipation
haemorrhoids|hemorrhoids
diverticulitis
appendicitis
pancreatitis
gallstones|cholecystitis
cirrhosis|liver cirrhosis|cirrhotic
fatty liver|NAFLD|NASH|non-alcoholic fatty liver disease|hepatic steatosis|steatosis
liver failure
chronic kidney disease|CKD|renal failure|kidney failure|end-stage renal disease
acute kidney injury|AKI
nephropathy|nephritis|glomerulonephritis
nephrotic syndrome
kidney stones?|nephrolithiasis|renal stones?
overactive bladder|urinary incontinence
benign prostatic hyperplasia|BPH
erectile dysfunction|impotence
endometriosis
polycystic ovary syndrome|PCOS
uterine fibroids?|fibroids
infertility
pre-eclampsia|preeclampsia
miscarriage|pregnancy loss
preterm birth|premature birth
postpartum haemorrhage|postpartum hemorrhage
menopausal symptoms|hot flushes|hot flashes|vasomotor symptoms
dysmenorrhoea|dysmenorrhea
premenstrual syndrome
bacterial vaginosis
anaemia|anemia|iron deficiency
sickle cell disease|sickle cell anemia|sickle cell anaemia
thalassaemia|thalassemia
haemophilia|hemophilia
thrombocytopenia
neutropenia
scurvy
rickets
malnutrition
kwashiorkor
breast cancer|breast carcinoma|breast neoplasms?|mammary tumou?rs?|MBC|EBC|breast tumou?rs?
lung cancer|lung carcinoma|NSCLC|SCLC|lung adenocarcinoma
colorectal cancer|colon cancer|rectal cancer|CRC|bowel cancer|colorectal carcinoma
prostate cancer|prostate carcinoma
ovarian cancer|ovarian carcinoma
cervical cancer|cervical carcinoma
endometrial cancer|endometrial carcinoma
pancreatic cancer|pancreatic ductal adenocarcinoma|PDAC|pancreatic carcinoma
liver cancer|hepatocellular carcinoma|HCC
gastric cancer|stomach cancer|gastric carcinoma
oesophageal cancer|esophageal cancer
bladder cancer
kidney cancer|renal cell carcinoma
thyroid cancer
brain tumou?rs?|glioma|glioblastoma
head and neck cancer
skin cancer|basal cell carcinoma|squamous cell carcinoma
melanoma
leukaemia|leukemia|AML|CLL|CML
lymphoma|Hodgkin lymphoma|Hodgkin's lymphoma
multiple myeloma|myeloma
sarcoma|osteosarcoma
neuroblastoma
mesothelioma
lymphoedema|lymphedema
seroma
mucositis
cachexia
nausea|vomiting|emesis|nausea and vomiting
delirium
fracture|fractures
hernia
"""

CLASSES = """
cancer|cancers|tumour|tumor|tumours|tumors|neoplasm|neoplasms|malignancy|carcinoma|metastasis|metastases
disease|diseases|illness|illnesses|disorder|disorders|condition|conditions|syndrome|sickness
infection|infections|infectious disease|infectious diseases|virus|viruses|sepsis syndrome
cardiovascular disease|cardiovascular diseases|heart disease|CVD|vascular disease
mental illness|mental disorders|mental health conditions|psychological distress|stress
autoimmune disease|autoimmune diseases|autoimmunity
respiratory disease|respiratory infection|respiratory infections|lung disease|respiratory failure
liver disease|kidney disease|skin disease|eye disease|bowel disease|bone disease|blood disease
fever|inflammation|cough|complications|injury|injuries|trauma
chronic disease|chronic diseases|chronic conditions|comorbidity|comorbidities
"""

HEADS = frozenset("syndrome cancer cancers carcinoma lymphoma sarcoma deficiency failure fibrosis ulcer ulcers".split())
"""Words that make a condition with the word before them."""

NAME_ENDINGS = ("itis", "aemia", "emia", "oma", "opathy", "iasis", "plegia", "algia", "osis", "uria", "penia", "phobia")
"""Endings of the Greek names of conditions."""

NO_CONDITIONS = (
    "gnosis",
    "ptosis",
    "cytosis",
    "biosis",
    "meiosis",
    "mitosis",
    "osmosis",
    "hypnosis",
    "glycemia",
    "phobia",
)
"""Endings of words that look like such names and are none."""

WIDER = """
diabetes: type 1 diabetes, type 2 diabetes, gestational diabetes, metabolic syndrome
coronary artery disease: myocardial infarction, atherosclerosis, ischemia
hypercholesterolaemia: atherosclerosis
deep vein thrombosis: pulmonary embolism
stroke: transient ischemic attack
tension-type headache: migraine
influenza: pneumonia
covid-19: pneumonia, ards, sars
pneumonia: ards
sars: covid-19, mers
alopecia: alopecia areata, androgenetic alopecia
dermatitis: eczema
colitis: ulcerative colitis, crohn's disease, inflammatory bowel disease
inflammatory bowel disease: ulcerative colitis, crohn's disease
cirrhosis: liver failure, fatty liver
chronic kidney disease: nephropathy, acute kidney injury
osteoporosis: osteopenia, fracture
dementia: alzheimer's disease
skin cancer: melanoma
cervical cancer: human papillomavirus, skin cancer
head and neck cancer: skin cancer
neuropathy: neuralgia
psoriasis: psoriatic arthritis
anaemia: sickle cell disease, thalassaemia
"""
"""Conditions that hold others, or that the same people mostly have: neither is set against the other."""
