"""Taking back: an article forgotten, an import undone, what a pull brought removed.

The workspace's files are the truth and go first, set aside; then the next generation is made without them. If that
fails they are put back, and everything is as it was. A process that dies in between leaves a workspace without them and
a store that ``kg build`` brings in line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.beside import carry_beside
from ingest.pipeline import Audited, Told, build, ingest_article, restore_article
from ingest.pubmed.cache import AnswerCache
from kg.errors import Place, WorkspaceError
from kg.identifiers import ArticleId
from kg.rdf.iris import graph_iri
from kg.workspace import Snapshot, Workspace

__all__ = ["ArticleImport", "Forgotten", "forget_article", "import_article", "remove_answers", "undo_import"]

_GRAPHS = ("article", "audit", "decisions", "runs")
"""The graphs that an article has of its own."""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was removed of an article: how many snapshots and runs, and the name that the newest one came under."""

    article: ArticleId
    source: str
    snapshots: int
    runs: int


@dataclass(frozen=True, slots=True)
class ArticleImport:
    """An article that was taken in, and what it takes to take it back.

    Attributes:
        audited: the article and its audit.
        before: which snapshot was the newest before; ``None`` if the article was new.
        after: which one is since.
        added: the files that the import made.
    """

    audited: Audited
    before: str | None
    after: str | None
    added: tuple[Path, ...]

    @property
    def is_new(self) -> bool:
        """Whether the workspace had no article of this key before."""
        return self.before is None


def forget_article(workspace: Workspace, article: ArticleId) -> Forgotten:
    """Remove an article: its snapshots, its lists of references, its runs and its graphs; decisions on it stay.

    Raises:
        WorkspaceError: if there is no such article, or its files cannot be moved.
        StoreError: if the store cannot be written. In both cases nothing is removed.
    """
    source, files = workspace.source_of(article), workspace.list_files(article)
    if not files:
        known = ", ".join(each.article.value for each in workspace.iter_snapshots() if isinstance(each, Snapshot))
        mend = f"There are {known}." if known else "There is none."
        raise WorkspaceError(f"there is no article {article}", place=Place(str(workspace.path)), mend=mend)
    runs = sum(path.parent.name == "runs" for path in files)
    folder = workspace.path / "articles" / article.value
    snapshots = sum(path.parent == folder and path.name != "article.json" for path in files)
    with workspace.setting_aside(files):
        if workspace.store.current_name is not None:
            emptied = {str(graph_iri(kind, article.value)): "" for kind in _GRAPHS}
            workspace.store.replace(emptied, carry=carry_beside)
    return Forgotten(article, source or "", snapshots, runs)


def import_article(workspace: Workspace, snapshot: Snapshot, *, told: Told | None = None) -> ArticleImport:
    """Ingest an article in a way that can be taken back; raises as :func:`~ingest.pipeline.ingest_article`."""
    article = snapshot.article
    before, had = workspace.read_index(article), set(workspace.list_files(article))
    audited = ingest_article(workspace, snapshot, told=told) if told else ingest_article(workspace, snapshot)
    added = tuple(path for path in workspace.list_files(article) if path not in had and path.name != "article.json")
    return ArticleImport(audited, before, workspace.read_index(article), added)


def undo_import(workspace: Workspace, made: ArticleImport) -> None:
    """Take an import back: the article is as it was before, or gone if it was new.

    Raises:
        WorkspaceError: if it was taken in again or forgotten since; nothing is changed then.
        StoreError: if the store cannot be written; nothing is changed then.
    """
    article = made.audited.article.id
    if workspace.read_index(article) != made.after:
        what = f"the article {article} has changed since this import"
        mend = f"Nothing was undone. `kg forget {article}` removes it with its history."
        raise WorkspaceError(what, place=Place(str(workspace.path)), mend=mend)
    if made.before is None:
        forget_article(workspace, article)
        return
    with workspace.setting_aside(path for path in made.added if path.exists()):
        workspace.put_index(article, made.before)
        try:
            restore_article(workspace, article)
        except BaseException:
            workspace.put_index(article, str(made.after))
            raise


def remove_answers(workspace: Workspace, keys: Iterable[str]) -> None:
    """Remove kept answers of services by the keys of their requests, and make the store again without them.

    Raises:
        WorkspaceError: if they cannot be removed.
        StoreError: if the store cannot be written. In both cases they stay.
    """
    with workspace.setting_aside(AnswerCache(workspace.cache).find_files(keys)):
        build(workspace)
