"""What the command line and the settings files together ask of an audit, article by article."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kg.cli.options import load_given
from kg.errors import UsageError
from kg.settings import FAIL_ON, Settings, find_settings, levels_of, read_settings

if TYPE_CHECKING:
    from kg.model import Severity
    from kg.model.suppression import Suppression
    from kg.workspace import Snapshot

__all__ = ["STDIN", "AuditPlan", "load_one", "parse_levels", "wants_colour"]

STDIN = "-"
_USUAL_FAIL_ON = "warning"


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """How each article is audited.

    Attributes:
        select, ignore: what the command line says of rules, in capitals.
        levels: the severities that it gives to rules, by code.
        fail_on: the severity from which it lets the exit status be 1.
        config: the settings file that it names, in place of the nearest.
        isolated: whether it wants no settings file at all.
    """

    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    levels: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: str | None = None
    config: Path | None = None
    isolated: bool = False
    _known: dict[Path, Settings] = field(default_factory=dict, repr=False)

    def settings_for(self, path: str | None = None) -> Settings:
        """The settings of an article's folder; of the current one for an address, for standard input and for none."""
        if self.isolated:
            return Settings()
        file = _as_file(path)
        folder = Path.cwd() if file is None else file.absolute().parent
        if folder not in self._known:
            self._known[folder] = read_settings(self.config) if self.config else find_settings(folder)
        return self._known[folder]

    def rules_for(self, path: str) -> frozenset[str] | None:
        """The codes of the rules to apply to an article; ``None`` for all."""
        return self.settings_for(path).rules_for(_as_file(path), select=self.select, ignore=self.ignore)

    def kept(self, paths: Sequence[str]) -> list[str]:
        """The articles that the settings do not exclude; the others are told."""
        kept = []
        for path in paths:
            file, settings = _as_file(path), self.settings_for(path)
            if file is not None and settings.excludes(file):
                click.echo(f"kg: {path}: left out, as {settings.file} says (exclude).", err=True)
            else:
                kept.append(path)
        return kept

    def by_rules(self, paths: Sequence[str]) -> dict[frozenset[str] | None, list[int]]:
        """The places of the articles in the list, by the rules to apply to them."""
        places: dict[frozenset[str] | None, list[int]] = defaultdict(list)
        for place, path in enumerate(paths):
            places[self.rules_for(path)].append(place)
        return dict(places)

    def levels_for(self, path: str) -> dict[str, Severity]:
        """The severities that findings in an article get, by rule."""
        return {**self.settings_for(path).severity, **self.levels}

    def suppressions_for(self, path: str) -> tuple[Suppression, ...]:
        """What the settings set aside in an article."""
        return self.settings_for(path).suppressions_for(_as_file(path))

    def status_of(self, path: str, failures: Mapping[str, int]) -> int:
        """1 if something to mend in an article is as grave as asked for, else 0.

        Args:
            path: the article's.
            failures: how many findings there are to mend, by severity.
        """
        fail_on = self.fail_on or self.settings_for(path).fail_on or _USUAL_FAIL_ON
        grave = FAIL_ON[: FAIL_ON.index(fail_on) + 1]
        return int(fail_on != FAIL_ON[-1] and any(failures.get(level) for level in grave))

    def key_for(self, path: str) -> str:
        """Names all that the plan makes of an article beside its rules."""
        return repr((path, sorted(self.levels_for(path).items()), self.suppressions_for(path)))


def _as_file(path: str | None) -> Path | None:
    return None if path is None or "://" in path else Path(path)


def load_one(given: str, *, is_stdin: bool, lists: Sequence[Path]) -> Snapshot:
    """A file or page as a snapshot of an article, named as it was given; or what comes on standard input.

    Raises:
        ArticleError: if it cannot be had.
    """
    from ingest.snapshots import make_snapshot

    snapshot = make_snapshot(given, sys.stdin.buffer.read()) if is_stdin else load_given(given)
    if lists:
        from ingest.pipeline import with_references

        snapshot = with_references(snapshot, lists)
    return snapshot if "://" in given else replace(snapshot, source=given)


def parse_levels(given: Sequence[str]) -> dict[str, Severity]:
    """Severities by code, from ``RULE=LEVEL``; the last word on a rule counts.

    Raises:
        UsageError: if one has another form, or names a rule or severity that there is not.
    """
    named = dict(_pair(each) for each in given)
    return levels_of(named, _refuse)


def _pair(given: str) -> tuple[str, str]:
    name, equals, level = given.partition("=")
    if not equals:
        _refuse(f"{given!r} is no severity of a rule", "Write it as --severity CIT001=note.")
    return name.strip(), level.strip().lower()


def _refuse(what: str, mend: str) -> NoReturn:
    raise UsageError(f"--severity: {what}", mend=mend)


def wants_colour(choice: str, *, is_terminal: Callable[[], bool]) -> bool:
    """Whether to write colours: as asked for; else on a terminal that can show them, unless ``NO_COLOR`` is set."""
    if choice != "auto":
        return choice == "always"
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
