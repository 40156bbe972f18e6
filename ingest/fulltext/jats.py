"""JATS XML, from PubMed Central, Europe PMC or a publisher, to full texts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lxml import etree

from ingest.fulltext.body import BodyReader, Scope
from ingest.fulltext.licence import judge_licence
from ingest.fulltext.ranges import expand_ranges
from ingest.fulltext.references import read_identifiers
from ingest.fulltext.registrations import find_registrations
from ingest.fulltext.statements import find_statements
from ingest.fulltext.tree import (
    attribute_of,
    children_of,
    find_child,
    iter_named,
    line_of,
    name_of,
    parse_tree,
    words_of,
)
from kg.errors import Place, RecordError
from kg.identifiers import content_hash
from kg.model.fulltext import FullText, Licence, Matter
from kg.model.record import Grant

__all__ = ["parse_jats"]

_RESPONSES = ("sub-article", "response")
_OTHER_FORMATS = {
    "PubmedArticleSet": "PubMed's record of an article, not its full text",
    "PubmedArticle": "PubMed's record of an article, not its full text",
    "PubmedBookArticleSet": "PubMed's record of a book, not its full text",
    "html": "an HTML page",
    "eFetchResult": "an error message of E-utilities",
    "responseWrapper": "an answer of Europe PMC's search, not a full text",
    "TEI": "TEI XML",
    "collection": "BioC XML",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def parse_jats(data: bytes, *, source: str) -> tuple[FullText, ...]:
    """The full texts in a JATS file: of one ``article``, or of all in a ``pmc-articleset`` or OAI-PMH answer.

    Args:
        data: the file's bytes; all versions of JATS and its forerunner, with or without a namespace.
        source: file or address, kept in the records and named in errors.

    Raises:
        RecordError: if the XML is cut or unsafe (see :func:`~ingest.fulltext.tree.parse_tree`), is no JATS,
            or holds no article; with the line where one is known.
    """
    root = parse_tree(data, source=source)
    articles = list(_iter_articles(root))
    if not articles:
        raise _no_article(root, source)
    source_hash = content_hash(data)
    return tuple(_read_article(article, source, source_hash) for article in articles)


def _iter_articles(root: etree._Element) -> Iterator[etree._Element]:
    """The articles that are no part of another."""
    if name_of(root) == "article":
        yield root
    elif name_of(root) in {"pmc-articleset", "OAI-PMH"}:
        yield from iter_named(root, "article")


def _no_article(root: etree._Element, source: str) -> RecordError:
    name = name_of(root)
    place = Place(source, line_of(root))
    if replies := [reply for reply in iter_named(root, "Reply", "error", "ERROR") if reply is not root]:
        reasons = "; ".join(attribute_of(each, "error") or words_of(each) or "no reason given" for each in replies[:3])
        return RecordError(f"the service gave no article ({reasons})", place=place, mend="Check the identifiers.")
    what = _OTHER_FORMATS.get(name, f"XML of another kind (<{name}>)")
    if name in {"pmc-articleset", "OAI-PMH"}:
        what = "an answer without an article"
    mend = "Give the article's full text as JATS XML, from PMC or Europe PMC."
    return RecordError(f"this is {what}, not a JATS article", place=place, mend=mend)


def _read_article(article: etree._Element, source: str, source_hash: str) -> FullText:
    reader = BodyReader()
    meta = _find_meta(article)
    kind = attribute_of(article, "article-type") or attribute_of(article, "response-type")
    title = reader.read_heading(find_child(meta, "title-group", "article-title"), Scope(Matter.FRONT))
    for part, matter in _iter_parts(article, meta):
        reader.read(part, Scope(matter))
    text = reader.writer.text
    links = sorted(reader.inline.links, key=lambda link: link.span)
    ids = read_identifiers(_iter_article_ids(meta))
    return FullText(
        source=source,
        source_hash=source_hash,
        text=text,
        text_hash=content_hash(text),
        licence=_read_licence(meta),
        title=title,
        pmid=ids.pmid,
        pmcid=ids.pmcid,
        doi=ids.doi,
        other_identifiers=ids.others,
        kind=kind,
        language=article.get(_LANGUAGE),
        sections=tuple(reader.sections),
        paragraphs=tuple(reader.paragraphs),
        tables=tuple(reader.tables),
        figures=tuple(reader.figures),
        lists=tuple(reader.lists),
        footnotes=tuple(reader.footnotes),
        references=tuple(reader.references),
        links=expand_ranges(links, text, reader.references),
        superscripts=tuple(reader.inline.superscripts),
        statements=find_statements(text, reader.sections, reader.footnotes, reader.paragraphs),
        grants=tuple(_iter_grants(meta)),
        registrations=find_registrations(text, links, reader.references, reader.sections, kind),
        responses=tuple(_read_article(each, source, source_hash) for each in children_of(article, *_RESPONSES)),
    )


def _find_meta(article: etree._Element) -> etree._Element | None:
    """The metadata; those of a text within another stand in a stub."""
    meta = find_child(article, "front", "article-meta")
    return find_child(article, "front-stub") if meta is None else meta


def _iter_parts(article: etree._Element, meta: etree._Element | None) -> Iterator[tuple[etree._Element, Matter]]:
    """What has words, in a reader's order; what the metadata say of funding and authors comes last."""
    front = [] if meta is None else children_of(meta, "abstract", "trans-abstract")
    yield from ((part, Matter.ABSTRACT) for part in front)
    for matter, names in (
        (Matter.BODY, ("body",)),
        (Matter.BACK, ("back",)),
        (Matter.FLOATS, ("floats-group", "floats-wrap")),
    ):
        yield from ((part, matter) for part in children_of(article, *names))
    notes = find_child(article, "front")
    yield from ((part, Matter.FRONT) for part in ([] if notes is None else children_of(notes, "notes")))
    yield from ((part, Matter.FRONT) for part in iter_named(meta, "author-notes", "funding-statement"))


