"""What kind of study a text reports, by what it says of itself; the rule that decided is named.

A rule is a pattern in the title or the abstract. What others did or should do ("randomised trials are needed", "earlier
systematic reviews") is no statement about this study: patterns of the abstract ask for the authors' own verb, the
methods' section, or a sentence that speaks of "this study".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.texts import ABSTRACT, TITLE, SourceText
from kg.identifiers import ConceptId
from kg.model.extraction import ExtractedValue
from kg.model.span import Span
from kg.text.sentences import split_sentences

__all__ = ["designs_of_text"]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One sign of a design: ``in_title`` and ``in_abstract`` are patterns, ``unless`` what takes it back."""

    design: ConceptId
    in_title: re.Pattern[str] | None = None
    in_abstract: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    needs: tuple[str, ...] = ()
    """Letters of which some stand in every abstract that the pattern fits: a look that costs little goes first."""


def _rule(design: str, in_title: str = "", in_abstract: str = "", unless: str = "", needs: str = "") -> _Rule:
    title, abstract, back = (
        re.compile(each, re.IGNORECASE | re.VERBOSE) if each else None for each in (in_title, in_abstract, unless)
    )
    return _Rule(ConceptId(design), title, abstract, back, tuple(needs.split("|")))


_DID = (
    r"(?:conducted|performed|carried\sout|undertook|undertaken|did|completed|present(?:ed)?|report(?:ed)?|designed|used"
    r"|is|was)"
)
_OWN = r"(?:we|authors|this|our|here(?:in)?|present|current|the)\b[^.;]{0,60}\b"
_KINDS = r"(?:[\w-]+[,\s]{1,2}){0,6}?"
_ANIMALS = (
    r"(?:rats?|mice|mouse|rabbits?|pigs?|piglets?|dogs?|sheep|zebrafish|hamsters?|guinea\spigs?|chickens?|broilers?"
    r"|hens|cows?|calves|goats?|lambs?|horses?|cats?|monkeys?|macaques?|fish|murine|animals?)"
)
_CREATURES = (
    r"(?:[a-z]*fish|chicks?|birds?|beagles?|ewes?|rams?|heifers?|bulls?|steers?|ducks?|quails?|shrimps?|larvae|tilapia"
    r"|carps?|trout|bees|flies|cockerels|goslings|lambs|kids|gilts|sows|boars|weaners|ponies|mares|ferrets|gerbils|hens"
    r"|broilers)"
)
_AGAINST_TRIAL = rf"""\b(?:non|semi|quasi)-?\s?randomi[sz]ed|cross-sectional|concerns\sabout|pursuit\sof
    |\b(?:now|currently|is|are)\sconducting
    |\b{_CREATURES}\s(?:\([^)]*\)\s)?(?:was|were)\s(?:\w+\s)?random
    |(?:future|further|more|larger?|previous|prior|published|several|all|available
    |need(?:ed|s)?\b[^.]{{0,30}}|existing|recent|other|\bof(?!\san?\s)|from|well-designed|included|eligible
    |identified|two|three|four|five|\d+)
    \s(?:[\w-]+[,\s]{{1,2}}){{0,4}}randomi[sz]ed|trials\b[^.]{{0,40}}\b(?:needed|required|warranted|necessary)|mendelian
    |\b(?:no|few|lack\sof)\s(?:[\w-]+\s){{0,2}}randomi[sz]ed
    |compar(?:ed|isons?|ing)\s(?:to|with)\s(?:the|a|previous|published)\srandomi[sz]ed
    |previously\s(?:participat|reported|published)|search(?:ed|es)?\b|studies\swere\s(?:included|eligible)
    |randomi[sz]ed[^.]{{0,40}}\b(?:needed|required|warranted)|\bdefinitive\b|nested\s(?:with)?in|\bunderway\b
    |\bongoing\b
    |(?:genes?|images?|sequences?|plots?|plants?|sites?|records?|data|items?|words?|pictures?|stimuli
    |specimens?|samples?)
    \s(?:was|were)\s(?:\w+\s)?random"""

