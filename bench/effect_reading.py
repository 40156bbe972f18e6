"""How truly the direction of an effect is read off an abstract: Evidence Inference, against a majority and bare words.

The rules were tuned on the training half; the validation half only measures. A prompt is answerable where the
evidence that the annotators marked lies in the abstract that the corpus gives; of the others, the share that is
left without an answer is told apart. Prompts whose annotators disagree are left out.
"""

from __future__ import annotations

import csv
import gzip
import html
import io
import random
import re
import statistics
import sys
import tarfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, print_figures
from kg.extraction.findings import extract_findings
from kg.extraction.passages import passages_of
from kg.extraction.questions import EffectQuestion, answer_question
from kg.extraction.texts import SourceText
from kg.identifiers import StudyId
from kg.model import AbstractSection, IndexedRecord
from kg.model.study import Direction

CORPUS = Path(__file__).parents[1].parent / "shared/corpus/pico/evidence_inference"
HALVES = ("train", "validation")
LABELS = {"1": Direction.INCREASE, "-1": Direction.DECREASE, "0": Direction.NO_CHANGE}
RESAMPLES, SEED = 1_000, 20_261_126
TITLE = re.compile(r"TITLE[.:][^\n]*\n(?P<title>.*?)\n\n", re.DOTALL)
SECTION = re.compile(r"(?:^|\n)ABSTRACT\.?(?P<label>[^\n]*)\n(?P<text>.*?)(?=\n\n+ABSTRACT|\Z)", re.DOTALL)
UP = re.compile(r"\b(?:increas|improv|higher|greater|more|longer|better|larger|superior)", re.IGNORECASE)
DOWN = re.compile(r"\b(?:decreas|reduc|lower|less|fewer|shorter|smaller|declin)", re.IGNORECASE)
SAME = re.compile(r"\b(?:no (?:significant )?difference|not significant|similar|did not|comparable)", re.IGNORECASE)
WORD = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question of the corpus with the annotators' answer; ``is_answerable`` from the abstract alone."""

    article: str
    question: EffectQuestion
    sources: tuple[SourceText, ...]
    label: Direction
    is_answerable: bool


def read_prompts(folder: Path, half: str) -> list[Prompt]:
    """The prompts of a half that have an abstract and annotators who agree."""
    csv.field_size_limit(sys.maxsize)
    articles = set((folder / f"splits/{half}_article_ids.txt").read_text(encoding="ascii").split())
    texts = read_abstracts(folder / "abstracts_train_validation.tar.gz")
    annotations = defaultdict[str, list[Mapping[str, str]]](list)
    for row in read_rows(folder / "v2_annotations_train_validation.csv.gz"):
        if row["Valid Label"] == "True":
            annotations[row["PromptID"]].append(row)
    prompts = []
    for row in read_rows(folder / "prompts_train_validation.csv.gz"):
        rows, text = annotations[row["PromptID"]], texts.get(row["PMCID"])
        if row["PMCID"] in articles and text is not None and len({each["Label Code"] for each in rows}) == 1:
            prompts.append(make_prompt(row, text, rows))
    return prompts


