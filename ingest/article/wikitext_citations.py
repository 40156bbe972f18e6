"""Citation templates of wikis written out as their readers see them.

Parameter names and order: English Wikipedia, "Help:Citation Style 1"; the names that other large wikis give
the same fields stand beside them.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["is_citation", "print_citation"]

_FIELDS = {
    "title": "title titre título titel titolo",
    "journal": "journal periodical work magazine website newspaper périodique revista zeitung werk",
    "publisher": "publisher éditeur editorial verlag",
    "year": "year année año jahr",
    "date": "date fecha datum",
    "volume": "volume volumen band",
    "issue": "issue number numéro número nummer",
    "pages": "pages page páginas seiten",
    "url": "url",
    "doi": "doi",
    "pmid": "pmid",
    "pmc": "pmc",
    "isbn": "isbn",
    "edition": "edition édition edición auflage",
}
_NAMES = {name: key for key, names in _FIELDS.items() for name in names.split()}
_AUTHORS = re.compile(r"(?P<part>last|surname|author|nom|apellidos|first|given|prénom|nombre)(?P<number>\d{0,2})")
_FIRST = {"first", "given", "prénom", "nombre"}
_ET_AL = "display-authors"


def is_citation(template: Any) -> bool:
    """Whether a template cites something: it is named so, or says a title and where that was published."""
    name = " ".join(str(template.name).split()).casefold()
    given = {_NAMES.get(str(one.name).strip().casefold()) for one in template.params if one.showkey}
    return name.startswith(("cite", "citation", "vcite", "cita ")) or ("title" in given and len(given - {None}) > 2)


def print_citation(template: Any) -> tuple[str, str | None]:
    """The citation as printed, and the address of its title."""
    fields: dict[str, str] = {}
    names: dict[str, dict[str, str]] = {}
    vancouver = ""
    more = False
    for one in template.params:
        key, value = str(one.name).strip().casefold(), _words(one.value)
        author = _AUTHORS.fullmatch(key)
        if not value:
            continue
        if author:
            part = "first" if author["part"] in _FIRST else "last"
            names.setdefault(author["number"] or "1", {}).setdefault(part, value)
        elif key in {"vauthors", "authors"}:
            vancouver = value
        elif key == _ET_AL:
            more = True
        elif key in _NAMES:
            fields.setdefault(_NAMES[key], value)
    people = vancouver or "; ".join(
        ", ".join(part for part in (one.get("last"), one.get("first")) if part) for one in names.values()
    )
    return _printed(fields, people + " et al." * (more and bool(people))), fields.get("url")


def _printed(fields: dict[str, str], people: str) -> str:
    when = fields.get("date") or fields.get("year")
    head = f"{people} ({when})." if people and when else f"{people}." if people else ""
    place = fields.get("volume", "")
    if "issue" in fields:
        place += f" ({fields['issue']})"
    if "pages" in fields:
        place = f"{place}: {fields['pages']}" if place else f"pp. {fields['pages']}"
    parts = [
        head.replace("..", "."),
        f'"{fields["title"]}".' if "title" in fields else "",
        f"{fields['journal']}." if "journal" in fields else "",
        f"{fields['edition']} ed." if "edition" in fields else "",
        f"{fields['publisher']}." if "publisher" in fields else "",
        f"{when}." if when and not people else "",
        f"{place.strip()}." if place.strip() else "",
        f"ISBN {fields['isbn']}." if "isbn" in fields else "",
        f"doi:{fields['doi']}." if "doi" in fields else "",
        f"PMC {fields['pmc'].removeprefix('PMC')}." if "pmc" in fields else "",
        f"PMID {fields['pmid']}." if "pmid" in fields else "",
    ]
    return " ".join(part for part in parts if part)


def _words(code: Any) -> str:
    return " ".join(str(code.strip_code(normalize=True)).split())
