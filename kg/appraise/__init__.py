"""What studies say together, in the open: how many there are, how certain an answer is, and why not more.

* :mod:`kg.appraise.investigation` — reports of one study as one, its rung on the ladder, and what notices do to it.
* :mod:`kg.appraise.certainty` — the level of one question, step by step, each with its reason.
* :mod:`kg.appraise.questions` — every question that studies answer.
* :mod:`kg.appraise.card` — the lines of a therapy's card; :mod:`kg.appraise.amount` — its effects on one outcome.
* :mod:`kg.appraise.pooling` — one estimate out of several where measure, unit, comparator and time agree; else the
  reasons why not.

Pure functions of values; nothing here reads a graph. Pooling loads a statistics library, so it is imported from its
module where it is used.
"""
