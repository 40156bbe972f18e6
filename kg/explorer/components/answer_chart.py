"""The chart of an answer: a bar where each name stands once, else a point for each row."""

from __future__ import annotations

import altair as alt

from kg.explorer.answer_view import Marks

__all__ = ["answer_chart"]

_COLOUR = "#2f8f97"
"""Stands out at 3:1 or more from the light and the dark page (WCAG 1.4.11)."""
_BAR_PX = 24
_HEIGHT_PX = 360
_LONGEST_NAME_PX = 260


def answer_chart(marks: Marks) -> alt.Chart:
    """Names stand down the side, where there is room for them, in the order of the answer; numbers across."""
    data = alt.InlineData(values=[{"x": mark.across, "y": mark.up} for mark in marks.marks])
    tips = [alt.Tooltip("x:N", title=marks.across), alt.Tooltip("y:Q", title=marks.up)]
    up = alt.X("y:Q", title=marks.up)
    if marks.marks and isinstance(marks.marks[0].across, float):
        chart = alt.Chart(data, height=_HEIGHT_PX).mark_point(filled=True, size=70, color=_COLOUR, opacity=0.8)
        across = alt.X("x:Q", title=marks.across, scale=alt.Scale(zero=False), axis=alt.Axis(format="~g"))
        points: alt.Chart = chart.encode(x=across, y=alt.Y("y:Q", title=marks.up), tooltip=tips)
        return points
    names = alt.Y("x:N", title=marks.across, sort=None, axis=alt.Axis(labelLimit=_LONGEST_NAME_PX))
    base = alt.Chart(data, height=alt.Step(_BAR_PX))
    drawn = base.mark_bar(color=_COLOUR) if marks.is_bars else base.mark_point(filled=True, size=70, color=_COLOUR)
    chart_of_names: alt.Chart = drawn.encode(y=names, x=up, tooltip=tips)
    return chart_of_names
