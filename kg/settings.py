"""How an article is to be audited, as its folder says: ``kg.toml``, or the table ``[tool.kg]`` of ``pyproject.toml``.

The nearest file upwards from the article counts, alone; of two in one folder it is ``kg.toml``. What the command line
says goes before it. A key or rule that there is not is an error: a mistyped line would otherwise do nothing, quietly.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from kg.errors import Place, UsageError
from kg.model.audit import Severity
from kg.model.suppression import SuppressedBy, Suppression

__all__ = ["FAIL_ON", "FORMATS", "Settings", "find_settings", "levels_of", "read_settings"]

FORMATS = ("text", "concise", "json", "sarif", "html")
FAIL_ON = ("error", "warning", "note", "never")
FILES = ("kg.toml", "pyproject.toml")
_OTHERS = frozenset({"appraisal", "europepmc", "format", "ncbi"})
"""Keys of ``kg.toml`` that other parts of the program read."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one settings file asks for; every list is empty, and every choice ``None``, where it says nothing.

    Attributes:
        file: the file; ``None`` where there is none.
        select, ignore: codes or families of rules.
        severity: the severity that a rule's failed findings get, by code.
        fail_on: the severity from which the exit status is 1, or ``never``.
        output_format: of the report.
        exclude: patterns of files that are not audited, as ``drafts/*``; relative to the file's folder.
        per_file_ignores: patterns of files, each with the rules or families not applied to them.
        jobs: how many articles to audit at a time.
        suppress: findings set aside, by the article's path relative to the file's folder.
    """

    file: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    fail_on: str | None = None
    output_format: str | None = None
    exclude: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    jobs: int | None = None
    suppress: tuple[tuple[str, Suppression], ...] = ()

    def excludes(self, path: Path) -> bool:
        """Whether an article is not to be audited."""
        return any(self._matches(path, pattern) for pattern in self.exclude)

    def rules_for(
        self, path: Path | None, *, select: Collection[str] = (), ignore: Collection[str] = ()
    ) -> frozenset[str] | None:
        """The codes of the rules to apply to an article; ``None`` for all.

        Args:
            path: the article's; ``None`` for one that has none.
            select: what the command line selects, in place of what the file selects and ignores.
            ignore: what the command line ignores besides.

        Raises:
            UsageError: if a name is no rule and no family.
        """
        passed_over = [*ignore, *(() if select else self.ignore)]
        for pattern, names in self.per_file_ignores:
            if path is not None and self._matches(path, pattern):
                passed_over += names
        chosen = select or self.select
        return _codes(chosen, passed_over) if chosen or passed_over else None

    def suppressions_for(self, path: Path | None) -> tuple[Suppression, ...]:
        """What the file sets aside in an article."""
        if path is None:
            return ()
        relative = self._relative(path)
        return tuple(one for article, one in self.suppress if article == relative)

    def _matches(self, path: Path, pattern: str) -> bool:
        relative = PurePosixPath(self._relative(path))
        whole = (relative, *relative.parents)
        pattern = pattern.rstrip("/")
        return fnmatchcase(relative.name, pattern) or any(fnmatchcase(str(part), pattern) for part in whole)

    def _relative(self, path: Path) -> str:
        folder = self.file.parent if self.file else Path.cwd()
        full = path.absolute()
        return full.relative_to(folder).as_posix() if full.is_relative_to(folder) else full.as_posix()


def find_settings(start: Path) -> Settings:
    """The settings of the nearest file upwards from a folder; those that say nothing where there is none.

    Raises:
        UsageError: if the file cannot be read, or says something that there is not.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        for name in FILES:
            path = folder / name
            if path.is_file() and (name == FILES[0] or "kg" in _load(path).get("tool", {})):
                return read_settings(path)
    return Settings()


def read_settings(path: Path) -> Settings:
    """The settings that one file holds.

    Raises:
        UsageError: if it cannot be read, or holds a key, rule or value that there is not.
    """
    path = path.absolute()
    document = _load(path)
    table, name = (document.get("tool", {}).get("kg", {}), "tool.kg.") if _is_project(path) else (document, "")
    if not isinstance(table, dict):
        _refuse(path, name.rstrip("."), "no table", "Write [tool.kg] above its settings.")
    values: dict[str, Any] = {"file": path}
    for key, value in table.items():
        if key in _OTHERS:
            if key == "format" and not isinstance(value, int):
                _refuse(path, name + key, "the version of the workspace is a number", "The report's is output-format.")
            continue
        if key not in _READERS:
            _refuse(path, name + key, "there is no such setting", _nearest(key, [*_READERS, *_OTHERS]))
        values[key.replace("-", "_")] = _READERS[key](value, path, name + key)
    return Settings(**values)


def levels_of(named: Mapping[str, str], refuse: Callable[[str, str], NoReturn]) -> dict[str, Severity]:
    """Severities by code, from names of rules and families; a rule's own code goes before its family.

    Args:
        named: severity by code or family.
        refuse: raises what is wrong, with how to mend it.
    """
    levels: dict[str, Severity] = {}
    for name, level in sorted(named.items(), key=lambda item: len(item[0])):
        if level not in list(Severity):
            refuse(f"there is no severity {level}", f"There are {', '.join(Severity)}.")
        try:
            levels |= dict.fromkeys(_codes([name.upper()]), Severity(level))
        except UsageError as error:
            refuse(error.what, error.mend)
    return levels


def _codes(select: Collection[str], ignore: Collection[str] = ()) -> frozenset[str]:
    """The rules of these names; see :func:`kg.audit.select_rules`."""
    from kg.audit import select_rules  # noqa: PLC0415 - half a second that no run without settings need pay

    return select_rules(select, ignore)


def _is_project(path: Path) -> bool:
    return path.name == FILES[1]


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        what = f"the settings cannot be read ({error.strerror or error})"
        raise UsageError(what, place=Place(str(path)), mend="Give the path of a readable file.") from error
    except ValueError as error:
        raise UsageError(
            f"the settings are no TOML ({error})", place=Place(str(path)), mend="Mend the file."
        ) from error


def _refuse(path: Path, key: str, what: str, mend: str) -> NoReturn:
    raise UsageError(what, place=Place(str(path), field=key), mend=mend)


def _nearest(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1)
    return f"The nearest is {near[0]}." if near else f"There are {', '.join(sorted(known))}."


def _read_texts(value: Any, path: Path, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        _refuse(path, key, "a list of texts is wanted", f'Write it as {key.rpartition(".")[2]} = ["..."].')
    return tuple(value)


def _read_rules(value: Any, path: Path, key: str) -> tuple[str, ...]:
    names = tuple(name.strip().upper() for name in _read_texts(value, path, key))
    try:
        _codes(names)
    except UsageError as error:
        _refuse(path, key, error.what, error.mend)
    return names


def _read_severity(value: Any, path: Path, key: str) -> dict[str, Severity]:
    if not isinstance(value, dict) or not all(isinstance(level, str) for level in value.values()):
        _refuse(path, key, "a table of severities is wanted", 'Write it as { CIT001 = "note" }.')
    return levels_of(value, lambda what, mend: _refuse(path, key, what, mend))


def _read_choice(choices: tuple[str, ...]) -> Callable[[Any, Path, str], str]:
    def read(value: Any, path: Path, key: str) -> str:
        if value not in choices:
            _refuse(path, key, f"{value!r} is no choice", f"There are {', '.join(choices)}.")
        return str(value)

    return read


def _read_jobs(value: Any, path: Path, key: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        _refuse(path, key, "a number from 1 on is wanted", "Write it as jobs = 2.")
    return value


def _read_per_file(value: Any, path: Path, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        _refuse(path, key, "a table of rules by file is wanted", 'Write it as { "drafts/*" = ["CIT"] }.')
    return tuple((pattern, _read_rules(names, path, f"{key}.{pattern}")) for pattern, names in value.items())


_SUPPRESS_KEYS = ("article", "rules", "reason", "words")


def _read_suppress(value: Any, path: Path, key: str) -> tuple[tuple[str, Suppression], ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        _refuse(path, key, "tables are wanted", f"Write [[{key}]] above each.")
    return tuple(_suppressions(value, path, key))


def _suppressions(tables: list[dict[str, Any]], path: Path, key: str) -> Iterator[tuple[str, Suppression]]:
    for number, table in enumerate(tables, 1):
        here = f"{key}[{number}]"
        for name, value in table.items():
            if name not in _SUPPRESS_KEYS:
                _refuse(path, f"{here}.{name}", "there is no such key", _nearest(name, _SUPPRESS_KEYS))
            if name != "rules" and not (isinstance(value, str) and value.strip()):
                _refuse(path, f"{here}.{name}", "a text is wanted", f'Write it as {name} = "...".')
        for name in _SUPPRESS_KEYS[:3]:
            if name not in table:
                _refuse(path, here, f"it has no {name}", f"Every [[{key}]] has article, rules and reason.")
        rules = _codes(_read_rules(table["rules"], path, f"{here}.rules"))
        reason = " ".join(table["reason"].split())
        source = f"{path.name} {here}"
        one = Suppression(tuple(sorted(rules)), reason, SuppressedBy.SETTINGS, source, words=table.get("words"))
        yield PurePosixPath(table["article"]).as_posix(), one


_READERS: dict[str, Callable[[Any, Path, str], Any]] = {
    "exclude": _read_texts,
    "fail-on": _read_choice(FAIL_ON),
    "ignore": _read_rules,
    "jobs": _read_jobs,
    "output-format": _read_choice(FORMATS),
    "per-file-ignores": _read_per_file,
    "select": _read_rules,
    "severity": _read_severity,
    "suppress": _read_suppress,
}
"""Every key of the audit, and what reads its value."""
