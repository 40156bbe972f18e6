"""Query answers as text: a table for people, CSV, TSV, JSON, XML and Turtle for programs.

The triples of a CONSTRUCT or DESCRIBE are a graph in JSON (JSON-LD) and in Turtle, and a table of three columns
elsewhere.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import textwrap
from collections.abc import Callable
from itertools import groupby, zip_longest
from typing import Any
from xml.etree import ElementTree

from kg.errors import QueryError
from kg.prefixes import PREFIXES
from kg.store import Answer, Term

__all__ = ["FORMATS", "formats_for", "show_term", "to_csv", "to_json", "to_table", "to_tsv", "to_turtle", "to_xml"]

_WIDEST = 60
_RDF_TYPE = f"{PREFIXES['rdf']}type"
_RESULTS = "http://www.w3.org/2005/sparql-results#"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOCAL_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
"""What may stand behind a prefix without escapes; Turtle allows more."""


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
    """SPARQL 1.1 Query Results JSON; a graph answer is expanded JSON-LD 1.1, which is RDF in JSON."""
    if answer.form == "graph":
        return json.dumps(_json_ld(answer), indent=2, ensure_ascii=False) + "\n"
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


def to_xml(answer: Answer) -> str:
    """SPARQL Query Results XML of a table or a truth; a character that XML cannot hold becomes U+FFFD."""
    root = ElementTree.Element("sparql", xmlns=_RESULTS)
    head = ElementTree.SubElement(root, "head")
    if answer.form == "ask":
        term = answer.rows[0][0]
        ElementTree.SubElement(root, "boolean").text = "" if term is None else term.value
    else:
        for name in answer.columns:
            ElementTree.SubElement(head, "variable", name=name)
        results = ElementTree.SubElement(root, "results")
        for row in answer.rows:
            result = ElementTree.SubElement(results, "result")
            for name, term in zip(answer.columns, row, strict=True):
                if term is not None:
                    _add_xml_term(ElementTree.SubElement(result, "binding", name=name), term)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_xml_term(binding: ElementTree.Element, term: Term) -> None:
    element = ElementTree.SubElement(binding, term.kind)
    element.text = _NOT_IN_XML.sub("\ufffd", term.value)
    if term.language:
        element.set(_XML_LANG, term.language)
    elif term.datatype:
        element.set("datatype", term.datatype)


def _json_ld(answer: Answer) -> list[dict[str, Any]]:
    """The triples as one object a subject, in the order of the answer."""
    things: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in _triples(answer):
        thing = things.setdefault(_node_id(subject), {"@id": _node_id(subject)})
        if predicate.value == _RDF_TYPE and value.kind != "literal":
            thing.setdefault("@type", []).append(_node_id(value))
        else:
            thing.setdefault(predicate.value, []).append(_json_ld_value(value))
    return list(things.values())


def _json_ld_value(term: Term) -> dict[str, str]:
    if term.kind != "literal":
        return {"@id": _node_id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return {"@value": term.value, "@type": term.datatype} if term.datatype else {"@value": term.value}


def _node_id(term: Term) -> str:
    return f"_:{term.value}" if term.kind == "bnode" else term.value


def _triples(answer: Answer) -> list[tuple[Term, Term, Term]]:
    """The triples of a graph answer, each once, in its order."""
    return list(dict.fromkeys((s, p, o) for s, p, o in answer.rows if s and p and o))


def to_turtle(answer: Answer) -> str:
    """The triples of a CONSTRUCT or DESCRIBE as Turtle (RDF 1.1), a block for each subject, sorted.

    Raises:
        QueryError: if the answer is no graph.
    """
    if answer.form != "graph":
        raise QueryError(
            "Turtle is for graphs, and this query answers with a table",
            mend="Ask with CONSTRUCT or DESCRIBE, or take table, csv, tsv or json.",
        )
    triples = sorted(_triples(answer), key=lambda triple: tuple(map(_turtle, triple)))
    blocks = []
    for subject, found in groupby(triples, key=lambda triple: triple[0]):
        pairs = (f"{'a' if p.value == _RDF_TYPE else _short_turtle(p)} {_short_turtle(o)}" for _, p, o in found)
        blocks.append(_short_turtle(subject) + " " + " ;\n    ".join(pairs) + " .\n")
    body = "\n".join(blocks)
    used = [name for name in PREFIXES if re.search(rf"(?<![\w:<-]){name}:|\^\^{name}:", body)]
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used)
    return "\n".join(part for part in (head, body) if part)


def _short_turtle(term: Term) -> str:
    """A term in Turtle, an IRI by its prefix where what is left is a plain name."""
    if term.kind == "uri":
        for prefix, base in PREFIXES.items():
            if term.value.startswith(base) and _LOCAL_NAME.fullmatch(term.value.removeprefix(base)):
                return f"{prefix}:{term.value.removeprefix(base)}"
    return _turtle(term)


FORMATS: dict[str, Callable[[Answer], str]] = {"csv": to_csv, "tsv": to_tsv, "json": to_json, "turtle": to_turtle}
"""The formats for programs, by name; see :func:`formats_for`."""


def formats_for(answer: Answer) -> dict[str, Callable[[Answer], str]]:
    """Those of the formats that can hold this answer: Turtle is for graphs only."""
    return {name: write for name, write in FORMATS.items() if name != "turtle" or answer.form == "graph"}
