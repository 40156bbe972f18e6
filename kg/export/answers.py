"""Query answers as text: a table for people, CSV, TSV and JSON for programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
import textwrap
from collections.abc import Callable
from itertools import zip_longest

from kg.store import Answer, Term

__all__ = ["FORMATS", "show_term", "to_csv", "to_json", "to_table", "to_tsv"]

_WIDEST = 60


def to_table(answer: Answer, prefixes: dict[str, str]) -> str:
    """A plain table, IRIs shortened by the prefixes, long cells wrapped, and the number of rows below."""
    cells = [[show_term(term, prefixes) for term in row] for row in answer.rows]
    room = max(12, min(_WIDEST, shutil.get_terminal_size((120, 24)).columns // max(1, len(answer.columns)) * 2))
    widths = [min(room, max([len(name), *(len(row[at]) for row in cells)])) for at, name in enumerate(answer.columns)]
    lines = [_line(list(answer.columns), widths), "  ".join("-" * width for width in widths)]
    for row in cells:
        wrapped = [textwrap.wrap(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
        lines += [_line(list(parts), widths) for parts in zip_longest(*wrapped, fillvalue="")]
    lines.append(f"({len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'})")
    return "\n".join(lines) + "\n"


def _line(cells: list[str], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def show_term(term: Term | None, prefixes: dict[str, str]) -> str:
    """A term as people read it: an IRI shortened by the prefixes, a literal's plain value.

    >>> show_term(Term("uri", "http://example.org/calm"), {"ex": "http://example.org/"})
    'ex:calm'
    """
    if term is None:
        return ""
    if term.kind == "uri":
        for prefix, base in prefixes.items():
            if term.value.startswith(base):
                return f"{prefix}:{term.value.removeprefix(base)}"
        return f"<{term.value}>"
    return term.value


def to_csv(answer: Answer) -> str:
    """SPARQL 1.1 Query Results CSV: plain values, CRLF line ends."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows(["" if term is None else term.value for term in row] for row in answer.rows)
    return stream.getvalue()


def to_tsv(answer: Answer) -> str:
    """SPARQL 1.1 Query Results TSV: terms in Turtle form."""
    lines = ["\t".join(f"?{name}" for name in answer.columns)]
    lines += ["\t".join("" if term is None else _turtle(term) for term in row) for row in answer.rows]
    return "\n".join(lines) + "\n"


def _turtle(term: Term) -> str:
    if term.kind == "uri":
        return f"<{term.value}>"
    if term.kind == "bnode":
        return f"_:{term.value}"
    text = term.value.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    text = text.replace("\n", "\\n").replace("\r", "\\r")
    suffix = f"@{term.language}" if term.language else f"^^<{term.datatype}>" if term.datatype else ""
    return f'"{text}"{suffix}'


def to_json(answer: Answer) -> str:
    """SPARQL 1.1 Query Results JSON; a graph answer has its triples as bindings."""
    if answer.form == "ask":
        term = answer.rows[0][0]
        return json.dumps({"head": {}, "boolean": term is not None and term.value == "true"}, indent=2) + "\n"
    bindings = [
        {name: _json_term(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    document = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    parts = {"type": term.kind, "value": term.value}
    if term.language:
        parts["xml:lang"] = term.language
    elif term.datatype:
        parts["datatype"] = term.datatype
    return parts


FORMATS: dict[str, Callable[[Answer], str]] = {"csv": to_csv, "tsv": to_tsv, "json": to_json}
"""The formats for programs, by name."""
