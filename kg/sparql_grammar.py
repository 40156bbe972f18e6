"""The grammar of SPARQL 1.1 queries, to tell at which word a query stops being one.

The engine that answers queries says where its own search gave up, which can be many words after the mistake. The
language is LL(1): read from left to right with the next word alone to decide by, the first word that nothing allows is
the mistake. So the productions stand here as the Recommendation has them and are walked with that rule.

Source: SPARQL 1.1 Query Language, W3C Recommendation 21 March 2013, section 19.8; updates are left out. Functions are
one production, for how many arguments each takes is told by the engine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

__all__ = ["Token", "find_mistake", "iter_tokens"]

_FUNCTIONS = frozenset(
    "STR LANG LANGMATCHES DATATYPE IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI "
    "CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID "
    "MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX "
    "SUBSTR REPLACE".split()
)

_TOKEN = re.compile(
    r"""
      (?P<skip>\s+|\#[^\n\r]*)
    | (?P<IRI><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<STRING>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                |\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<VAR>[?$]\w+)
    | (?P<BLANK>_:\w(?:[\w.-]*[\w-])?|\[\s*\])
    | (?P<NIL>\(\s*\))
    | (?P<TAG>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<NUMBER>(?:\d+\.?\d*|\.\d+)[eE][+-]?\d+|\d*\.\d+|\d+)
    | (?P<NAMESPACE>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?![\w:%\\-]))
    | (?P<NAME>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)
               (?:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.))?)
    | (?P<word>[^\W\d_]\w*)
    | (?P<sign>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)

