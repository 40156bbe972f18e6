"""MeSH descriptors that the user gave: read, held against the vocabulary, and written as a graph of their own.

* :mod:`ingest.mesh.reading` — NLM's descriptor XML, or a table of descriptors, to records, one at a time.
* :mod:`ingest.mesh.matching` — what the table says of the vocabulary's matches, and which matches it suggests.
* :mod:`ingest.mesh.graph` — the text of the graphs.

Nothing is fetched: the file is the user's, and stays in the workspace.
"""

from ingest.mesh.graph import DESCRIPTORS, REMARKS, MeshGraphs, iter_mesh_nquads, mesh_graphs, remark_nquads
from ingest.mesh.matching import compare_vocabulary
from ingest.mesh.reading import iter_descriptors

__all__ = [
    "DESCRIPTORS",
    "REMARKS",
    "MeshGraphs",
    "compare_vocabulary",
    "iter_descriptors",
    "iter_mesh_nquads",
    "mesh_graphs",
    "remark_nquads",
]
