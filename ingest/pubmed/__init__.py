"""PubMed: from an answer or a file of NLM to records that keep every field, and what became of each one.

Reading, which needs no network:

1. :mod:`~ingest.pubmed.xml_stream` turns bytes, gzipped or not, into one child of the set at a time, in constant
   memory, fetching and expanding nothing; what is whole before a fault is handed out before the fault is raised.
   :mod:`~ingest.pubmed.part_reader` takes plain articles apart, reads equal parts once, and parses no markup twice
   (:mod:`~ingest.pubmed.plain_xml`); all else is a tree.
2. :mod:`~ingest.pubmed.article_parts` says which parts an article has and how each is read, be it from a tree or not;
   :mod:`~ingest.pubmed.citation` builds the record of them, and :mod:`~ingest.pubmed.book` reads a book's tree, with
   :mod:`~ingest.pubmed.identifiers` (the record's own ids, never those of works it cites),
   :mod:`~ingest.pubmed.contributors`, :mod:`~ingest.pubmed.dates` (at the precision given),
   :mod:`~ingest.pubmed.journals`, :mod:`~ingest.pubmed.abstracts`, :mod:`~ingest.pubmed.indexing` and
   :mod:`~ingest.pubmed.links` (what happened to this record, apart from what it says of others).
3. :mod:`~ingest.pubmed.pubmed_xml` gives records, deletions and rejections, and counts them all.

Its neighbour :mod:`~ingest.pubmed.medline` reads the older MEDLINE format into the same records.

Fetching: :mod:`~ingest.pubmed.eutilities` alone opens connections, at the pace that NCBI asks for; raw answers
are kept by :mod:`~ingest.pubmed.cache`, and :mod:`~ingest.pubmed.pull` asks for what an article's references name.
"""

from ingest.pubmed.pubmed_xml import (
    DeletedRecord,
    Entry,
    RecordSet,
    RejectedRecord,
    Tally,
    iter_record_files,
    iter_records,
    read_records,
)

__all__ = [
    "DeletedRecord",
    "Entry",
    "RecordSet",
    "RejectedRecord",
    "Tally",
    "iter_record_files",
    "iter_records",
    "read_records",
]