def _iter_article_ids(meta: etree._Element | None) -> Iterator[tuple[str, str]]:
    """Of the article itself: those of related articles stand elsewhere."""
    for element in [] if meta is None else children_of(meta, "article-id"):
        yield attribute_of(element, "pub-id-type") or "unknown", words_of(element) or ""


def _read_licence(meta: etree._Element | None) -> Licence:
    permissions = find_child(meta, "permissions")
    licences = list(iter_named(permissions, "license"))
    linked = chain.from_iterable(iter_named(each, "ext-link", "uri") for each in licences)
    addresses = [words_of(each) for each in iter_named(permissions, "license_ref")]
    addresses += [attribute_of(each, "href") for each in (*licences, *linked)]
    statement = find_child(permissions, "copyright-statement")
    if statement is None:
        statement = find_child(meta, "copyright-statement")
    return judge_licence(
        [address for address in addresses if address],
        "\n".join(words for each in licences if (words := words_of(each))) or None,
        " ".join(kind for each in licences if (kind := attribute_of(each, "license-type"))) or None,
        copyright_statement=words_of(statement),
    )


def _iter_grants(meta: etree._Element | None) -> Iterator[Grant]:
    """Funders and award numbers; the words of the older tag sets are contract and grant."""
    for group in iter_named(meta, "award-group"):
        agency = "; ".join(
            words
            for each in iter_named(group, "funding-source")
            if (words := words_of(each, without=frozenset({"institution-id"})))
        )
        numbers = [words for each in iter_named(group, "award-id") if (words := words_of(each))]
        yield from (Grant(number, agency or None) for number in numbers)
        if agency and not numbers:
            yield Grant(None, agency)
    for element in iter_named(meta, "contract-num", "grant-num"):
        yield Grant(words_of(element))
