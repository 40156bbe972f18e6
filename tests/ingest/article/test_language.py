from __future__ import annotations

import pytest

from tests.ingest.article.conftest import Read

_TEXTS = {
    "de": "Rosmarinöl hat in einer Studie mit vierzig Frauen mehr Haare gebracht. Warum das so ist, weiß man nicht.",
    "fr": "L’huile de romarin a augmenté le nombre de cheveux chez quarante femmes. Personne ne sait pourquoi.",
    "en": "Rosemary oil raised the hair count in a trial of forty women. Nobody knows why that is so.",
}


@pytest.mark.parametrize("language", _TEXTS)
def test_language_is_told_by_the_words_where_nothing_declares_it(read: Read, language: str) -> None:
    assert read(_TEXTS[language]).language == language


def test_declared_language_goes_first(read: Read) -> None:
    page = f"<!DOCTYPE html><html lang='pt_BR'><p>{_TEXTS['en']}</p></html>"
    assert read(page, "a.html").language == "pt-BR"


def test_few_words_tell_nothing(read: Read) -> None:
    assert read("Oil helps.").language is None


def test_right_to_left_text_is_read(read: Read) -> None:
    article = read("زيت إكليل الجبل يزيد عدد الشعر عند النساء. لا أحد يعرف السبب الحقيقي وراء ذلك حتى الآن.")
    assert len(article.sentences) == 2
    assert article.language == "ar"
