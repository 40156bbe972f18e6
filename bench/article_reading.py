"""How long reading takes, and how much memory: a page of 10 MB, and a review with 1,000 references.

Both are made here, of words that no article holds. The page is a saved one: to each sentence there is about a kilobyte
of menus, scripts, styles and attributes, as in pages of the public web. Each is read in a process of its own, whose
processor time and peak memory the system tells: reading uses one processor, so that this is what the clock shows on a
machine with nothing else to do. Peers: lxml's parser alone on the page, and 1 MB of nothing but prose.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import astuple, dataclass

from lxml import html

from bench.figures import Figure, print_figures
from ingest.article import read_article
from ingest.curated import bundled_folder, read_vocabulary
from kg.identifiers import ArticleId

__all__ = ["main", "make_page", "make_review", "measure"]

_SENTENCES = (
    "In trial {n} the oil was given to {m} women, and their hair had grown thicker when they were seen again{marker} ",
    "Why that is so nobody can say, but part {n} of it may lie in the small vessels around the follicles{marker} ",
    "People who tried brand {n} at home told another tale, which had more to do with how long they kept it up{marker} ",
    "Most of the doctors asked in town {n} would not go so far as to call this a cure for those who lose hair{marker} ",
)
"""A third of a figure and of a term of the vocabulary in each, and a hundred characters, as in lay articles."""

_ENTRY = (
    "Doe J{n}, Roe KL, Poe M. Oil and hair, part {n}: a randomised trial. J Oil. 2019;{n}(4):33-9. doi:10.1000/oil.{n}."
)


def make_page(size: int, *, saved: bool = True) -> str:
    """A web page of about this many bytes: a menu, sections with markers, lists and a table, references.

    ``saved`` puts between them what saved pages are full of.
    """
    menu = "".join(f'<li><a href="/topic/{n}">Topic {n}</a></li>' for n in range(50))
    parts = [
        f'<!DOCTYPE html><html lang="en"><head><title>Oil</title></head><body><nav><ul>{menu}</ul></nav><h1>Oil</h1>'
    ]
    length, number = 0, 0
    while length < size * 0.97:
        number += 1
        section = _section(number) + (_litter(number) if saved else "")
        parts.append(section)
        length += len(section)
    entries = "".join(f'<li id="fn{n}">{_ENTRY.format(n=n)}</li>' for n in range(1, 201))
    return "".join([*parts, f"<h2>References</h2><ol>{entries}</ol></body></html>"])


def _sentence(number: int, marker: str) -> str:
    return _SENTENCES[number % len(_SENTENCES)].format(n=number, m=number % 90 + 10, marker=marker)


def _section(number: int) -> str:
    note = number % 200 + 1
    marker = f'<sup><a href="#fn{note}">{note}</a></sup>.'
    first, second, third = (
        "".join(_sentence(12 * number + 4 * part + step, marker) for step in range(4)) for part in range(3)
    )
    items = f"<ul><li>{second}</li><li>Item {number}</li></ul>"
    table = f"<table><tr><td>{number}</td><td>{number * 2}</td></tr></table>"
    return f"<h2>Part {number}</h2><p>{first}</p>{items}<div class='box'><p>{third}</p></div>{table}"


def _litter(number: int) -> str:
    script = f"<script>window.slots.push({{'slot': {number}, 'at': '{'x' * 6000}'}});</script>"
    style = f"<style>.part-{number} .box {{ background: url(data:image/png;base64,{'A' * 4200}) }}</style>"
    related = "".join(
        f'<a class="card card--small card__link" href="/oil/{number}/{n}">More {n}</a>' for n in range(20)
    )
    return (
        f'{script}{style}<aside class="related-items part-{number}">{related}</aside><div class="ad-slot">Buy oil</div>'
    )


def make_review(references: int) -> str:
    """A review in Markdown that cites each of its references in a sentence of its own."""
    sentences = [_sentence(n, f"[{n}].").strip() for n in range(1, references + 1)]
    paragraphs = [" ".join(sentences[start : start + 5]) for start in range(0, references, 5)]
    entries = [f"{n}. {_ENTRY.format(n=n)}" for n in range(1, references + 1)]
    return "\n\n".join(["# Oil: a review", *paragraphs, "## References", "\n".join(entries)])


def measure() -> list[Figure]:
    """The figures of both articles, and those of the peers."""
    page, review, prose = (_measured(name) for name in ("page", "review", "prose"))
    return [
        Figure("a 10 MB page: processor time", page.seconds, "s", "< 5"),
        Figure("a 10 MB page: peak memory", page.megabytes, "MB", "< 500"),
        Figure("a 10 MB page: claims read", page.claims, "claims", "> 0"),
        Figure("a review with 1,000 references: processor time", review.seconds, "s", "< 3"),
        Figure("a review with 1,000 references: read", review.references, "entries", "== 1000"),
        Figure("lxml's parser alone on the 10 MB page", page.floor_seconds, "s"),
        Figure("1 MB of nothing but prose", prose.seconds, "s"),
    ]


@dataclass(frozen=True, slots=True)
class _Reading:
    seconds: float
    floor_seconds: float
    megabytes: float
    claims: int
    references: int


def _measured(name: str) -> _Reading:
    """Read an article in a process of its own."""
    command = [sys.executable, "-m", "bench.article_reading", name]
    finished = subprocess.run(command, capture_output=True, text=True, check=True)
    return _Reading(*json.loads(finished.stdout))


def _read(name: str) -> _Reading:
    if name == "review":
        source, data = "review.md", make_review(1000).encode()
    else:
        source = "page.html"
        data = make_page(10**7 if name == "page" else 10**6, saved=name == "page").encode()
    vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
    begin = time.process_time()
    article = read_article(data, source=source, article_id=ArticleId("bench"), vocabulary=vocabulary)
    middle = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 10**6
    html.document_fromstring(data)
    floor = time.process_time() - middle
    return _Reading(middle - begin, floor, peak, len(article.claims), len(article.references))


def main() -> int:
    """Print the figures."""
    return print_figures(measure())


if __name__ == "__main__":
    if len(sys.argv) == 2:
        print(json.dumps(astuple(_read(sys.argv[1]))))
    else:
        raise SystemExit(main())
