"""The terms that the graph is written in: our own namespace, closed, and those we borrow.

A misspelt term raises instead of making a new IRI. What each term means stands in
``data/ontology.ttl``, with its match in the field's vocabularies; a test holds the two together.
"""

from __future__ import annotations

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, PROV, SKOS, DefinedNamespace

from kg.prefixes import BASE, MESH

__all__ = ["CITO", "DCTERMS", "EKG", "FABIO", "MESHV", "PROV", "SCHEMA", "SKOS"]


class EKG(DefinedNamespace):
    """Our own terms; see ``data/ontology.ttl`` for what each means."""

    _NS = Namespace(f"{BASE}ns#")
    _fail = True

    # classes
    AbstractSection: URIRef
    Accession: URIRef
    Article: URIRef
    Block: URIRef
    CertaintyAssessment: URIRef
    CertaintyStep: URIRef
    Claim: URIRef
    Concept: URIRef
    ConceptMatch: URIRef
    Contributor: URIRef
    DataProblem: URIRef
    Decision: URIRef
    Defect: URIRef
    DiagnosticSign: URIRef
    EditorialNotice: URIRef
    EffectEstimate: URIRef
    EligibilityCriterion: URIRef
    ExtractedEffect: URIRef
    ExtractedValue: URIRef
    Fact: URIRef
    FieldPlace: URIRef
    Figure: URIRef
    Finding: URIRef
    Footnote: URIRef
    FullText: URIRef
    Grant: URIRef
    HeaderCell: URIRef
    Intervention: URIRef
    LedgerEntry: URIRef
    MatchRemark: URIRef
    Licence: URIRef
    ListedReference: URIRef
    MechanismLink: URIRef
    MeshDescriptor: URIRef
    OtherAbstract: URIRef
    Paragraph: URIRef
    Passage: URIRef
    Patch: URIRef
    Pointer: URIRef
    Population: URIRef
    Quantity: URIRef
    QuoteProof: URIRef
    Record: URIRef
    RecordLink: URIRef
    Reference: URIRef
    Report: URIRef
    Resolution: URIRef
    Run: URIRef
    RunFinding: URIRef
    Section: URIRef
    Sentence: URIRef
    SignReading: URIRef
    SourcePlace: URIRef
    Statement: URIRef
    Study: URIRef
    StudyGroup: URIRef
    StudyJoin: URIRef
    Table: URIRef
    TextSection: URIRef
    TrialRegistration: URIRef

    # direct edges, derived from the records
    about: URIRef
    actsThrough: URIRef
    captionText: URIRef
    citesRecord: URIRef
    citesWork: URIRef
    dataProblem: URIRef
    denotes: URIRef
    descriptor: URIRef
    examinesMechanism: URIRef
    excludes: URIRef
    extracted: URIRef
    extractedEffect: URIRef
    hasClaim: URIRef
    hasDesign: URIRef
    hasFact: URIRef
    hasFinding: URIRef
    hasFullText: URIRef
    hasNotice: URIRef
    hasPointer: URIRef
    hasReference: URIRef
    inGroup: URIRef
    headerCell: URIRef
    leansOn: URIRef
    majorDescriptor: URIRef
    mentions: URIRef
    ofArticle: URIRef
    ofOutcome: URIRef
    ofTherapy: URIRef
    previousRun: URIRef
    proof: URIRef
    provenIn: URIRef
    reportsOutcome: URIRef
    resolvesTo: URIRef
    restsOn: URIRef
    rung: URIRef
    shownBy: URIRef
    studiesCondition: URIRef
    studiesPopulation: URIRef
    studiesTherapy: URIRef
    throughMechanism: URIRef
    titleKey: URIRef
    verdict: URIRef

    # fields of the records
    abstractCopyright: URIRef
    abstractSection: URIRef
    accession: URIRef
    address: URIRef
    addressRead: URIRef
    adjunct: URIRef
    adverseEvents: URIRef
    affiliation: URIRef
    age: URIRef
    ageGroup: URIRef
    agency: URIRef
    alsoDesign: URIRef
    ambiguousLabel: URIRef
    analysed: URIRef
    approximate: URIRef
    arm: URIRef
    arms: URIRef
    article: URIRef
    audience: URIRef
    audiencePlace: URIRef
    author: URIRef
    authorList: URIRef
    bank: URIRef
    baseline: URIRef
    basis: URIRef
    blinding: URIRef
    block: URIRef
    bound: URIRef
    caption: URIRef
    category: URIRef
    caution: URIRef
    cell: URIRef
    certainty: URIRef
    certaintyLevel: URIRef
    change: URIRef
    checked: URIRef
    citedWork: URIRef
    claim: URIRef
    coIntervention: URIRef
    coTherapy: URIRef
    column: URIRef
    comparator: URIRef
    comparedWith: URIRef
    comparison: URIRef
    concept: URIRef
    condition: URIRef
    confidence: URIRef
    context: URIRef
    contributor: URIRef
    copyrightStatement: URIRef
    country: URIRef
    criterion: URIRef
    curatedFact: URIRef
    curatedValue: URIRef
    date: URIRef
    decidedBy: URIRef
    decisionState: URIRef
    defect: URIRef
    derived: URIRef
    descriptorLabel: URIRef
    design: URIRef
    designDisagreement: URIRef
    designNote: URIRef
    designText: URIRef
    device: URIRef
    direction: URIRef
    directionCount: URIRef
    doi: URIRef
    dose: URIRef
    drug: URIRef
    duration: URIRef
    enrolled: URIRef
    evidence: URIRef
    excludedWords: URIRef
    fact: URIRef
    field: URIRef
    filePlace: URIRef
    fieldPlace: URIRef
    figure: URIRef
    finding: URIRef
    findingId: URIRef
    findingState: URIRef
    fingerprint: URIRef
    folded: URIRef
    followUp: URIRef
    footnote: URIRef
    format: URIRef
    foundIn: URIRef
    frequency: URIRef
    funding: URIRef
    given: URIRef
    grant: URIRef
    group: URIRef
    heading: URIRef
    hedge: URIRef
    identifier: URIRef
    identifiersSeenOn: URIRef
    inBlock: URIRef
    inSection: URIRef
    investigations: URIRef
    interests: URIRef
    interestsStatement: URIRef
    intervalHigh: URIRef
    intervalLevel: URIRef
    intervalLow: URIRef
    intervention: URIRef
    invited: URIRef
    isGroup: URIRef
    isConflicting: URIRef
    isRedistributable: URIRef
    issn: URIRef
    issue: URIRef
    join: URIRef
    journal: URIRef
    journalAbbreviation: URIRef
    key: URIRef
    keyword: URIRef
    kind: URIRef
    label: URIRef
    language: URIRef
    leftOut: URIRef
    readBeside: URIRef
    readAsTherapy: URIRef
    isExtracted: URIRef
    ledgerEntry: URIRef
    ledgerVerdict: URIRef
    level: URIRef
    licence: URIRef
    limitation: URIRef
    line: URIRef
    link: URIRef
    listedReference: URIRef
    lowerIsBetter: URIRef
    marked: URIRef
    marker: URIRef
    match: URIRef
    matter: URIRef
    measure: URIRef
    measuredAt: URIRef
    member: URIRef
    meshHeading: URIRef
    meshIndexing: URIRef
    message: URIRef
    modified: URIRef
    modifiedPlace: URIRef
    n: URIRef
    name: URIRef
    needleDepth: URIRef
    negated: URIRef
    negation: URIRef
    nlmJournalId: URIRef
    notFound: URIRef
    notSameAs: URIRef
    note: URIRef
    notice: URIRef
    noticesChecked: URIRef
    noun: URIRef
    number: URIRef
    obtainedBy: URIRef
    ofClaim: URIRef
    ofCondition: URIRef
    ofReference: URIRef
    onSentence: URIRef
    orcid: URIRef
    order: URIRef
    ordinal: URIRef
    other: URIRef
    otherAbstract: URIRef
    otherArm: URIRef
    otherIdentifier: URIRef
    outcome: URIRef
    outcomeName: URIRef
    owner: URIRef
    p: URIRef
    pages: URIRef
    paragraph: URIRef
    paraphrase: URIRef
    participants: URIRef
    pasted: URIRef
    patch: URIRef
    path: URIRef
    people: URIRef
    place: URIRef
    planned: URIRef
    pointer: URIRef
    pointerIndex: URIRef
    pooled: URIRef
    population: URIRef
    possible: URIRef
    pSign: URIRef
    publicationType: URIRef
    published: URIRef
    publishedIn: URIRef
    publishedOnline: URIRef
    publishedPlace: URIRef
    pValue: URIRef
    quantity: URIRef
    quote: URIRef
    rank: URIRef
    rankedBy: URIRef
    raw: URIRef
    readIn: URIRef
    readPart: URIRef
    reading: URIRef
    reason: URIRef
    record: URIRef
    recordDate: URIRef
    reference: URIRef
    registration: URIRef
    repeats: URIRef
    replacement: URIRef
    resolution: URIRef
    resolvedBy: URIRef
    response: URIRef
    role: URIRef
    route: URIRef
    row: URIRef
    rule: URIRef
    ruleVersion: URIRef
    ruling: URIRef
    runFinding: URIRef
    said: URIRef
    sameStudyAs: URIRef
    scheme: URIRef
    section: URIRef
    sentence: URIRef
    sessions: URIRef
    severity: URIRef
    sex: URIRef
    significance: URIRef
    site: URIRef
    size: URIRef
    snapshot: URIRef
    softwareVersion: URIRef
    sourceHash: URIRef
    sourceName: URIRef
    sourcePassage: URIRef
    sourceState: URIRef
    span: URIRef
    species: URIRef
    stance: URIRef
    stanceWords: URIRef
    standing: URIRef
    statedBy: URIRef
    statement: URIRef
    status: URIRef
    step: URIRef
    strain: URIRef
    studiesPooled: URIRef
    study: URIRef
    studyCount: URIRef
    subject: URIRef
    subjectKind: URIRef
    substance: URIRef
    suggestedStudy: URIRef
    superscript: URIRef
    surety: URIRef
    table: URIRef
    tableNote: URIRef
    tells: URIRef
    testedIn: URIRef
    text: URIRef
    textHash: URIRef
    textLink: URIRef
    textList: URIRef
    textPlace: URIRef
    therapy: URIRef
    time: URIRef
    timePoint: URIRef
    treeNumber: URIRef
    trialRegistration: URIRef
    truncated: URIRef
    uncertainty: URIRef
    unchecked: URIRef
    unit: URIRef
    upper: URIRef
    value: URIRef
    valuePlaces: URIRef
    vernacularTitle: URIRef
    volume: URIRef
    workIdentifier: URIRef
    year: URIRef


class FABIO(DefinedNamespace):
    """FRBR-aligned Bibliographic Ontology, the terms in use (checked in its 2.3 release)."""

    _NS = Namespace("http://purl.org/spar/fabio/")
    _fail = True

    JournalArticle: URIRef
    Preprint: URIRef
    WebPage: URIRef
    hasPubMedCentralId: URIRef
    hasPubMedId: URIRef


class CITO(DefinedNamespace):
    """Citation Typing Ontology, the terms in use: the author's intent, never our verdict."""

    _NS = Namespace("http://purl.org/spar/cito/")
    _fail = True

    cites: URIRef
    citesAsEvidence: URIRef


class MESHV(DefinedNamespace):
    """MeSH's own RDF vocabulary, the terms in use (checked in NLM's vocabulary file)."""

    _NS = Namespace(f"{MESH}vocab#")
    _fail = True

    broaderDescriptor: URIRef


class SCHEMA(DefinedNamespace):
    """schema.org, the terms in use."""

    _NS = Namespace("https://schema.org/")
    _fail = True

    Article: URIRef
    Claim: URIRef
