"""Rules over charts: each is one of the report's, drawn from its own tab, and says nothing of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from app.sharing.build import sheet_id
from app.sharing.build_charts import spec_of
from app.sharing.scan.case import Case, Found, Json, Rule, at
from app.sharing.scan.grid_rules import sheets

TEXTS = ("title", "subtitle", "altText")


def chart_texts(case: Case) -> Iterable[Found]:
    """Title, subtitle and alternative text are those of the report."""
    for sheet, chart, wanted in _charts(case):
        spec = chart.get("spec", {})
        if wanted is None or any(spec.get(name, "") != wanted.get(name, "") for name in TEXTS):
            yield Found(f"{at(sheet)}, chart")


def chart_sources(case: Case) -> Iterable[Found]:
    """Every range lies within the report's own tab, and no filter stands on it."""
    for sheet, chart, wanted in _charts(case):
        spec = chart.get("spec", {})
        own = sheet.get("properties", {}).get("sheetId")
        foreign = any(one.get("sheetId", 0) != own for one in _sources(spec))
        drawn = sorted(map(str, _sources(spec)))
        known = sorted(map(str, _sources(wanted or {})))
        if (
            foreign
            or drawn != known
            or any(spec.get(name) for name in ("filterSpecs", "sortSpecs", "dataSourceChartProperties"))
        ):
            yield Found(f"{at(sheet)}, chart")


def missing_charts(case: Case) -> Iterable[Found]:
    """As many as the report has."""
    for sheet in sheets(case):
        place = sheet.get("properties", {}).get("sheetId")
        wanted = sum(
            len(page.charts)
            for page in case.expected.pages
            if sheet_id(page.key, case.expected.number) == place
        )
        if len(sheet.get("charts", ())) != wanted:
            yield Found(f"{at(sheet)}, charts")


CHART_RULES = (
    Rule("chart_texts", "chart", chart_texts),
    Rule("chart_sources", "chart", chart_sources),
    Rule("missing_charts", "chart", missing_charts),
)


def _charts(case: Case) -> Iterator[tuple[Json, Json, Json | None]]:
    """Every chart with its tab and what its specification should be."""
    wanted = {}
    for page in case.expected.pages:
        place = sheet_id(page.key, case.expected.number)
        for index, chart in enumerate(page.charts):
            wanted[place * 10 + index] = spec_of(chart, place, case.expected.words)
    for sheet in sheets(case):
        for chart in sheet.get("charts", ()):
            yield sheet, chart, wanted.get(chart.get("chartId"))


def _sources(spec: Any) -> Iterator[Json]:
    """Every grid range anywhere in it."""
    if isinstance(spec, dict):
        for name, inner in spec.items():
            if name == "sources":
                yield from (_range(one) for one in inner)
            else:
                yield from _sources(inner)
    elif isinstance(spec, list):
        for inner in spec:
            yield from _sources(inner)


def _range(one: Json) -> Json:
    names = ("sheetId", "startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex")
    return {name: one.get(name, 0) for name in names}
