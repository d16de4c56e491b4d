"""Colour scales."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from app.sandbox.grid.area import Area
from app.sandbox.grid.sheet import Sheet
from app.sandbox.grid.spreadsheet import Spreadsheet

JsonDict = dict[str, Any]
_CHANNELS = ("red", "green", "blue")


def gradient(
    book: Spreadsheet, sheet: Sheet, areas: Sequence[Area], rule: JsonDict
) -> dict[tuple[int, int], JsonDict]:
    """The background of every numeric cell in the areas."""
    numbers: dict[tuple[int, int], float] = {}
    for area in areas:
        for row in sheet.grid.result_indices(area.top, area.bottom):
            values = sheet.grid.effective_row(row)
            for column in range(area.left, min(area.right, len(values))):
                value = values[column]
                if type(value) is int or type(value) is float:
                    numbers[row, column] = value
    if not numbers:
        return {}
    ordered = sorted(numbers.values())
    points = [
        (_threshold(rule[name], ordered), _rgb(book, rule[name]))
        for name in ("minpoint", "midpoint", "maxpoint")
        if name in rule
    ]
    points.sort(key=lambda point: point[0])
    return {place: _background(_mix(points, number)) for place, number in numbers.items()}


def _threshold(point: JsonDict, ordered: list[float]) -> float:
    kind, low, high = point.get("type"), ordered[0], ordered[-1]
    if kind == "MIN":
        return low
    if kind == "MAX":
        return high
    try:
        value = float(point.get("value", "0"))
    except ValueError:
        return low
    if kind == "PERCENT":
        return low + (high - low) * value / 100
    if kind == "PERCENTILE":
        place = (len(ordered) - 1) * min(max(value, 0), 100) / 100
        below, part = int(place), place - int(place)
        above = ordered[min(below + 1, len(ordered) - 1)]
        return ordered[below] + (above - ordered[below]) * part
    return value


def _rgb(book: Spreadsheet, point: JsonDict) -> tuple[float, ...]:
    style = point.get("colorStyle", {})
    colour = style.get("rgbColor") or point.get("color") or {}
    if "themeColor" in style:
        for pair in book.theme.get("themeColors", ()):
            if pair.get("colorType") == style["themeColor"]:
                colour = pair.get("color", {}).get("rgbColor", {})
    return tuple(float(colour.get(channel, 0)) for channel in _CHANNELS)


def _mix(points: list[tuple[float, tuple[float, ...]]], number: float) -> tuple[float, ...]:
    if number <= points[0][0]:
        return points[0][1]
    for (low, first), (high, second) in pairwise(points):
        if number <= high:
            part = (number - low) / (high - low) if high > low else 1.0
            return tuple(a + (b - a) * part for a, b in zip(first, second, strict=True))
    return points[-1][1]


def _background(rgb: tuple[float, ...]) -> JsonDict:
    colour = {name: value for name, value in zip(_CHANNELS, rgb, strict=True) if value}
    return {"backgroundColor": colour, "backgroundColorStyle": {"rgbColor": colour}}
