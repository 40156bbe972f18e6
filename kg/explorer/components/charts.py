"""Charts of the evidence page; each says with shape and words what it says with colour."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from kg.explorer.evidence_view import ForestRow, Matrix

__all__ = ["forest_chart", "matrix_chart"]

_DIRECTIONS = {
    "increase": "#2f7fbf",
    "decrease": "#c8691a",
    "no change": "#7d868a",
    "mixed": "#8f6cc0",
    "unclear": "#a8a29a",
}
_CERTAINTIES = {
    "high": "circle",
    "moderate": "square",
    "low": "diamond",
    "very low": "cross",
    "not rated": "triangle-right",
}
"""None of the usual ones points up or down, which would be read as a direction."""
_ROW_PX = 34
_LINE = "#7d868a"
"""Stands out on light and dark alike."""
_SMALLEST, _LARGEST = 50, 600


def matrix_chart(matrix: Matrix) -> alt.LayerChart:
    """Bubbles by outcome (rows) and therapy (columns): size people, colour direction, shape certainty, "!" conflict."""
    rows = [
        {
            "therapy": cell.therapy,
            "outcome": cell.outcome,
            "condition": cell.condition or "not stated",
            "direction": cell.direction,
            "certainty": cell.certainty,
            "size": cell.bubble,
            "people": "not read" if cell.people is None else f"{cell.people:,}",
            "studies": cell.investigations,
            "conflict": "studies go opposite ways" if cell.is_conflicting else "none",
        }
        for cell in matrix.cells
    ]
    data = alt.InlineData(values=rows)
    therapy = alt.X(
        "therapy:N", title=None, axis=alt.Axis(labelAngle=-60, labelLimit=160, labelOverlap=False, grid=True)
    )
    outcome = alt.Y("outcome:N", title=None, axis=alt.Axis(labelLimit=150, grid=True))
    bubbles = (
        alt.Chart(data)
        .mark_point(filled=True, opacity=0.9)
        .encode(
            x=therapy,
            y=outcome,
            size=alt.Size("size:Q", title="people", scale=alt.Scale(range=[_SMALLEST, _LARGEST]), legend=None),
            color=alt.Color("direction:N", scale=alt.Scale(domain=[*_DIRECTIONS], range=[*_DIRECTIONS.values()])),
            shape=alt.Shape(
                "certainty:N", scale=alt.Scale(domain=[*_CERTAINTIES], range=[*_CERTAINTIES.values()]), legend=None
            ),
            tooltip=[f"{name}:N" for name in rows[0]] if rows else [],
        )
    )
    marks = alt.Chart(data).mark_text(text="!", fontWeight="bold", fontSize=14, dx=14, color="#d0453b")
    conflicts = marks.encode(x=therapy, y=outcome).transform_filter("datum.conflict != 'none'")
    legend = alt.LegendConfig(orient="bottom", columns=3, symbolStrokeWidth=0)
    return alt.LayerChart(layer=[bubbles, conflicts], height=alt.Step(_ROW_PX), config=alt.Config(legend=legend))


def forest_chart(rows: Sequence[ForestRow]) -> alt.LayerChart:
    """Sizes with their intervals, one line each, of one measure; a dashed line where nothing differs."""
    values = [
        {
            "effect": f"{row.study}: {row.outcome}" + (" (synthesis)" if row.is_synthesis else ""),
            "size": row.size,
            "low": row.low,
            "high": row.high,
        }
        for row in rows
    ]
    data = alt.InlineData(values=values)
    names = alt.Y("effect:N", title=None, axis=alt.Axis(labelLimit=260))
    interval = (
        alt.Chart(data)
        .mark_rule(strokeWidth=2, color=_LINE)
        .encode(y=names, x=alt.X("low:Q", title=rows[0].measure), x2="high:Q")
    )
    point = alt.Chart(data).mark_point(filled=True, size=90, shape="square").encode(y=names, x="size:Q")
    null = (
        alt.Chart(alt.InlineData(values=[{"null": rows[0].null}]))
        .mark_rule(strokeDash=[4, 4], color=_LINE)
        .encode(x="null:Q")
    )
    layered: alt.LayerChart = alt.LayerChart(layer=[interval, point, null], height=alt.Step(_ROW_PX))
    return layered
