"""An audit beside what people set aside in the article's own file and in the settings of its folder."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ingest.article.formats import decode, detect_container
from ingest.pipeline import Audited
from kg.audit.screening import find_suppressions, screen
from kg.model import Severity
from kg.model.fix import Screened
from kg.model.suppression import Suppression
from kg.text.directives import Directive, find_directives
from kg.workspace import Snapshot

__all__ = ["read_directives", "screen_audited"]


def read_directives(snapshot: Snapshot) -> tuple[Directive, ...]:
    """The instructions to the audit that an article's file holds; a DOCX or PDF can hold none.

    Raises:
        ArticleError: if the file cannot be read.
    """
    if detect_container(snapshot.data) is not None:
        return ()
    return find_directives(decode(snapshot.data, source=snapshot.source).text)


def screen_audited(
    snapshot: Snapshot,
    audited: Audited,
    *,
    path: str,
    rules: Collection[str],
    severities: Mapping[str, Severity] | None = None,
    suppressions: Sequence[Suppression] = (),
) -> Screened:
    """The audit of a snapshot with what was set aside beside it.

    Args:
        snapshot: what was audited.
        audited: its audit.
        path: the file or address as it was given.
        rules: the codes of the rules that were applied.
        severities: the severity that a rule's findings get, by code.
        suppressions: what the settings set aside.
    """
    own, faults = find_suppressions(read_directives(snapshot), audited.article, path=path)
    return screen(
        audited.report,
        audited.article,
        path=path,
        suppressions=(*own, *suppressions),
        faults=faults,
        severities=severities,
        rules=rules,
    )
