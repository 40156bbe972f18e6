"""What the effects of several studies say together, in the open: what was done, with what, and why not more.

* :mod:`kg.appraise.pooling` — one estimate out of several where measure, unit, comparator and time agree; else the
  reasons why not.

Pure functions of values; nothing here reads a text or a graph.
"""

from kg.appraise.pooling import NotPooled, PooledEstimate, StudyEffect, Summary, pool

__all__ = ["NotPooled", "PooledEstimate", "StudyEffect", "Summary", "pool"]
