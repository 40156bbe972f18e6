"""Small made-up articles that cite a bundled study, one of them with markup where words should be."""

from __future__ import annotations

from pathlib import Path

REFERENCE = (
    "Koyama T, Kobayashi K, Hama T, Murakami K, Ogawa R. Standardized Scalp Massage Results in Increased Hair "
    "Thickness by Inducing Stretching Forces to Dermal Papilla Cells in the Subcutaneous Tissue. Eplasty. 2016 Jan "
    "25;16:e8. PMID: 26904154; PMCID: PMC4740347"
)

HOSTILE = f"""---
title: "<img src=x onerror=window.broken=1> and <script>window.broken=1</script>"
---

## Does scalp massage thicken hair?

In a trial of 14 men, scalp massage increased hair thickness.[1]

Scalp massage prevents hair loss <img src="https://example.org/pixel.png" onerror="window.broken=1"> in everyone.

![pixel](https://example.org/pixel.png) Massage is [harmless](javascript:window.broken=1).

## References

1. {REFERENCE}
"""

WRONG_NUMBER = f"""# Does rubbing the scalp help?

Some people rub their scalp every day and hope for thicker hair.

In a trial of 12 men, scalp massage increased hair thickness.[1]

## References

1. {REFERENCE}
"""


def to_file(text: str, path: Path) -> Path:
    """The path, which now holds the text."""
    path.write_text(text, encoding="utf-8")
    return path


EXCLUDING = """# Does needling help?

In a trial, microneedling with minoxidil increased hair count in men.[1]

## References

1. Yu CQ, Zhang H, Guo ME, Li XK, Chen HD, Li YH, Xu XG. Combination therapy with topical minoxidil and
   nano-microneedle-assisted fibroblast growth factor for male androgenetic alopecia: a randomized controlled trial in
   Chinese patients. Chin Med J (Engl). 2021;134(7):851-3. PMID: 33156005
"""