_RULES = (
    _rule(
        "study-protocol",
        r"""\bprotocol\s(?:for|of)\b|\b(?:study|trial|review|research)\sprotocol\b|:\s?(?:a\s)?protocol\b
            |\bprotocol\Z|design\sand\srationale|rationale\sand\s(?:study\s)?design|(?:trial\)?:
            |study:)\s(?:study\s|trial\s)?design\b|\bstudy\sdesign\Z""",
        r"""\b(?:this|the|our|present)\s(?:study\s|trial\s|paper\s|article\s)?(?:protocol
            |protocol\spaper)\s(?:describes|outlines|presents|reports|was|is|for|has|will)
            |\bwe\sdescribe\sthe\s(?:\w+\s)?protocol|(?:patients|participants|individuals|adults|women|men
            |children)\swill\sbe\s(?:randomly|randomi[sz]ed|recruited|enrol+ed|allocated)""",
        r"treatment\sprotocol|protocol\sbiops",
        needs="protocol|will be",
    ),
    _rule(
        "clinical-guideline",
        r"""\bguidelines?\b(?=.{0,40}(?:\Z|:|for|on|of|\d{4}))|consensus\s(?:statement|recommendations?
            |report|document|guidelines?|conference)|position\s(?:statement|paper)|\brecommendations?\s(?:for
            |of|from|on)\b|expert\sconsensus|practice\sparameter""",
        r"""\b(?:these|this|the\spresent|our)\s(?:\w+\s){0,3}guidelines?\s(?:provide|address|present|cover
            |was|were|offers?|aims?)|the\s(?:panel|guideline\spanel|task\sforce)\s(?:\w+\s)?(?:recommends?
            |suggests?|agreed|made|issued)""",
        r"""adherence|compliance|implement|awareness|impact\sof|quality\sof|according|concordan
            |follow(?:ing)?\s|knowledge|apprais|adaptation\sto|attitudes|effect\sof|review\sof|comparison
            |validation|systematic\sreview|survey""",
        needs="guideline|panel|task force",
    ),
    _rule(
        "network-meta-analysis",
        r"network\smeta-?\s?analys[ie]s|mixed\streatment\scomparison|multiple\streatments?\smeta-?analysis",
        rf"{_OWN}(?:bayesian\s|frequentist\s)?network\smeta-?\s?analys[ie]s",
        r"protocol|tutorial|methodolog",
        needs="network",
    ),
    _rule(
        "meta-analysis",
        r"""meta-?\s?analys[ie]s|meta-?\s?analytic|pooled\sanalys[ie]s\sof\s(?:\d+|two|three|four|five|six
            |seven|eight|nine|ten|randomi[sz]ed|individual)|meta-?regression""",
        rf"""(?:{_DID}|{_OWN})\s?(?:an?\s|the\s)?(?:[\w-]+\s){{0,5}}meta-?\s?analys[ie]s
            |meta-?\s?analys[ie]s\s(?:[\w\s]{{0,30}})?(?:was|were)\s(?:then\s|also\s)?(?:conducted|performed
            |undertaken|done|used|carried)|(?:were|was)\s(?:meta-?analy[sz]ed|pooled\s(?:using|with|by))
            |(?:random|fixed)-?\s?effects?\s(?:model\s)?meta-?\s?analys""",
        r"""protocol|mini-?\s?meta|markov|supplemented\swith|previous\smeta|umbrella|recent\smeta
    |earlier\smeta|published\smeta|microarray\sdata
            |meta-?analyses\s(?:have|of\spublished)|future|current\smeta|from\san?\s(?:[\w-]+\s){0,3}meta
            |reporting\sitems|simulation\sstudy|incorporating|methods?\sfor|the\scancer\sgenome\satlas|\btcga\b""",
        needs="meta",
    ),
    _rule(
        "systematic-review",
        r"""systematic(?:al)?(?:\sand\s\w+)?\s(?:literature\s|mapping\s|scoping\s|quantitative\s|qualitative\s
            |evidence\s|integrative\s|critical\s)?(?:reviews?|overview)|\bumbrella\sreview
            |systematic\s(?:\w+\s)?search|rapid\s(?:systematic\s|evidence\s)?review|evidence\s(?:synthesis
            |map|assessment)|review\sof\ssystematic|systematically\sreview""",
        rf"""(?:{_DID}|{_OWN})\s?(?:an?\s|the\s)?(?:[\w-]+\s){{0,4}}systematic(?:al)?\s(?:literature\s
            |electronic\s|\w+\s)?(?:review|search)|systematic(?:al)?\s(?:literature\s|\w+\s)?(?:review
            |search)\s(?:of\s[^.]{{0,80}}|[\w\s]{{0,30}})?(?:was|were)\s(?:\w+\s)?(?:conducted|performed
            |undertaken|done|carried|made|completed|used)|systematically\s(?:search|review)|\bPRISMA\b
            |preferred\sreporting\sitems\sfor\ssystematic|(?:databases|pubmed|medline|embase|scopus
            |web\sof\sscience|cochrane\s(?:library|central))\b[^.]{{0,120}}\b(?:was|were)\s(?:\w+\s)?searched
            |(?<!selective\s)(?:we\ssearched|(?:systematic|electronic|comprehensive|database
            |literature)\ssearche?s?\s(?:of|in|was|were|on|through|using))\b[^.]{{0,60}}(?:databases|pubmed
            |medline|embase|scopus|cochrane|web\sof\sscience|cinahl|psycinfo)\b[^.]{{0,60}}(?:pubmed|medline
            |embase|scopus|cochrane|web\sof\sscience|cinahl|electronic\sdatabases)
            |rapid\s(?:evidence\s)?review\s(?:was|of)|(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten
            |\w+teen|\w+ty)(?:[\s-]\w+)?)\s(?:\w+\s){{0,2}}(?:articles|studies|trials|rcts|publications
            |papers)\b[^.;]{{0,80}}\bwere\s(?:\w+\s)?(?:included|eligible|identified|retrieved|selected)
            |(?:articles|studies|trials)\s(?:met|meeting|fulfilled)\s(?:\w+\s)?(?:inclusion|eligibility)""",
        r"""protocol\s(?:for|of)|bibliometric|narrative\s(?:literature\s)?review|scoping\sreview|case\sreport
    |no\ssystematic\sreview
            |reporting\squality|selective\ssearch""",
        needs="systematic|prisma|search|rapid|articles|studies|trials",
    ),
    _rule(
        "scoping-review",
        r"scoping\s(?:literature\s)?review|scoping\sstudy|mapping\sreview",
        rf"(?:{_DID}|{_OWN})\s?(?:an?\s|the\s)?(?:[\w-]+\s){{0,3}}scoping\sreview",
        r"protocol",
        needs="scoping",
    ),
    _rule(
        "narrative-review",
        r"""narrative\sreview|\b(?:literature|mini-?|state-of-the-art|comprehensive|critical|clinical
            |integrative|brief|updated?|topical|concise|short|review)[\s-]?reviews?\b
            |:\s?(?:an?\s)?(?:[\w-]+\s){0,3}(?:review|overview)\b|\breview\sof\s(?:the\s)?(?:literature
            |current|recent|evidence)|\ba\s(?:[\w-]+\s){0,2}review\Z|current\s(?:perspectives|concepts|status
            |understanding)|state\sof\sthe\sart|recent\s(?:advances|progress|developments)
            |an?\s(?:brief\s)?overview\b|past,\spresent,?\sand\sfuture""",
        r"""\b(?:this|the\spresent|present|our|current)\s(?:[\w-]+\s){0,3}(?:review|overview)\s(?:article\s
            |paper\s)?(?:\w+\s)?(?:discuss|summari|focus|provid|describ|highlight|aims|cover|examin|present
            |outlin|explor|will|is|address|consider|offer|discusses|deals|details|introduc|attempt)
            |\b(?:in\sthis|herein,?\swe|here,?\swe|we)\s(?:[\w-]+\s){0,3}review\b(?!\sof\s(?:records|charts))""",
        r"""case\s(?:report|series)|retrospective|chart\sreview|medical\srecords|peer\sreview
            |randomi[sz]ed\sclinical|cohort""",
        needs="review",
    ),
    _rule(
        "randomised-controlled-trial",
        r"""\brandomi[sz]ed(?![^.]{0,30}\b(?:trials|studies
            |controlled\strials)\b)(?:\W+[\w-]+){0,6}?\W+(?:trial|study|comparison|evaluation)
            |\brandomi[sz]ed\W+(?:placebo-?\s?)?controlled(?!\W+(?:clinical\s)?(?:trials|studies))
            |\bRCT\b(?!\s(?:reporting|data|design))|\brandomi[sz]ation\sto\b
            |\brandomi[sz]ed,?\s(?:double|single|triple|open)|:\s?(?:an?\s)?randomi[sz]ed\b""",
        rf"""(?:was|were)\s(?:then\s|also\s|equally\s|subsequently\s|centrally\s)?(?:randomi[sz]ed
            |randomly\s(?:\w+ly\s)?(?:assigned|allocated|divided|distributed|separated|grouped
            |selected\sto\sreceive|categorized|enrol+ed\sin(?:to)?\s(?:two|one|either)))(?!\s?(?:selected
            |sampled|chosen))|\bwe\s(?:\w+ly\s)?(?:randomi[sz]ed|randomly\s(?:assigned|allocated|divided))
            |(?:participants|patients|women|men|children|adults|subjects|individuals|eyes|volunteers
            |students)\s(?:\([^)]*\)\s)?(?:with\s[^.,]{{1,40}}\s)?(?:randomi[sz]ed|randomly\s(?:assigned
            |allocated))|{_OWN}{_KINDS}randomi[sz]ed[,\s-]{{1,2}}{_KINDS}(?:trial|study)\b(?!s)
            |\bin\sa(?:n)?\s{_KINDS}randomi[sz]ed[,\s-]{{1,2}}{_KINDS}(?:trial|study)\b
            |\A\W*(?:an?\s)?{_KINDS}randomi[sz]ed[,\s-]{{1,2}}{_KINDS}(?:trial|study)\b
            |random(?:ly)?\sassign(?:ment|ed)\s(?:\w+\s)?to|randomi[sz]ed\s(?:\d\s?:\s?\d|1-to-1|in\sa\s\d)
            |(?:intervention|control|treatment)\sgroups?\b[^.]{{0,40}}\brandomly\b""",
        _AGAINST_TRIAL,
        needs="random",
    ),
    _rule(
        "quasi-randomised-trial",
        r"quasi-?\s?randomi[sz]ed",
        r"quasi-?\s?randomi[sz]ed|alternat(?:e|ing|ely)\s(?:allocation|assign\w+|allocated)",
        needs="quasi|alternat",
    ),
    _rule(
        "non-randomised-trial",
        r"non-?\s?randomi[sz]ed|quasi-?\s?experiment\w*|controlled\sbefore-?\s?(?:and-?\s?)?after",
        rf"""{_OWN}{_KINDS}(?:non-?\s?randomi[sz]ed|quasi-?\s?experimental)\s{_KINDS}(?:trial|study|design)
            |(?:non-?\s?randomi[sz]ed|quasi-?\s?experimental)[,\s]{_KINDS}(?:trial|study|design)\b""",
        r"studies\swere|trials\swere|meta-analysis|systematic\sreview|search",
        needs="non|quasi",
    ),
    _rule(
        "before-after-study",
        r"""before-?\s?(?:and-?\s?)?after\sstudy|pre-?\s?(?:and\s)?post|single-?\s?arm
            |open-?\s?label\s(?:pilot|study|trial|phase)|uncontrolled""",
        rf"""(?:{_OWN}|\A\W*|\bin\san?\s){_KINDS}(?:single-?\s?arm|single-?\s?group|before-?\s?and-?\s?after
            |uncontrolled|pre-?\s?post|pretest-?\s?posttest|one-?\s?group)[,\s]{{1,2}}{_KINDS}(?:trial|study
            |design|intervention)|pre-?\s?test[\s/-]{{1,3}}post-?\s?test\s(?:design|study)
            |interrupted\stime\sseries""",
        needs="single|before|uncontrolled|pre-|pre |prep|pret|one-|one g|onegroup|interrupted",
    ),
    _rule(
        "case-control-study",
        r"case-?\s?control(?!led)",
        rf"""(?:{_OWN}|\A\W*|\bin\san?\s|\ba\s){_KINDS}case-?\s?control(?:led)?\s{_KINDS}(?:study|analysis
            |design)|(?:matched|nested)\scase-?\s?control""",
        needs="case",
    ),
    _rule(
        "cohort-study",
        r"""\bcohort|longitudinal\s(?:study|analysis)|prospective\s(?:\w+\s){0,2}study|retrospective(?:ly)?\b
            |follow-?\s?up\sstudy|registry|population-based\sstudy|real-world""",
        rf"""(?:{_OWN}|\A\W*|\bin\san?\s|\ba\s){_KINDS}(?:cohort|longitudinal|retrospective
            |prospective\sobservational|follow-?up|registry-based|observational)[,\s]{{1,2}}{_KINDS}(?:study
            |analysis|review|design|series|data)|\bwe\sretrospectively\s|\bwere\sretrospectively\s
            |retrospective(?:ly)?\s(?:review|analy[sz]|chart|stud|cohort)|(?:prospective
            |retrospective)\s(?:\w+\s){{0,2}}(?:cohort|study)|cohort\sof\s\d""",
        r"randomi[sz]ed",
        needs="cohort|longitudinal|retrospective|prospective|follow|registry|observational",
    ),
    _rule(
        "cross-sectional-study",
        r"cross-?\s?sectional|prevalence\s(?:of|and)\b",
        rf"cross-?\s?sectional[,\s]{{1,2}}{_KINDS}(?:study|survey|analysis|design|data|sample|research)",
        needs="sectional",
    ),
    _rule(
        "self-report-survey",
        r"""\bsurvey\b|questionnaire\s(?:study|survey)|online\squestionnaire|web-based\s(?:survey
            |questionnaire)|knowledge,?\sattitudes?""",
        r"""(?:online|web-based|internet|electronic|national|postal|anonymous|telephone|self-administered
            |email)\s(?:[\w-]+\s){0,3}(?:survey|questionnaire)|survey\swas\s(?:\w+\s)?(?:conducted|sent
            |distributed|administered|emailed|performed)|\bwe\ssurveyed|questionnaires?\s(?:was
            |were)\s(?:\w+\s)?(?:distributed|sent|administered|emailed)""",
        r"randomi[sz]ed|validation",
        needs="survey|questionnaire",
    ),
    _rule(
        "case-series",
        r"""case\sseries|series\sof\s(?:\w+\s){0,2}(?:cases|patients)|\bcases\Z|report\sof\s(?:two|three|four
            |five|six|seven|eight|nine|ten|\d+)\s(?:\w+\s)?(?:cases|patients)|(?:two|three|four|five
            |six)\s(?:[\w-]+\s){0,2}(?:cases|patients)\b|\bcase\sreports\b|:\s?\w+\scases\b""",
        r"""\bcase\sseries\b|\bwe\s(?:report|present|describe)\s(?:on\s)?(?:a\sseries\sof|two|three|four|five
            |six|seven|eight|nine|ten|\d+)\s(?:[\w-]+\s){0,5}(?:cases|patients)""",
        needs="case|patients",
    ),
    _rule(
        "case-report",
        r"""case\sreport|\ba\s(?:[\w-]+\s){0,2}case\b|case\spresentation|report\sof\s(?:a|one)\s|:\s?case\b
            |\bin\sa\s(?:\d+|young|elderly|pregnant|\w+-year-old|child|patient|man|woman|boy|girl)
            |first\s(?:reported\s)?case""",
        r"""\bwe\s(?:report|present|describe)\s(?:here\s)?(?:on\s)?(?:an?|the|one)\s(?:[\w-]+\s){0,6}(?:case
            |patient|man|woman|male|female|boy|girl|infant|child)\b|\b(?:an?|this)\s\d{1,3}-?\s?(?:year|month
            |week|day)s?-?\s?old\b|\b(?:case\sreport|this\scase)\b""",
        r"case\sseries|case-control|case\smanagement|in\scase\sof|randomi[sz]ed",
        needs="case|report|present|describe|old",
    ),
    _rule(
        "animal-experiment",
        rf"""\b(?:in|on|of|with)\s(?:[\w-]+\s){{0,5}}{_ANIMALS}\b|\b(?:rat|mouse|murine|rabbit|porcine|canine
            |animal|ovine|zebrafish)\s(?:[\w-]+\s)?(?:models?|study)|\b(?:mice|rats|broilers|piglets
            |zebrafish|rabbits|sows|laying\shens)\b|\b(?:canine|feline|equine|bovine|ovine)\b
            |in\svivo\sstudy""",
        r"""\b(?:wistar|sprague[\s-]dawley|c57bl|balb/c|male|female|adult|albino|knockout|transgenic
            |wild-?type|new\szealand)\b[^.]{0,40}\b(?:rats|mice|rabbits)\b|\b(?:rats|mice|rabbits|pigs
            |piglets|dogs|sheep|broilers|hens|cows|calves|lambs|zebrafish|animals)\s(?:\([^)]*\)\s)?were\b
            |(?:mouse|rat|murine|animal|rabbit|porcine|zebrafish|xenograft)\s(?:[\w-]+\s)?models?\b""",
        needs="rats|mice|rabbits|pig|dogs|sheep|broilers|hens|cows|"
        "calves|lambs|zebrafish|animal|mouse|rat |murine|porcine|xenograft",
    ),
    _rule(
        "in-vitro-experiment",
        r"in\s?-?vitro|\bcells?\sline|cell\scultures?|ex\svivo",
        r"""in\s?-?vitro\s(?:study|experiment|assay|model|test|analys|evaluat)|\bcells?\swere\s(?:cultured
            |treated|incubated|transfected|exposed|seeded)|\bcell\s?lines?\b|cultured\s(?:[\w-]+\s){0,3}cells
            |western\sblot""",
        r"in\svitro\sfertili[sz]",
        needs="vitro|cell|western",
    ),
    _rule(
        "computational-model",
        r"""simulat(?:ion|ed)\b|model(?:l)?ing\sstudy|mathematical\smodel|finite\selement|in\ssilico
            |cost-?\s?effectiveness\s(?:analysis|model)|markov\smodel|computational\s(?:model|study)
            |molecular\s(?:docking|dynamics)|density\sfunctional""",
        r"""(?:markov|mathematical|simulation|computational|compartmental|decision-analytic|microsimulation
            |finite\selement)\s(?:[\w-]+\s)?models?\b[^.]{0,40}\b(?:was|were|developed|used|built
            |constructed)|\bin\ssilico\b|molecular\s(?:docking|dynamics)|density\sfunctional|\bwe\ssimulated
            |monte\scarlo\ssimulation""",
        r"simulation\s?-?\s?(?:training|based)|patient\ssimulat",
        needs="model|silico|molecular|density|simulat",
    ),
)
_PART_DESIGNS = (
    _rule(
        "crossover-trial",
        r"cross-?\s?over",
        r"cross-?\s?over\s(?:[\w-]+[,\s]{1,2}){0,4}(?:trial|study|design|fashion|manner|phase)|\bcrossed\sover",
        needs="cross",
    ),
    _rule(
        "split-body-trial",
        r"""split-?\s?(?:face|body|mouth|scalp|head|side|leg|arm|neck|hand|foot|breast|scar|plot\sface)
            |intra-?individual\s(?:\w+\s)?(?:comparison|control)|contralateral\scontrol""",
        r"""split-?\s?(?:face|body|mouth|scalp|head|side|leg|arm|neck|scar)
            |intra-?individual\s(?:\w+\s){0,2}(?:comparison|control)|(?:each|one)\s(?:\w+\s)?(?:half
            |side)\s(?:of\s[^.]{1,30})?(?:was|were)\s(?:randomly\s|randomi[sz]ed)""",
        needs="split|intra|each|one ",
    ),
)
_ABOUT = re.compile(
    r"conclusion|interpretation|background|introduction|importance|discussion|implication|relevance", re.IGNORECASE
)
_ABOUT_ANOTHER = re.compile(
    r"""\W*(?:an?\s)?(?:(?:invited\s)?comment(?:s|ary)?\s(?:on|to)?\b|re(?:garding)?:|(?:in\s)?(?:reply
        |response)\b(?!\s(?:of|rates?))|authors?['’]?s?\s(?:reply|response)"""
    r"""|letter\b|correction\b|corrigend|errat|retract(?:ed|ion)\b|withdrawn|editorial
        |expression\sof\sconcern|reader)|.*\breply\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_TRAINING = re.compile(
    r"""random\w*\s(?:\w+\s)?(?:in)?to\s(?:[\w\s-]{0,20})(?:training|derivation|validation|development
        |test)\b|randomly\s(?:selected|sampled|chosen)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_PLAN_FIRST = ConceptId("study-protocol")
_TRIAL, _ANIMAL = ConceptId("randomised-controlled-trial"), ConceptId("animal-experiment")
_REVIEW, _POOLED = ConceptId("systematic-review"), ConceptId("meta-analysis")
_REVIEW_LABELS = re.compile(
    r"""search\s(?:methods|strategy)|data\s(?:sources?|extraction|synthesis)|study\s(?:selection
        |appraisal)|literature\ssearch"""
    r"|selection\scriteria\Z|evidence\sacquisition",
    re.IGNORECASE | re.VERBOSE,
)
_POOLING = re.compile(
    r"""(?:random|fixed)-?\s?effects?\b|pooled\s(?:\w+\s)?(?:effect|estimate|odds|mean|risk|prevalence
        |hazard|results|analys|data)"""
    r"|\bi\s?[²2]\s?=|\bwere\spooled\b|\bsmd\b|review\smanager|revman",
    re.IGNORECASE | re.VERBOSE,
)
_EVERY_RULE = (*_RULES, *_PART_DESIGNS)
_ORDER = {rule.design: place for place, rule in enumerate(_RULES)}


def designs_of_text(texts: Sequence[SourceText]) -> tuple[ExtractedValue[ConceptId], ...]:
    """The designs that title and abstract state, the one that decides first; each once, with its rule.

    What a title says goes before what an abstract says; of several, the kind that holds the others goes first (a plan
    before what it plans, a meta-analysis before the trials in it). "Rats were randomly divided" is an experiment on
    animals.
    A comment, reply or correction names the design of another paper and gets none.
    """
    if any(source.part == TITLE and _ABOUT_ANOTHER.match(source.text) for source in texts):
        return ()
    found: dict[ConceptId, ExtractedValue[ConceptId]] = {}
    for value in (*_of_titles(texts), *_of_abstracts(texts)):
        found.setdefault(value.value, value)
    if _REVIEW in found and _POOLED not in found:
        found = _with_pooling(found, texts)
    if _ANIMAL in found:
        found.pop(_TRIAL, None)
    if _PLAN_FIRST in found:
        found = {_PLAN_FIRST: found[_PLAN_FIRST], **found}
    return tuple(found.values())


def _with_pooling(
    found: dict[ConceptId, ExtractedValue[ConceptId]], texts: Sequence[SourceText]
) -> dict[ConceptId, ExtractedValue[ConceptId]]:
    """With the meta-analysis that a systematic review does not call so but speaks of: effects pooled in a model."""
    for source in texts:
        match = _POOLING.search(source.text) if source.part == ABSTRACT else None
        if match:
            pooled = ExtractedValue(_POOLED, source.place(Span(*match.span())), "design/pooling")
            return dict(
                pair
                for key, value in found.items()
                for pair in ([(_POOLED, pooled)] if key == _REVIEW else []) + [(key, value)]
            )
    return found


def _of_titles(texts: Sequence[SourceText]) -> Iterator[ExtractedValue[ConceptId]]:
    for source in texts:
        if source.part == TITLE:
            for rule in (*_RULES, *_PART_DESIGNS):
                match = rule.in_title.search(source.text) if rule.in_title else None
                if match and not (rule.unless and rule.unless.search(source.text)):
                    yield ExtractedValue(rule.design, source.place(Span(*match.span())), "design/title")


def _of_abstracts(texts: Sequence[SourceText]) -> Iterator[ExtractedValue[ConceptId]]:
    hits: list[tuple[int, ExtractedValue[ConceptId]]] = []
    for source in texts:
        if source.part == ABSTRACT and not _ABOUT.search(source.label or source.category or ""):
            low = _plain(source.text)
            rules = [rule for rule in _EVERY_RULE if any(part in low for part in rule.needs)]
            for sentence in split_sentences(source.text):
                hits += _hits_in(source, sentence, rules)
            hits += _hits_by_label(source)
    yield from (value for _, value in sorted(hits, key=lambda hit: hit[0]))


def _hits_by_label(source: SourceText) -> Iterator[tuple[int, ExtractedValue[ConceptId]]]:
    """A heading that only reviews with a search have."""
    if source.label and _REVIEW_LABELS.search(source.label):
        yield _ORDER[_REVIEW], ExtractedValue(_REVIEW, source.place(Span(0, 0)), "design/heading")


def _hits_in(
    source: SourceText, sentence: Span, rules: Sequence[_Rule]
) -> Iterator[tuple[int, ExtractedValue[ConceptId]]]:
    words = sentence.of(source.text)
    low = _plain(words)
    for rule in rules:
        if not any(part in low for part in rule.needs):
            continue
        match = rule.in_abstract.search(words) if rule.in_abstract else None
        if match is None or (rule.unless and rule.unless.search(words)):
            continue
        if rule.design == _TRIAL and _TRAINING.search(words):
            continue
        place = source.place(Span(*match.span()).shifted(sentence.start))
        yield _ORDER.get(rule.design, len(_ORDER)), ExtractedValue(rule.design, place, "design/abstract")


def _plain(text: str) -> str:
    """Small letters with plain spaces, for the letters that a rule needs."""
    return " ".join(text.lower().split())
