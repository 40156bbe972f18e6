"""How truly articles are read: markers to sentences to references, per layout, on three sets of articles."""

from __future__ import annotations

import sys
from statistics import mean

from bench import article_reading, claim_reading
from bench.figures import Figure, print_figures
from bench.golden_citations import measure_cases
from bench.lay_citations import measure_layouts
from bench.pmc_citations import measure_papers


def measure_lay() -> list[Figure]:
    """The lay articles of the corpus: each layout by itself, and the plain average over layouts."""
    layouts = measure_layouts()
    if "--show" in sys.argv:
        for layout in layouts:
            print(layout.name, *layout.differences, sep="\n  ")
    figures = []
    for layout in layouts:
        figures += [
            Figure(f"lay {layout.name}: links precision", layout.links.precision, ""),
            Figure(f"lay {layout.name}: links recall", layout.links.recall, ""),
            Figure(f"lay {layout.name}: fields", layout.fields.recall, ""),
        ]
    markers = sum(layout.links.there for layout in layouts)
    return [
        *figures,
        Figure(
            "lay: marker to sentence to reference, precision", mean(x.links.precision for x in layouts), "", ">= 0.95"
        ),
        Figure("lay: marker to sentence to reference, recall", mean(x.links.recall for x in layouts), "", ">= 0.95"),
        Figure(
            "lay: reference fields as printed", mean(x.fields.recall for x in layouts if x.fields.there), "", ">= 0.95"
        ),
        Figure("lay: decoys taken, of the markers", sum(x.decoys for x in layouts) / markers, "", "<= 0.01"),
    ]


def measure_pmc() -> list[Figure]:
    """PMC's papers, the plain average over papers: entries as printed, and apart those that were rendered here."""
    papers = measure_papers()
    if "--show" in sys.argv:
        for paper in papers:
            print(paper.name, paper.form, *paper.differences, sep="\n  ")
    figures = []
    for form, called in (("html", "HTML"), ("txt", "plain text")):
        for printed, entries in ((True, "as printed"), (False, "rendered")):
            found = [paper.links for paper in papers if (paper.form, paper.printed) == (form, printed)]
            name = f"PMC as {called}, entries {entries}"
            figures += [
                Figure(f"{name}: precision", mean(links.precision for links in found), "", ">= 0.97"),
                Figure(f"{name}: recall", mean(links.recall for links in found), "", ">= 0.95"),
            ]
    return figures


def measure_golden() -> list[Figure]:
    """The small articles of the tests, the plain average over them."""
    cases = measure_cases()
    return [
        Figure("small articles: precision", mean(case.links.precision for case in cases), "", ">= 0.98"),
        Figure("small articles: recall", mean(case.links.recall for case in cases), "", ">= 0.98"),
        Figure("small articles", len(cases), "articles", ">= 24"),
    ]


def main() -> int:
    """Measure, print, and give back the exit status: citations, claims, and how fast and lean the reading is."""
    citations = [*measure_lay(), *measure_pmc(), *measure_golden()]
    return print_figures([*citations, *claim_reading.measure(), *article_reading.measure()])


if __name__ == "__main__":
    sys.exit(main())
