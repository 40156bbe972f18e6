"""PubMed: from an answer or a file of NLM to records that keep every field, and what became of each one.

Reading, which needs no network:

1. :mod:`~ingest.pubmed.xml_stream` turns bytes, gzipped or not, into one element a record, in constant
   memory, fetching and expanding nothing; what is whole before a fault is handed out before the fault is raised.
2. :mod:`~ingest.pubmed.citation` and :mod:`~ingest.pubmed.book` read such an element, with
   :mod:`~ingest.pubmed.identifiers` (the record's own ids, never those of works it cites),
   :mod:`~ingest.pubmed.contributors`, :mod:`~ingest.pubmed.dates` (at the precision given),
   :mod:`~ingest.pubmed.abstracts`, :mod:`~ingest.pubmed.indexing` and :mod:`~ingest.pubmed.links` (what
   happened to this record, apart from what it says of others).
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
