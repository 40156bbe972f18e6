"""The bar on abstracts that no rule was tuned on."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.effect_reading import answer_by_rules, answer_by_words, macro_f1, read_prompts


@pytest.mark.corpus
def test_direction_of_effect_meets_its_bar_and_beats_bare_words(corpus: Path) -> None:
    prompts = [
        prompt for prompt in read_prompts(corpus / "pico/evidence_inference", "validation") if prompt.is_answerable
    ]
    assert len(prompts) > 100
    by_rules = macro_f1([(prompt.label, answer_by_rules(prompt)) for prompt in prompts])
    by_words = macro_f1([(prompt.label, answer_by_words(prompt)) for prompt in prompts])
    assert by_rules >= 0.60
    assert by_rules > by_words + 0.1