_GRAMMAR = """
Query: Prologue ( Select | Construct | Describe | Ask ) Values
Prologue: ( 'BASE' IRI | 'PREFIX' NAMESPACE IRI )*
Select: SelectClause DatasetClause* Where Modifier
SubSelect: SelectClause Where Modifier Values
SelectClause: 'SELECT' ( 'DISTINCT' | 'REDUCED' )? ( ( VAR | '(' Expression 'AS' VAR ')' )+ | '*' )
Construct: 'CONSTRUCT' ( Template DatasetClause* Where Modifier | DatasetClause* 'WHERE' Template Modifier )
Describe: 'DESCRIBE' ( VarOrIri+ | '*' ) DatasetClause* Where? Modifier
Ask: 'ASK' DatasetClause* Where Modifier
DatasetClause: 'FROM' 'NAMED'? Iri
Where: 'WHERE'? Group
Modifier: GroupBy? Having? OrderBy? LimitOffset?
GroupBy: 'GROUP' 'BY' ( BuiltIn | Call | '(' Expression ( 'AS' VAR )? ')' | VAR )+
Having: 'HAVING' Constraint+
OrderBy: 'ORDER' 'BY' ( ( 'ASC' | 'DESC' ) Bracketed | Constraint | VAR )+
LimitOffset: 'LIMIT' NUMBER ( 'OFFSET' NUMBER )? | 'OFFSET' NUMBER ( 'LIMIT' NUMBER )?
Values: ( 'VALUES' DataBlock )?
Group: '{' ( SubSelect | GroupSub ) '}'
GroupSub: Triples? ( NotTriples '.'? Triples? )*
Triples: SameSubject ( '.' Triples? )?
NotTriples: Union | Optional | Minus | Graph | Service | Filter | Bind | InlineData
Optional: 'OPTIONAL' Group
Graph: 'GRAPH' VarOrIri Group
Service: 'SERVICE' 'SILENT'? VarOrIri Group
Bind: 'BIND' '(' Expression 'AS' VAR ')'
InlineData: 'VALUES' DataBlock
DataBlock: VAR '{' DataValue* '}' | ( NIL | '(' VAR* ')' ) '{' ( '(' DataValue* ')' | NIL )* '}'
DataValue: Iri | Literal | SignedNumber | 'UNDEF'
Minus: 'MINUS' Group
Union: Group ( 'UNION' Group )*
Filter: 'FILTER' Constraint
Constraint: Bracketed | BuiltIn | Call
Call: Iri Arguments
Arguments: NIL | '(' 'DISTINCT'? Expression ( ',' Expression )* ')'
Template: '{' TemplateTriples? '}'
TemplateTriples: SameSubject ( '.' TemplateTriples? )?
SameSubject: VarOrTerm Properties | NodeTriples Properties?
NodeTriples: '(' Object+ ')' | '[' Properties ']'
Properties: Verb Objects ( ';' ( Verb Objects )? )*
Verb: VAR | Path
Objects: Object ( ',' Object )*
Object: VarOrTerm | NodeTriples
Path: PathSequence ( '|' PathSequence )*
PathSequence: PathElement ( '/' PathElement )*
PathElement: '^'? PathPrimary ( '?' | '*' | '+' )?
PathPrimary: Iri | 'a' | '!' PathNegated | '(' Path ')'
PathNegated: PathOne | '(' ( PathOne ( '|' PathOne )* )? ')' | NIL
PathOne: Iri | 'a' | '^' ( Iri | 'a' )
VarOrIri: VAR | Iri
VarOrTerm: VAR | Iri | Literal | SignedNumber | BLANK | NIL
Expression: And ( '||' And )*
And: Relational ( '&&' Relational )*
Relational: Additive ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Additive | 'IN' List | 'NOT' 'IN' List )?
List: NIL | '(' Expression ( ',' Expression )* ')'
Additive: Product ( ( '+' | '-' ) Product )*
Product: Unary ( ( '*' | '/' ) Unary )*
Unary: ( '!' | '+' | '-' )? Primary
Primary: Bracketed | BuiltIn | Iri Arguments? | Literal | NUMBER | VAR
Bracketed: '(' Expression ')'
BuiltIn: FUNCTION Arguments | 'BOUND' '(' VAR ')' | 'EXISTS' Group | 'NOT' 'EXISTS' Group | Aggregate
Aggregate: ( 'COUNT' '(' 'DISTINCT'? ( '*' | Expression ) ')'
  | ( 'SUM' | 'MIN' | 'MAX' | 'AVG' | 'SAMPLE' ) '(' 'DISTINCT'? Expression ')'
  | 'GROUP_CONCAT' '(' 'DISTINCT'? Expression ( ';' 'SEPARATOR' '=' STRING )? ')' )
Literal: STRING ( TAG | '^^' Iri )? | 'TRUE' | 'FALSE'
SignedNumber: ( '+' | '-' )? NUMBER
Iri: IRI | NAME | NAMESPACE
"""


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a query.

    Attributes:
        kind: its class (``VAR``, ``NAME`` ...), or a keyword or sign itself; ``end`` after the last one.
        text: as it is written.
        start: index of its first character.
    """

    kind: str
    text: str
    start: int


_END = "end"
_Node: TypeAlias = "tuple[str, tuple[_Node, ...]] | tuple[str, str]"
"""A part of a production: ``seq`` or ``alt`` of parts; ``opt``, ``star`` or ``plus`` of one; ``rule`` or ``word``."""


def iter_tokens(text: str) -> list[Token]:
    """The words of a query, without white space and comments, and one of kind ``end`` after them.

    >>> [token.kind for token in iter_tokens("ASK { ?s a ekg:Study } # so")]
    ['ASK', '{', 'VAR', 'a', 'NAME', '}', 'end']
    """
    tokens = []
    for found in _TOKEN.finditer(text):
        group, word = str(found.lastgroup), found.group()
        if group == "skip":
            continue
        if group == "word":
            group = word if word == "a" else "FUNCTION" if word.upper() in _FUNCTIONS else word.upper()
        tokens.append(Token(word if group == "sign" else group, word, found.start()))
    return [*tokens, Token(_END, "", len(text.rstrip()))]


def find_mistake(text: str) -> Token | None:
    """The first word that no query could have there; ``None`` if the text is a query.

    >>> find_mistake("SELECT * { ?s a ekg:Study ?o }")
    Token(kind='VAR', text='?o', start=26)
    >>> find_mistake("SELECT ?s { ?s ?p ?o }") is None
    True
    """
    walk = _Walk(iter_tokens(text))
    try:
        walk.follow(("rule", "Query"))
    except _MistakeError as mistake:
        return mistake.token
    return None if walk.token.kind == _END else walk.token


class _MistakeError(Exception):
    def __init__(self, token: Token) -> None:
        self.token = token


class _Walk:
    """A walk through the productions along the words of one query."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def token(self) -> Token:
        """The next word."""
        return self._tokens[self._at]

    def follow(self, node: _Node) -> None:
        """Take the words that a part of a production allows.

        Raises:
            _MistakeError: with the first that it does not.
        """
        kind, inner = node
        if isinstance(inner, str):
            self._take(inner) if kind == "word" else self.follow(_rules()[inner])
        elif kind == "seq":
            for part in inner:
                self.follow(part)
        elif kind == "alt":
            self._choose(inner)
        elif kind == "opt":
            if self._starts(inner[0]):
                self.follow(inner[0])
        else:
            if kind == "plus":
                self.follow(inner[0])
            while self._starts(inner[0]):
                self.follow(inner[0])

    def _take(self, word: str) -> None:
        if self.token.kind != word:
            raise _MistakeError(self.token)
        self._at += 1

    def _choose(self, parts: tuple[_Node, ...]) -> None:
        chosen = next((part for part in parts if self._starts(part)), None)
        chosen = chosen or next((part for part in parts if _is_nullable(part)), None)
        if chosen is None:
            raise _MistakeError(self.token)
        self.follow(chosen)

    def _starts(self, node: _Node) -> bool:
        return self.token.kind in _first(node)


