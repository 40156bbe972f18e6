"""Pictures of the explorer for the documentation, each of at most 150 KiB: made again after every change of its look.

Chromium visits an explorer of the bundled graph and article alone, so whoever runs this gets the same pictures. A
palette of 256 colours keeps text sharp and files small.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bench.explorer_server import APP, Server, serving
from bench.figures import Figure, print_figures
from ingest.pipeline import ingest_article, load_snapshot
from kg.workspace import Workspace

__all__ = ["View", "main", "read_views"]

FOLDER = APP.parent / "docs" / "screenshots"
_COLOURS = 256
_PATIENCE_MS = 60_000
_SETTLING_MS = 1_500
"""What fonts, pictures of networks and sticky panels take to come to rest."""


@dataclass(frozen=True, slots=True)
class View:
    """One picture.

    Attributes:
        name: of its file.
        path: in the address.
        shown: what stands on the page once it is there.
        click: what is pressed then, each once the one before has been.
    """

    name: str
    path: str
    shown: str
    click: Sequence[str] = ()
    width: int = 1280
    height: int = 860
    is_dark: bool = False


def read_views() -> list[View]:
    """The pictures that the documentation has."""
    listed = yaml.safe_load((FOLDER / "views.yaml").read_text(encoding="utf-8"))
    return [View(**each) for each in listed]


def main() -> int:
    """Make the pictures, print how large each is, and give back the exit status."""
    parser = argparse.ArgumentParser(prog="bench screens", description=(__doc__ or "").partition("\n")[0])
    views = read_views()
    parser.add_argument("names", nargs="*", help=f"which to make, by default all: {', '.join(v.name for v in views)}")
    parser.add_argument("--into", type=Path, default=FOLDER, help="the folder; by default the documentation's")
    options = parser.parse_args()
    wanted = [view for view in views if view.name in (options.names or [view.name])]
    options.into.mkdir(parents=True, exist_ok=True)
    return print_figures(list(_make(wanted, options.into)))


def _make(views: Sequence[View], folder: Path) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        workspace = Workspace.at(Path(made, "workspace"))
        ingest_article(workspace, load_snapshot(next((APP.parent / "data" / "articles").glob("*.md"))))
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving(APP, workspace.path) as server:
            for view in views:
                target = folder / f"{view.name}.png"
                target.write_bytes(_shrink(_take(chromium, server, view)))
                yield Figure(f"{view.name}.png", target.stat().st_size / 2**10, "KiB", "<= 150")
        chromium.close()


def _take(browser: Browser, server: Server, view: View) -> bytes:
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height}, color_scheme="dark" if view.is_dark else "light"
    )
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/{view.path}")
    page.locator(view.shown).first.wait_for()
    for pressed in view.click:
        page.locator(pressed).first.click()
    page.get_by_test_id("stStatusWidget").wait_for(state="detached")
    page.wait_for_timeout(_SETTLING_MS)
    picture = page.screenshot()
    context.close()
    return picture


def _shrink(picture: bytes) -> bytes:
    with Image.open(io.BytesIO(picture)) as shot:
        plain = shot.convert("RGB").quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small = io.BytesIO()
    plain.save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    sys.exit(main())
