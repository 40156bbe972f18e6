"""What a licence lets us do, and why we say so."""

from __future__ import annotations

import pytest

from ingest.fulltext.licence import judge_licence
from tests.ingest.fulltext.articles import read

CC = "https://creativecommons.org/licenses"


@pytest.mark.parametrize(
    ("addresses", "words", "kind", "name", "is_open"),
    [
        ([f"{CC}/by/4.0/"], None, "open-access", "CC BY", True),
        (["http://creativecommons.org/licenses/by-sa/3.0/igo/"], None, None, "CC BY-SA", True),
        (["https://creativecommons.org/publicdomain/zero/1.0/"], None, None, "CC0", True),
        (["http://creativecommons.org/publicdomain/mark/1.0/"], None, "public-domain", "public domain", True),
        ([f"{CC}/by-nc/4.0/"], None, None, "CC BY-NC", False),
        ([f"{CC}/by-nd/4.0/"], None, None, "CC BY-ND", False),
        ([], None, "CC BY", "CC BY", True),
        ([], "Under CC BY-NC 3.0.", None, "CC BY-NC", False),
        ([], "Under the Creative Commons Attribution License.", None, "CC BY", True),
        ([], "Creative Commons Attribution - Non Commercial - No Derivatives.", None, "CC BY-NC-ND", False),
        ([f"{CC}/by/4.0/"], "Creative Commons Attribution, for non-commercial use.", None, "CC BY-NC", False),
        ([f"{CC}/by-nc-sa/3.0"], f"See {CC}/by/2.0", "open-access", "CC BY-NC-SA", False),
        ([], "Free for unrestricted noncommercial use.", "open-access", None, False),
        (["https://publisher.example/terms"], None, None, None, False),
        ([], None, None, None, False),
    ],
)
def test_licence_is_open_only_if_it_says_so(
    addresses: list[str], words: str | None, kind: str | None, name: str | None, is_open: bool
) -> None:
    licence = judge_licence(addresses, words, kind)
    assert (licence.name, licence.is_redistributable) == (name, is_open)


def test_rule_says_what_decided() -> None:
    assert judge_licence([], None).rule == "no licence is stated"
    assert judge_licence([f"{CC}/by-nc/4.0/"], None).rule == "CC BY-NC does not let everyone pass it on for any purpose"
    both = judge_licence([f"{CC}/by/4.0/", f"{CC}/by-nc/4.0/"], None)
    assert both.rule.endswith("the strictest of several that are named")


def test_licence_is_read_from_all_its_places() -> None:
    text = read(
        meta=f"""<permissions><copyright-statement>© Us</copyright-statement><license license-type="open-access">
        <ali:license_ref xmlns:ali="http://www.niso.org/schemas/ali/1.0/">{CC}/by/4.0/</ali:license_ref>
        <license-p>Use it <ext-link xlink:href="{CC}/by-nc/4.0/">so</ext-link>.</license-p></license></permissions>"""
    )
    assert text.licence.address == f"{CC}/by/4.0/"
    assert text.licence.copyright_statement == "© Us"
    assert not text.licence.is_redistributable


def test_old_article_names_its_licence_beside_the_copyright() -> None:
    words = "Doe. Distributed under the Creative Commons Attribution License."
    text = read(meta=f"<copyright-statement>{words}</copyright-statement>")
    assert text.licence.is_redistributable
