"""The explorer: pages that open the evidence under every number.

* ``*_view`` — typed records of what a page shows, made from the graph by functions that know no Streamlit.
* ``*_markup``, :mod:`~kg.explorer.signs`, :mod:`~kg.explorer.markup` — views as trees of elements whose words
  stay words, with :mod:`~kg.explorer.links` between them.
* :mod:`~kg.explorer.components` — widgets that own their state keys and bring the trees to the browser.
* :mod:`~kg.explorer.pages` — the rooms, which only put the above together.
* :mod:`~kg.explorer.access` — the workspace and its current generation.

What a reader sees is in the page's address: the article, the filters, the claim or node that was chosen.
"""
