"""The authors that an entry opens with, in the forms that references print them.

Read are the forms of Vancouver ("Doe J, Roe KL."), APA and Harvard ("Doe, J., & Roe, K. L."), Chicago and MLA
("Doe, Jane, and Karl Roe."), given names first ("Jane Doe, Karl Roe."), PubMed's page ("Doe J; Roe KL;"), and bodies
by name ("World Health Organization. ").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["split_authors", "split_body"]

_LETTER = r"[^\W\d_]"
_CAPITAL = r"[^\W\d_a-zß-ÿ]"
_AUTHORS_END = re.compile(r"[.:](?=\s|\Z)")
_SUFFIX = r"(?:\s(?:Jr|Sr|2nd|3rd|II|III))?"
_AUTHOR = re.compile(rf"(?:{_LETTER}[\w'’‐-]*\.?\s){{1,4}}(?:{_CAPITAL}-?){{1,4}}{_SUFFIX}\.?|et al\.?")
_COMMA_AUTHOR = re.compile(
    rf"(?P<name>{_LETTER}[\w'’‐ -]{{1,40}})\.?,\s(?P<initials>{_CAPITAL}(?:\.|(?=[\s,&]))(?:[\s-]?{_CAPITAL}\.){{0,4}}"
    rf"(?:,\s{_CAPITAL}\.(?=,)){{0,3}})(?:,?\s(?:(?:&|and|et(?!\s?al)|und)\s)?|(?=\s|\Z))"
)
_UNCOMMAED = re.compile(rf"(?P<name>{_LETTER}[\w'’-]{{1,30}})\s(?P<initials>{_CAPITAL}{{1,3}})\.?,\s(?={_LETTER})")
_ET_AL = re.compile(r"(?:…\s?)?(?:,?\s?et\.? al\.?,?\s*)?")
_FAMILY = rf"(?:(?:de|del|der|van|von|da|di|du|la|le|ten|ter|al|el|bin|Van|De|Von)\s){{0,3}}{_CAPITAL}[\w'’‐-]+"
_GIVEN = rf"{_CAPITAL}(?:[\w'’‐-]{{1,20}}|\.|\b)"
_GIVEN_FIRST = rf"{_GIVEN}(?:\s?{_GIVEN}){{0,3}}\s{_FAMILY}(?:\s(?:{_CAPITAL}[\w'’‐-]+))?"
_AND = r"(?:,?\s(?:and|&)\s)"
_INVERTED = re.compile(
    rf"(?P<first>{_FAMILY}(?:[ ]{_CAPITAL}[\w'’‐-]+)?),\s(?P<given>{_GIVEN}(?:\s?{_GIVEN}){{0,3}})"
    rf"(?P<rest>(?:,\s(?!and\b|et\b){_GIVEN_FIRST}){{0,40}}(?:{_AND}{_GIVEN_FIRST})?)(?P<more>,?\set al)?\.?(?=\s|\Z)"
)
_FORWARD = re.compile(
    rf"(?P<names>{_GIVEN_FIRST}(?:,\s(?!and\b|et\b){_GIVEN_FIRST}){{0,40}}(?:{_AND}{_GIVEN_FIRST})?)"
    r"(?P<more>,?\set al)?(?P<end>[.,](?=\s|\Z)|\s(?=[“\"]))"
)
_CAPS_FAMILY = re.compile(
    rf"{_CAPITAL}{{2,}}(?:[ '’-]{_CAPITAL}{{2,}})*\s{_CAPITAL}{_LETTER}+(?:[ -]{_CAPITAL}{_LETTER}+)?"
)
_SEMICOLON_NAME = re.compile(rf"{_LETTER}[\w'’‐ .-]{{0,50}}?(?:\s(?:{_CAPITAL}-?){{1,4}}{_SUFFIX})?\.?")
_SEMICOLON_AUTHOR = re.compile(rf"{_LETTER}[\w'’‐-]*(?:\s{_LETTER}[\w'’‐-]*){{0,4}}\s(?:{_CAPITAL}-?){{1,4}}{_SUFFIX}")
_SPACED_NAME = (
    rf"(?P<family>{_FAMILY}(?:[ ]{_CAPITAL}[a-zß-ÿ][\w'’-]+)?)[ ]"
    rf"(?P<initials>{_CAPITAL}{{1,4}}(?![\w.])|(?:{_CAPITAL}\.[ -]?){{1,4}}(?<=\.))"
)
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _SPACED_NAME)
_GIVEN_NAME = re.compile(r"[\s.‐-]+")
_BODY_WORD = re.compile(
    r"\b(?:academy|administration|agency|alliance|association|board|bureau|cent(?:er|re)s?|clinics?|college|commission"
    r"|committee|consortium|council|department|federation|foundation|group|hospitals?|institutes?|library|ministry"
    r"|organi[sz]ation|panel|service|society|task force|trust|union|university)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"[A-Z]{2,6}(?:[-/][A-Z]{2,6})?")
_ONE_NAME = re.compile(r"[A-Z][a-z]+[A-Z]\w+")
_LONGEST_BODY = 12

_Split = tuple[tuple[str, ...], str]


def split_authors(text: str) -> _Split:
    """The authors that an entry opens with, and the rest; no authors where it opens otherwise.

    >>> split_authors("Doe J, van der Roe KL, et al. Oil and hair. J Oil.")
    (('Doe J', 'van der Roe KL'), 'Oil and hair. J Oil.')
    >>> split_authors("Doe, Jane R, and Karl Roe. 2019. “Oil.”")
    (('Doe JR', 'Roe K'), '2019. “Oil.”')
    """
    readers: tuple[Callable[[str], _Split], ...] = (
        _comma_authors,
        _encyclopedic_authors,
        _semicolon_authors,
        _plain_authors,
        _spaced_authors,
        _forward_authors,
        _inverted_authors,
    )
    for reader in readers:
        authors, rest = reader(text)
        if authors:
            return authors, rest
    return (), text


def split_body(text: str) -> _Split:
    """The organisation that an entry opens with, and the rest.

    >>> split_body("World Health Organization. Hair. 2019.")
    (('World Health Organization',), 'Hair. 2019.')
    """
    match = re.match(r"(?P<name>[^.:“\"]{2,120}?)(?:[.:](?=\s)|(?=\s\(\d{4}\)))\s*", text)
    if match is None:
        return (), text
    name = match["name"].strip()
    words = name.split()
    titled = all(word[0].isupper() or len(word) <= 3 or not word[0].isalpha() for word in words)
    is_body = _ACRONYM.fullmatch(name) or _ONE_NAME.fullmatch(name) or (titled and _BODY_WORD.search(name))
    if len(words) > _LONGEST_BODY or not is_body or not text[match.end() :]:
        return (), text
    return (name,), text[match.end() :]


def _plain_authors(text: str) -> _Split:
    """``Doe J, Roe KL.`` and its like."""
    gap = _AUTHORS_END.search(text)
    while gap and text[: gap.start()].endswith(("Jr", "Sr", " St")):
        gap = _AUTHORS_END.search(text, gap.end())
    head = text[: gap.start()] if gap else text
    names = [name.strip() for name in re.split(r"\s*[,;]\s+(?:and |& )?|\s(?:and|&)\s", head) if name.strip()]
    rest = text[gap.end() :].strip() if gap else ""
    given_first = len(names) == 1 and re.match(rf"{_LETTER}[\w'’-]+,", rest)  # "Jane R. Doe, John Roe"
    if not names or given_first or not all(_AUTHOR.fullmatch(name) for name in names):
        return (), text
    return tuple(name for name in names if not name.startswith("et al")), rest


def _comma_authors(text: str) -> _Split:
    """``Doe, J., & Roe, K. L.``, and ``Doe, J., K. L. Roe, and M. Low.``."""
    authors, position = [], 0
    while match := _COMMA_AUTHOR.match(text, position):
        if "." not in match["initials"] and not re.match(
            r"(?:&|and\b|\(|[^,.]{2,40},\s[^\W\d_]\b)", text[match.end() :]
        ):
            break  # "Oil, A history": a capital alone is no initial
        authors.append(f"{match['name'].strip()} {''.join(re.findall(_CAPITAL, match['initials']))}")
        position = match.end()
        while plain := _UNCOMMAED.match(text, position):
            authors.append(f"{plain['name']} {plain['initials']}")
            position = plain.end()
    mixed = _FORWARD.match(text, position) if authors else None
    if mixed and text[position - 2 : position - 1] == ",":
        return (*authors, *_forward_names(mixed["names"])), text[mixed.end() :].strip()
    others = _ET_AL.match(text, position)
    return tuple(authors), text[others.end() if others else position :].strip(" ,") if authors else text


def _semicolon_authors(text: str) -> _Split:
    """``Doe J;Roe KL; Title``, also with the first name's letters behind ("J;, Doe;Roe KL.")."""
    pieces = re.split(r";\s*", text[:6000])
    if len(pieces) < 2 or len(pieces[0]) > 60:
        return (), text
    names: list[str] = []
    position = 0
    for number, piece in enumerate(pieces):
        name = piece.strip(" ,")
        first = number == 0 and re.fullmatch(rf"{_CAPITAL}{{1,4}}", name)
        inner = names and number < len(pieces) - 1 and len(name.split()) <= 5 and _SEMICOLON_NAME.fullmatch(name)
        if first or inner or _SEMICOLON_AUTHOR.fullmatch(name):
            names.append(name)
        else:
            break
        position = _after_piece(text, position)
    rest = text[position:].strip()
    last = re.match(rf"(?P<name>{_FAMILY}(?:\s{_CAPITAL}{{1,4}})?)\.(?=\s)", rest)
    if names and last and len(names) > 1:
        names.append(last["name"])
        rest = rest[last.end() :].strip()
    known = [name for name in names if not re.fullmatch(rf"{_CAPITAL}{{1,4}}", name)]
    return (tuple(known), rest) if len(names) > 1 and known else ((), text)


