"""Common therapies by their names: drugs, procedures, training; one line a therapy, its other names behind bars.

General medical English and the stems of international non-proprietary names (WHO, "The use of stems in the selection
of INN for pharmaceutical substances"): a word with such an ending is a drug, listed or not.
"""

from __future__ import annotations

__all__ = ["CLASSES", "DRUG_STEMS", "HEADS", "THERAPIES"]

DRUG_STEMS = tuple(
    """afil asidone astine asvir azepam azolam azole bactam barbital bendazole buvir caine ciclib ciclovir cillin
    citabine coxib curium curonium cycline dapril dipine dronate erelin faxine fenac fentanil flurane formin
    fungin gabalin gatran gliflozin gliptin glitazone glutide grel imod ipril kinra lidomide limus lukast mab
    mectin metasone meterol methasone micin mivir moterol mustine mycin navir nidazole nisone olol opram opril
    orelin oxacin oxetine oxifene parib parin penem peridol peridone piprazole pirone platin poside pramine
    prazole previr profen prost quine rafenib relor rizine rtisone rubicin sartan semide setron solone sonide
    statin steride tadine taxel tegravir thiazide tinib tocin tretinoin trexate trexed triptan triptyline
    tropium trozole vaptan vastatin vudine xaban zolid zomib zosin""".split()
)
"""Endings of drug names."""

