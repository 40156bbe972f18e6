"""How fast the explorer answers, and what it takes: the parts that are named, or all.

The large graph has 50,000 records and 300 articles and takes minutes to make. ``--graph FOLDER`` keeps it in a folder
and takes it from there the next time.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import explorer_graph, explorer_pages
from bench.figures import Figure, print_figures
from bench.large_graph import make_large_graph
from kg.kept_cards import keep_cards
from kg.workspace import Workspace

__all__ = ["PARTS", "main"]

PARTS: Mapping[str, Callable[[Workspace], list[Figure]]] = {
    "start": explorer_pages.measure_start,
    "switch": explorer_pages.measure_switch,
    "memory": explorer_pages.measure_memory,
    "graph": lambda large: explorer_graph.measure(large.store.open()),
}
"""Each part is given the workspace of the large graph."""


def main() -> int:
    """Measure, print, and give back the exit status."""
    parser = argparse.ArgumentParser(prog="bench explorer", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", help=f"which parts to measure: {', '.join(PARTS)}; by default all")
    parser.add_argument("--graph", type=Path, metavar="FOLDER", help="where the large graph is, or is to be kept")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"{min(unknown)} is none of {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as folder:
        path = given.graph or Path(folder, "graph")
        large = Workspace.at(path)
        if large.store.current_name is None:
            make_large_graph(path)
        keep_cards(large.store.open())
        chosen = [PARTS[name] for name in PARTS if name in given.parts or not given.parts]
        return max(print_figures(measure(large)) for measure in chosen)


if __name__ == "__main__":
    sys.exit(main())
