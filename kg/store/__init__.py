"""The triple store: a disposable index kept in generations, the only package that knows pyoxigraph.

* :mod:`kg.store.dataset` — one dataset: asking it, and filling a new one.
* :mod:`kg.store.generations` — which dataset is current, and how the next one takes its place.
* :mod:`kg.store.files` — files that are written whole or not at all.
"""

from kg.store.dataset import Answer, Dataset, Draft, Generation, Term
from kg.store.files import replace_atomically, write_atomically
from kg.store.generations import Store

__all__ = ["Answer", "Dataset", "Draft", "Generation", "Store", "Term", "replace_atomically", "write_atomically"]
