"""What kind of page an address leads to, as far as the address tells."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kg.identifiers import Doi, Pmcid, Pmid
from kg.model.article import ReferenceKind

__all__ = ["is_no_source", "is_scholarly", "kind_of", "same_address"]

_PUBLISHERS = frozenset(
    """academic.oup.com acpjournals.org acs.org ahajournals.org annualreviews.org bioscientifica.com biomedcentral.com
    bmj.com cambridge.org cell.com cochranelibrary.com elifesciences.org elsevierhealth.com embopress.org
    europepmc.org frontiersin.org hindawi.com ingentaconnect.com jamanetwork.com jci.org jmir.org jpeds.com jstor.org
    karger.com liebertpub.com link.springer.com lww.com mdpi.com nature.com nejm.org onlinelibrary.wiley.com
    peerj.com physiology.org plos.org pnas.org psychiatryonline.org royalsocietypublishing.org rsc.org sagepub.com
    science.org sciencedirect.com sciencemag.org scielo.br scielo.org semanticscholar.org tandfonline.com
    thelancet.com thieme-connect.com thieme-connect.de wolterskluwer.com""".split()
)
"""Publishers of journals, their aggregators and indexes; a subdomain counts as its domain."""

_PREPRINTS = frozenset(
    "arxiv.org biorxiv.org medrxiv.org osf.io preprints.org psyarxiv.com researchsquare.com ssrn.com".split()
)
_REGISTRIES = frozenset(
    """anzctr.org.au clinicaltrials.gov clinicaltrialsregister.eu chictr.org.cn crd.york.ac.uk drks.de isrctn.com
    trialsearch.who.int""".split()
)
_BOOKS = frozenset("books.google.com worldcat.org openlibrary.org".split())
_NO_SOURCES = frozenset(
    """amazon.com amzn.to bit.ly britannica.com collinsdictionary.com dictionary.com etsy.com ebay.com facebook.com
    fandom.com goo.gl instagram.com linkedin.com merriam-webster.com patreon.com paypal.com pinterest.com t.co
    telegram.me tiktok.com tumblr.com twitter.com urbandictionary.com wikidata.org wikimedia.org wikipedia.org
    wikihow.com wiktionary.org x.com""".split()
)
"""Encyclopedias and dictionaries, which explain a word, and places of talk and trade."""

_ARTICLE_PATH = re.compile(r"/doi/|/10\.\d{4,9}/|/abs/|/articles?/\w*\d|/fulltext/", re.IGNORECASE)
_PUBMED = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/(?:pubmed|m/pubmed)/)\d")
_BOOKSHELF = re.compile(r"ncbi\.nlm\.nih\.gov/books/NBK\d")
_BARE = re.compile(r"\Ahttps?://(?:www\.)?|[/.:#?]+\Z")


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_of(host: str, domains: frozenset[str]) -> bool:
    labels = host.split(".")
    return any(".".join(labels[at:]) in domains for at in range(len(labels)))


def kind_of(address: str) -> ReferenceKind:
    """What an address leads to.

    >>> kind_of("https://doi.org/10.1000/oil.1").value, kind_of("https://example.org/oil").value
    ('journal article', 'web page')
    """
    host = _host(address)
    if _is_of(host, _PREPRINTS):
        return ReferenceKind.PREPRINT
    if _is_of(host, _REGISTRIES):
        return ReferenceKind.REGISTRATION
    if _is_of(host, _BOOKS) or _BOOKSHELF.search(address):
        return ReferenceKind.BOOK
    if Doi.find(address) or Pmid.find(address) or Pmcid.find(address) or _PUBMED.search(address):
        return ReferenceKind.JOURNAL_ARTICLE
    if _is_of(host, _PUBLISHERS) and urlsplit(address).path.strip("/"):
        return ReferenceKind.JOURNAL_ARTICLE
    return ReferenceKind.WEB_PAGE


def is_scholarly(address: str) -> bool:
    """Whether an address leads to a publication or a registration, by its form or its publisher."""
    return kind_of(address) is not ReferenceKind.WEB_PAGE


def is_no_source(address: str, home: str | None) -> bool:
    """Whether an address explains, sells, shares, names an organisation by its front page, or stays on the site.

    >>> is_no_source("https://en.wikipedia.org/wiki/Hair", None), is_no_source("https://www.who.int/", None)
    (True, True)
    """
    host = _host(address)
    if not host or _is_of(host, _NO_SOURCES) or (home and _host(home) == host):
        return True
    parts = urlsplit(address)
    return not parts.path.strip("/") and not parts.query


def same_address(address: str) -> str:
    """An address as it is compared: without scheme, ``www.`` and closing punctuation."""
    return _BARE.sub("", address).casefold()