def read_rows(path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a table."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def read_abstracts(path: Path) -> dict[str, str]:
    """Each article's file by the number of its PMCID."""
    found = {}
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            if stream is not None:
                # newline="" as in the corpus, whose spans count characters
                text = io.TextIOWrapper(stream, encoding="utf-8", newline="").read()
                found[Path(member.name).stem.removeprefix("PMC")] = text
    return found


def make_prompt(row: Mapping[str, str], text: str, annotations: Sequence[Mapping[str, str]]) -> Prompt:
    """A prompt; only title and abstract of the file are kept."""
    spans = [(int(each["Evidence Start"]), int(each["Evidence End"]), each["Annotations"]) for each in annotations]
    parts = (html.unescape(html.unescape(row[name])) for name in ("Intervention", "Comparator", "Outcome"))
    return Prompt(
        article=row["PMCID"],
        question=EffectQuestion(*parts),
        sources=split_sources(text.partition("\nBODY")[0]),
        label=LABELS[annotations[0]["Label Code"]],
        is_answerable=any(text[start:end] == words for start, end, words in spans),
    )


def split_sources(text: str) -> tuple[SourceText, ...]:
    """The title and the labelled sections of the corpus's own layout."""
    title = TITLE.match(text)
    sections = [(match["label"].strip(" .:") or None, match["text"].strip()) for match in SECTION.finditer(text)]
    if not sections and title:
        sections = [(None, text[title.end() :].strip())]
    head = (SourceText("title", title["title"].strip()),) if title else ()
    return head + tuple(SourceText("abstract", words, at, label) for at, (label, words) in enumerate(sections) if words)


def answer_by_rules(prompt: Prompt) -> Direction:
    """What the rules of the project read."""
    return answer_question(prompt.question, passages_of(prompt.sources)).direction


def answer_by_words(prompt: Prompt) -> Direction:
    """The lexical baseline: in the sentence that shares most words with the outcome, the first word of change."""
    named = set(WORD.findall(prompt.question.outcome.lower()))
    sentences = [piece for source in prompt.sources for piece in re.split(r"(?<=[.;])\s", source.text)]
    best = max(sentences, key=lambda sentence: len(named & set(WORD.findall(sentence.lower()))), default="")
    if SAME.search(best):
        return Direction.NO_CHANGE
    up, down = UP.search(best), DOWN.search(best)
    if up and (not down or up.start() < down.start()):
        return Direction.INCREASE
    return Direction.DECREASE if down else Direction.NO_CHANGE


def macro_f1(pairs: Sequence[tuple[Direction, Direction]]) -> float:
    """The mean of the F1 of the three directions; a prompt without an answer is a miss."""
    return statistics.fmean(f1_of(direction, pairs) for direction in LABELS.values())


def f1_of(direction: Direction, pairs: Sequence[tuple[Direction, Direction]]) -> float:
    """The F1 of one direction over (label, answer)."""
    hits = sum(label is answer is direction for label, answer in pairs)
    named = sum((label is direction) + (answer is direction) for label, answer in pairs)
    return 2 * hits / named if named else 0.0


def bootstrap_interval(articles: Mapping[str, Sequence[tuple[Direction, Direction]]]) -> tuple[float, float]:
    """The 95 % interval of the macro-F1 by resampling articles, whose prompts hang together, with a fixed seed."""
    draw = random.Random(SEED)  # noqa: S311 - a sample
    groups = list(articles.values())
    samples = (draw.choices(groups, k=len(groups)) for _ in range(RESAMPLES))
    scores = sorted(macro_f1([pair for group in sample for pair in group]) for sample in samples)
    return scores[int(0.025 * RESAMPLES)], scores[int(0.975 * RESAMPLES) - 1]


def measure() -> list[Figure]:
    """The figures of both halves, the goal judged on validation; and the time of all findings of an abstract."""
    halves = {half: read_prompts(CORPUS, half) for half in HALVES}
    judged = [figure for half, prompts in halves.items() for figure in measure_half(half, prompts)]
    return [*judged, measure_time([prompt.sources for prompt in halves["train"]])]


def measure_time(abstracts: Sequence[tuple[SourceText, ...]]) -> Figure:
    """Processor time of all findings of an abstract on average, each abstract once."""
    records = [make_record(sources) for sources in dict.fromkeys(abstracts)]
    begin = time.process_time()
    for record in records:
        extract_findings(record)
    return Figure(
        "milliseconds for the findings of an abstract", 1_000 * (time.process_time() - begin) / len(records), "ms"
    )


def make_record(sources: tuple[SourceText, ...]) -> IndexedRecord:
    """A record with nothing but title and abstract."""
    title = next((source.text for source in sources if source.part == "title"), None)
    sections = tuple(AbstractSection(source.text, source.label) for source in sources if source.part == "abstract")
    return IndexedRecord(key=StudyId("abstract"), title=title, abstract=sections)


def measure_half(half: str, prompts: Sequence[Prompt]) -> list[Figure]:
    """The figures of one half, the baselines in the same run."""
    begin = time.process_time()
    answers = [answer_by_rules(prompt) for prompt in prompts]
    seconds = time.process_time() - begin
    read = list(zip(prompts, answers, strict=True))
    pairs = [(prompt.label, answer) for prompt, answer in read if prompt.is_answerable]
    beyond = [(prompt.label, answer) for prompt, answer in read if not prompt.is_answerable]
    answered = [pair for pair in beyond if pair[1] is not Direction.NOT_MEASURED]
    majority = Counter(label for label, _ in pairs).most_common(1)[0][0]
    words = [(prompt.label, answer_by_words(prompt)) for prompt in prompts if prompt.is_answerable]
    articles = defaultdict[str, list[tuple[Direction, Direction]]](list)
    for prompt, answer in read:
        if prompt.is_answerable:
            articles[prompt.article].append((prompt.label, answer))
    low, high = bootstrap_interval(articles)
    return [
        Figure(
            f"{half}: direction of effect, macro-F1", macro_f1(pairs), "", ">= 0.60" if half == "validation" else ""
        ),
        Figure(f"{half}: its 95 % interval, low", low, ""),
        Figure(f"{half}: its 95 % interval, high", high, ""),
        *(Figure(f"{half}: F1 of {direction}", f1_of(direction, pairs), "") for direction in LABELS.values()),
        Figure(f"{half}: majority, macro-F1", macro_f1([(label, majority) for label, _ in pairs]), ""),
        Figure(f"{half}: words alone, macro-F1", macro_f1(words), ""),
        Figure(f"{half}: prompts answerable from the abstract", len(pairs), "prompts"),
        Figure(f"{half}: of these without an answer", _unanswered(pairs), "prompts"),
        Figure(f"{half}: prompts not answerable from it", len(beyond), "prompts"),
        Figure(f"{half}: of these without an answer", _unanswered(beyond), "prompts"),
        Figure(f"{half}: of these answered, right", _share_right(answered), "of answers"),
        Figure(f"{half}: milliseconds a prompt", 1_000 * seconds / len(prompts), "ms"),
    ]


def _unanswered(pairs: Sequence[tuple[Direction, Direction]]) -> int:
    return sum(answer is Direction.NOT_MEASURED for _, answer in pairs)


def _share_right(pairs: Sequence[tuple[Direction, Direction]]) -> float:
    return sum(label is answer for label, answer in pairs) / len(pairs) if pairs else 0.0


def main() -> int:
    """Measure, print, and give back the exit status."""
    if not CORPUS.is_dir():
        print(f"the corpus is not here: {CORPUS}", file=sys.stderr)
        return 1
    return print_figures(measure())


if __name__ == "__main__":
    sys.exit(main())