@cache
def _rules() -> Mapping[str, _Node]:
    """The productions by name."""
    text = _GRAMMAR.strip().replace("\n  ", " ")
    return {name: _parse(body.split()) for name, _, body in (line.partition(": ") for line in text.splitlines())}


def _parse(words: list[str]) -> _Node:
    """A production's body; its words are taken off the list."""
    branches: list[_Node] = []
    parts: list[_Node] = []
    while words and not words[0].startswith(")"):
        word = words.pop(0)
        if word == "|":
            branches.append(("seq", tuple(parts)))
            parts = []
            continue
        repeats = word[-1] if word[-1] in "?*+" and len(word) > 1 else ""
        if word == "(":
            node = _parse(words)
            repeats = words.pop(0)[1:]
        else:
            name = word.removesuffix(repeats)
            node = ("rule", name) if name[0].isalpha() and not name.isupper() else ("word", name.strip("'"))
        parts.append(({"?": "opt", "*": "star", "+": "plus"}[repeats], (node,)) if repeats else node)
    branches.append(("seq", tuple(parts)))
    return branches[0] if len(branches) == 1 else ("alt", tuple(branches))


@cache
def _first(node: _Node) -> frozenset[str]:
    """The words that a part of a production can begin with."""
    kind, inner = node
    if isinstance(inner, str):
        return frozenset({inner}) if kind == "word" else _first(_rules()[inner])
    if kind != "seq":
        return frozenset().union(*(_first(part) for part in inner))
    words: frozenset[str] = frozenset()
    for part in inner:
        words |= _first(part)
        if not _is_nullable(part):
            break
    return words


@cache
def _is_nullable(node: _Node) -> bool:
    """Whether a part of a production can be nothing."""
    kind, inner = node
    if isinstance(inner, str):
        return kind == "rule" and _is_nullable(_rules()[inner])
    if kind in ("seq", "alt"):
        return (all if kind == "seq" else any)(_is_nullable(part) for part in inner)
    return kind != "plus" or _is_nullable(inner[0])