def _encyclopedic_authors(text: str) -> _Split:
    """``Doe, Jane; Roe, Karl (May 2019).`` and its like."""
    match = re.match(
        rf"(?P<names>{_FAMILY}[\w '’-]{{0,30}},\s[^;(\"“.]{{1,40}}(?:\.|;\s[^;(\"“]{{2,60}})*)\s?(?=\(|\Z)", text[:4000]
    )
    if match is None:
        return (), text
    names = [
        re.fullmatch(r"(?P<family>[^,]{2,40}),\s(?P<given>[^,]{1,40})", name.strip())
        for name in match["names"].split(";")
    ]
    if not all(
        name or piece.strip().startswith(("et al", "…"))
        for name, piece in zip(names, match["names"].split(";"), strict=True)
    ):
        return (), text
    found = (name for name in names if name)
    return tuple(f"{n['family']} {''.join(_initials(n['given']))}" for n in found), text[match.end() :].strip()


def _after_piece(text: str, position: int) -> int:
    at = text.find(";", position)
    return len(text) if at < 0 else at + 1


def _spaced_authors(text: str) -> _Split:
    """``Doe J Roe KL 2019``, ``Doe J. Roe K. L. (2019)``: names set off by nothing but spaces, up to the year."""
    match = re.match(rf"(?P<names>(?:{_UNNAMED}\s){{1,200}})(?:et al\.?\s)?(?=\(?(?:19|20)\d\d)", text[:8000])
    if match is None:
        return (), text
    names = re.finditer(_SPACED_NAME, match["names"])
    found = tuple(f"{n['family'].strip()} {''.join(re.findall(_CAPITAL, n['initials']))}" for n in names)
    return found, text[match.end() :]


