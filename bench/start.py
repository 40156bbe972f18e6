"""How long a person waits: the commands from cold, and the second start of the explorer."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from bench.figures import Figure, median_seconds, print_figures, run_quietly
from run import choose_port, wait_until_healthy

CHECKOUT = Path(__file__).resolve().parents[1]
KG = str(Path(sys.executable).with_name("kg"))
POINT_QUERY = "SELECT ?label WHERE { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label } LIMIT 1"
FINDINGS_OR_NONE = (0, 1)  # what `kg audit` ends with when it could check


def find_article() -> Path:
    """The raw article of the corpus where the corpus is there, else the bundled one."""
    folders = [CHECKOUT.parent / "shared" / "corpus" / "article", CHECKOUT / "data" / "articles"]
    paths = [path for folder in folders for path in sorted(folder.glob("*")) if path.suffix in {".txt", ".md"}]
    return next(path for path in paths if path.stem != "README")


def serve_until_healthy(command: Sequence[str]) -> None:
    """Start a server on a free port, wait until it answers, end it."""
    port = choose_port(0)
    command = [word.format(port=port) for word in command]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_until_healthy(server, port)
        finally:
            server.terminate()


def measure_commands(workspace: str) -> list[Figure]:
    """The command line on a fresh workspace, one cold process a run."""
    audit = [KG, "audit", str(find_article()), "--workspace", workspace]
    query = [KG, "query", "-", "--workspace", workspace]
    build = median_seconds(partial(run_quietly, [KG, "build", "--workspace", workspace]), runs=1)
    audited = median_seconds(partial(run_quietly, audit, accepted=FINDINGS_OR_NONE))
    return [
        Figure("kg build of the bundled data", build, "s", "< 10"),
        Figure("kg audit of the raw article", audited, "s", "< 2"),
        Figure("kg query of one label", median_seconds(partial(run_quietly, query, text=POINT_QUERY)), "s", "< 0.5"),
    ]


def measure_explorer() -> Figure:
    """From ``python3 run.py`` to a page that answers, when everything is made already."""
    start = [shutil.which("python3") or sys.executable, "run.py", "--no-browser", "--port", "{port}"]
    serve_until_healthy(start)  # makes what is missing
    return Figure(
        "second start of run.py to a healthy page", median_seconds(partial(serve_until_healthy, start)), "s", "< 3"
    )


def measure_peers(folder: Path) -> list[Figure]:
    """What no code of ours can go below: the interpreter, a library's import, a page with nothing on it."""
    page = folder / "empty.py"
    page.write_text("import streamlit\n", encoding="utf-8")
    streamlit = [sys.executable, "-m", "streamlit", "run", str(page), "--server.port", "{port}"]
    streamlit += ["--server.address", "127.0.0.1", "--server.headless", "true"]
    return [
        Figure("python -c pass", median_seconds(partial(run_quietly, [sys.executable, "-c", "pass"])), "s"),
        Figure("import rdflib", median_seconds(partial(run_quietly, [sys.executable, "-c", "import rdflib"])), "s"),
        Figure("an empty page's start", median_seconds(partial(serve_until_healthy, streamlit)), "s"),
    ]


def main() -> int:
    """Measure, print, and give back the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        figures = [*measure_commands(str(Path(folder, "workspace"))), measure_explorer(), *measure_peers(Path(folder))]
    return print_figures(figures)


if __name__ == "__main__":
    sys.exit(main())