THERAPIES = """
paracetamol|acetaminophen|Tylenol|Panadol
aspirin|acetylsalicylic acid|ASA
ibuprofen|Advil|Nurofen|Motrin
naproxen|Aleve
salbutamol|albuterol|Ventolin
adrenaline|epinephrine
noradrenaline|norepinephrine
lidocaine|lignocaine|Xylocaine
pethidine|meperidine
morphine
codeine
oxycodone|OxyContin
methadone
buprenorphine
tramadol
fentanyl
remifentanil
ketamine
propofol
midazolam
dexmedetomidine
nitrous oxide
naloxone
naltrexone
metformin|Glucophage
insulin|insulin glargine
semaglutide|Ozempic|Wegovy
liraglutide|Victoza
glibenclamide|glyburide
sitagliptin|Januvia
pioglitazone
warfarin|Coumadin
heparin|enoxaparin
clopidogrel|Plavix
rivaroxaban|Xarelto
apixaban|Eliquis
digoxin
amiodarone
spironolactone|Aldactone
furosemide|frusemide|Lasix
hydrochlorothiazide
atorvastatin|Lipitor
simvastatin|Zocor
rosuvastatin|Crestor
ezetimibe
niacin|nicotinic acid
nitroglycerin|glyceryl trinitrate
sildenafil|Viagra
tadalafil|Cialis
tamoxifen|Nolvadex
raloxifene|Evista
letrozole|Femara
anastrozole|Arimidex
exemestane|Aromasin
fulvestrant|Faslodex
trastuzumab|Herceptin
pertuzumab|Perjeta
bevacizumab|Avastin
rituximab|MabThera|Rituxan
lapatinib|Tykerb
palbociclib|Ibrance
imatinib|Gleevec|Glivec
docetaxel|Taxotere
paclitaxel|Taxol|nab-paclitaxel
doxorubicin|Adriamycin
epirubicin
cyclophosphamide|Cytoxan
capecitabine|Xeloda
fluorouracil|5-fluorouracil|5-FU
gemcitabine|Gemzar
methotrexate|MTX
cisplatin
carboplatin
oxaliplatin
vinorelbine|Navelbine
vincristine
etoposide
temozolomide
megestrol|megestrol acetate
medroxyprogesterone|MPA|medroxyprogesterone acetate
goserelin|Zoladex
zoledronic acid|zoledronate|Zometa|ZOL
alendronate|alendronic acid|Fosamax
ibandronate|ibandronic acid
risedronate
pamidronate
denosumab|Prolia
teriparatide
hydroxychloroquine|Plaquenil|HCQ
chloroquine
azithromycin|Zithromax
amoxicillin|amoxycillin
doxycycline
remdesivir|Veklury
favipiravir
lopinavir|lopinavir/ritonavir|Kaletra
oseltamivir|Tamiflu
ribavirin
aciclovir|acyclovir
tenofovir|TDF
zidovudine|AZT
ivermectin
artemisinin|artesunate|artemether|artemether-lumefantrine
tocilizumab|Actemra
anakinra
baricitinib
convalescent plasma|plasma from recovered patients|plasma from recovered people
dexamethasone|Decadron
prednisone
prednisolone
hydrocortisone|cortisol
methylprednisolone
budesonide
colchicine
allopurinol
sulfasalazine|sulphasalazine
infliximab|Remicade
adalimumab|Humira
etanercept|Enbrel
interferon|interferon beta|interferon alfa
azathioprine
ciclosporin|cyclosporine|cyclosporin
tacrolimus
sirolimus|rapamycin
mycophenolate
lithium
valproate|valproic acid
carbamazepine
lamotrigine
levetiracetam
phenytoin
gabapentin
pregabalin|Lyrica
topiramate
fluoxetine|Prozac
sertraline|Zoloft
paroxetine|Paxil
citalopram|escitalopram
venlafaxine
duloxetine
bupropion|Wellbutrin|Zyban
mirtazapine
amitriptyline
imipramine
clozapine
olanzapine
quetiapine|Seroquel
risperidone
haloperidol
aripiprazole
methylphenidate|Ritalin
amphetamine
diazepam|Valium
lorazepam
zopiclone|eszopiclone
zolpidem
melatonin
varenicline|Chantix|Champix
nicotine replacement|nicotine patch|nicotine patches|nicotine gum
donepezil
memantine
levodopa|L-dopa
botulinum toxin|Botox|botulinum toxin A
omeprazole
metoclopramide
ondansetron
finasteride
dutasteride
minoxidil
isotretinoin
tretinoin
benzoyl peroxide
salicylic acid
oestrogen|estrogen|estradiol|oestradiol
progesterone|progestin
testosterone
hormone replacement therapy|HRT|hormone therapy
levothyroxine|thyroxine
growth hormone
oxytocin
misoprostol
magnesium sulphate|magnesium sulfate|magnesium
vitamin A|retinol|beta-carotene
vitamin B12|cobalamin
vitamin C|ascorbic acid
vitamin D|calciferol|cholecalciferol|25-OHD|25-hydroxyvitamin D|vitamin D3
vitamin E|tocopherol
vitamin K
folic acid|folate
calcium
iron
zinc
selenium
biotin
omega-3|fish oil|omega-3 fatty acids
probiotics?|lactobacillus
curcumin|turmeric
ginger
ginkgo|ginkgo biloba
St John's wort
echinacea
black cohosh|cimicifuga racemosa
garlic
green tea
caffeine
cannabis|cannabidiol|CBD
resveratrol
creatine
honey
saline|normal saline
acupuncture
yoga
tai chi
massage
mindfulness|meditation|mindfulness-based stress reduction|MBSR
cognitive behavioural therapy|cognitive behavioral therapy|CBT|cognitive behaviour therapy|cognitive therapy
psychotherapy|psychoanalysis
hypnosis
music therapy
dance therapy|dance movement therapy
physiotherapy|physical therapy
aerobic exercise|exercise|exercise training|physical activity|physical training
resistance training|strength training
homeopathy
chiropractic|spinal manipulation
osteopathy
electroconvulsive therapy|ECT
transcranial magnetic stimulation|TMS
TENS|transcutaneous electrical nerve stimulation
laser therapy|low-level laser|photobiomodulation
phototherapy|UV therapy
radiotherapy|radiation therapy|irradiation|radiation
antiretroviral therapy|ART|HAART
mastectomy|lumpectomy
bariatric surgery|gastric bypass
angioplasty|PCI|percutaneous coronary intervention
coronary artery bypass|CABG
dialysis|haemodialysis|hemodialysis
CPAP|continuous positive airway pressure
platelet-rich plasma|PRP
stem cell transplant|bone marrow transplant|stem cell transplantation|bone marrow transplantation
BCG|Bacillus Calmette-Guerin
caesarean section|cesarean section|C-section
ketogenic diet|low-carbohydrate diet
Mediterranean diet
intermittent fasting|fasting
"""

CLASSES = """
treatment|treatments|therapy|therapies|medication|medications|medicine|medicines|drug|drugs|intervention|interventions|care
chemotherapy|chemo|immunotherapy|endocrine therapy|hormonal therapy|aromatase inhibitors?|anaesthesia|anesthesia
corticosteroids?|steroids?|glucocorticoids?|statins?|antibiotics?|antidepressants?|opioids?|bisphosphonates?|antivirals?
surgery|vaccine|vaccines|vaccination|supplement|supplements|supplementation|diet|training|programme|program
"""

HEADS = frozenset("therapy surgery vaccine supplementation training injection injections cream gel".split())
"""Words that make a therapy with the word before them."""