def _inverted_authors(text: str) -> _Split:
    """``Doe, Jane, Karl Roe, and Max Low.`` and its like."""
    match = _INVERTED.match(text[:4000])
    if match is None or not (match["rest"] or match["more"] or match.group().endswith(".")):
        return (), text
    first = f"{match['first']} {''.join(_initials(match['given']))}"
    return (first, *_forward_names(match["rest"])), text[match.end() :].strip()


def _forward_authors(text: str) -> _Split:
    """``Jane Doe, Karl Roe.``, ``DOE Jane, ROE Karl.``; one name alone only before a quoted title."""
    head = text.partition(". ")[0]
    caps = [name.strip() for name in head.split(",")]
    if len(caps) > 1 and all(_CAPS_FAMILY.fullmatch(name) for name in caps):
        return tuple(_from_caps(name) for name in caps), text[len(head) + 1 :].strip()
    match = _FORWARD.match(text[:4000])
    if match is None:
        return (), text
    names = tuple(_forward_names(match["names"]))
    rest = text[match.end() :].strip()
    is_list = len(names) > 1 or match["more"]
    if not (is_list or rest.startswith(("“", '"'))) or (match["end"] == "," and len(names) < 2):
        return (), text
    return names, rest


def _from_caps(name: str) -> str:
    family = re.match(rf"(?:{_CAPITAL}{{2,}}[ '’-]?)+(?=\s|\Z)", name)
    at = family.end() if family else 0
    return f"{name[:at].strip()} {''.join(_initials(name[at:]))}".strip()


def _forward_names(printed: str) -> Iterator[str]:
    for name in re.split(rf"{_AND}|,\s", printed):
        words = name.strip(" ,").split()
        if not words:
            continue
        at = len(words) - 1
        while at > 1 and words[at - 1][:1].islower():
            at -= 1
        given = "".join(_initials(" ".join(words[:at])))
        yield f"{' '.join(words[at:])} {given}".strip()


def _initials(given: str) -> Iterator[str]:
    for word in _GIVEN_NAME.split(given.strip()):
        if word:
            yield word if word.isupper() and len(word) <= 3 else word[0].upper()
