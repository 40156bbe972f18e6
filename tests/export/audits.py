"""Audits to be put out by the tests of every form."""

from __future__ import annotations

from dataclasses import replace

from ingest.article import read_article
from kg.audit import RULES, audit
from kg.audit.screening import find_suppressions, screen
from kg.identifiers import ArticleId
from kg.model.fix import Screened
from kg.text.directives import find_directives
from tests.builders import REFERENCE, VOCABULARY, make_evidence, make_study

__all__ = ["BODY", "HOSTILE", "make_screened"]

BODY = """In a long study of 12 women who could not sleep, calmol eased itching.[1]

It may improve sleep.

<!-- kg: ignore NUM001 -- counted so -->
Another study of 14 women found that calmol eased itching.[1]"""

HOSTILE = """</style><script>window.broken=1</script> In a study of 12 women <img src=x onerror=window.broken=1> \
calmol eased itching &amp; [more](javascript:window.broken=1).[1] \x1b[31m\x1b[2J \u202eevil {0} [x](1)

In a trial of 12 "women" & 'men' ]]> --> calmol <b>eased</b> itching.[1]"""


def make_screened(body: str = BODY, *, name: str = "calm.md", path: str | None = None) -> Screened:
    """The audit of a small article in Markdown, or of its text in another format by the name's suffix."""
    text = f"# On calm\n\n{body}\n\n## References\n\n{REFERENCE}\n"
    if name.endswith("html"):
        paragraphs = "\n".join(f"<p>{part}</p>" for part in body.split("\n\n"))
        text = f"<!doctype html><title>On calm</title>\n{paragraphs}\n<h2>References</h2>\n<p>{REFERENCE}</p>"
    article = read_article(text.encode(), source=name, article_id=ArticleId("calm"), vocabulary=VOCABULARY)
    report = audit(article, make_evidence(make_study()))
    aside, faults = find_suppressions(find_directives(text), article, path=path or name)
    found = screen(report, article, path=path or name, suppressions=aside, faults=faults, rules=set(RULES))
    return (
        replace(found, article=replace(found.article, title="<script>window.broken=1</script>"))
        if body is HOSTILE
        else found
    )
