from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.explorer.markup import Element, element, external_link, page_link
from kg.explorer.signs import SEVERITIES, VERDICTS, legend
from kg.model import Severity, Verdict


@given(st.text())
def test_words_survive_unchanged(words: str) -> None:
    assert element("p", element("strong", words)).text == words
    assert json.dumps(words) in json.dumps(element("p", words).to_json())


@pytest.mark.parametrize("tag", ["script", "img", "iframe", "style", "p onclick=x"])
def test_tag_that_could_act_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="not made of"):
        Element(tag)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org/x"])
def test_address_that_is_none_of_the_web_is_no_link(address: str) -> None:
    assert external_link(address, "source").href == ""


def test_page_link_encodes_what_it_names() -> None:
    assert page_link("article", {"rule": "a&b=<c>"}, "x").href == "article?rule=a%26b%3D%3Cc%3E"


def test_empty_parts_are_not_sent() -> None:
    assert element("p", None, "x").to_json() == {"tag": "p", "children": ["x"]}


def test_every_verdict_and_severity_has_its_own_sign() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(SEVERITIES) == set(Severity)
    signs = [sign.character for sign in (*VERDICTS.values(), *SEVERITIES.values())]
    assert len(set(signs)) == len(signs)


def test_legend_tells_every_sign_and_that_none_means_well() -> None:
    words = legend().text
    assert all(name in words for name in (*Verdict, *Severity))
    assert "verified" not in words
