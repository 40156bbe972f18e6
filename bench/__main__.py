"""``python -m bench NAME``: run one script of this folder; without a name, list them."""

from __future__ import annotations

import ast
import runpy
import sys
from pathlib import Path

NOT_MEASURING = {
    "__init__",
    "__main__",
    "bundled_papers",
    "figures",
    "lay_citations",
    "made_library",
    "parsing_peak",
    "pmc_citations",
    "explorer_graph",
    "explorer_pages",
    "explorer_server",
    "golden_citations",
    "large_graph",
    "tally",
}


def find_scripts() -> dict[str, str]:
    """Each script by name, with the first line of its docstring."""
    paths = sorted(path for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_MEASURING)
    docstrings = {path.stem: ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in paths}
    return {name: (docstring or "").partition("\n")[0] for name, docstring in docstrings.items()}


def main() -> None:
    """Run the script that the first argument names, with the arguments behind it."""
    scripts = find_scripts()
    if len(sys.argv) > 1 and sys.argv[1] in scripts:
        del sys.argv[0]
        runpy.run_module(f"bench.{sys.argv[0]}", run_name="__main__")
        return
    for name, purpose in scripts.items():
        print(f"{name:<12} {purpose}")
    sys.exit(2 if len(sys.argv) > 1 else 0)


if __name__ == "__main__":
    main()
