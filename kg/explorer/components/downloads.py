"""The report of an audit to take along, made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kg.export.forms import Output
from kg.model.fix import Screened

__all__ = ["offer_report"]

_FORMS = (
    ("HTML, to mail or print", "html", "html", "text/html"),
    ("text", "text", "txt", "text/plain"),
    ("JSON", "json", "json", "application/json"),
    ("SARIF, for code scanners", "sarif", "sarif", "application/sarif+json"),
)


def offer_report(screened: Screened) -> None:
    """A button for each form of the report."""
    name = screened.article.id.value
    for column, (label, form, suffix, media) in zip(st.columns(len(_FORMS)), _FORMS, strict=True):
        column.download_button(
            f"Download as {label}",
            _maker(screened, form),
            f"{name}-report.{suffix}",
            media,
            key=f"download-{form}",
            on_click="ignore",
            width="stretch",
        )


def _maker(screened: Screened, form: str) -> Callable[[], str]:
    """What makes the report in a form: only once somebody asks for it."""
    output = Output(form, verbose=form == "text")
    return lambda: output.whole([output.part(screened)])
