"""What a cell looks like: its text, and the format it takes effect with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.locale import Conventions
from app.sandbox.grid.number_format import default_pattern, general, render_text, renderer
from app.sandbox.grid.value import CellError, Formula, Value

JsonDict = dict[str, Any]
Show = Callable[[Value], str]


def shown(value: Value, cell_format: Format | None, locale: Conventions) -> str:
    """The text of a cell; empty for an empty one."""
    kind = type(value)
    if kind is str and (cell_format is None or cell_format.number_format is None):
        return value  # type: ignore[return-value]
    if value is None:
        return ""
    if cell_format is None or cell_format.number_format is None:
        return _automatic(value, locale)
    return _shower(cell_format, locale)(value)


def shown_row(
    values: Sequence[Value], formats: Sequence[Format | None] | None, locale: Conventions
) -> list[str]:
    """The texts of a whole row."""
    if formats is None:
        return [v if type(v) is str else "" if v is None else _automatic(v, locale) for v in values]
    if len(formats) < len(values):
        formats = [*formats, *([None] * (len(values) - len(formats)))]
    return [shown(value, held, locale) for value, held in zip(values, formats, strict=False)]


def _automatic(value: Value, locale: Conventions) -> str:
    kind = type(value)
    if kind is int or kind is float:
        return general(value, locale.decimal)  # type: ignore[arg-type]
    if kind is bool:
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, Formula):
        return value.text
    return str(value)


def pattern_of(number_format: JsonDict, locale: Conventions) -> str:
    """The pattern of a number format, by its type when it names none."""
    return number_format.get("pattern") or default_pattern(number_format.get("type", ""), locale)


def _shower(cell_format: Format, locale: Conventions) -> Show:
    """The function that shows values in a format, kept with the format."""
    found: Show | None = cell_format.derived.get(locale.name)
    if found is None:
        pattern = pattern_of(cell_format.number_format or {}, locale)
        found = cell_format.derived[locale.name] = _make(pattern, locale)
    return found


def _make(pattern: str, locale: Conventions) -> Show:
    if not pattern:
        return lambda value: _automatic(value, locale) if value is not None else ""
    by_pattern = renderer(pattern, locale)

    def show(value: Value) -> str:
        kind = type(value)
        if kind is int or kind is float:
            return by_pattern(value)  # type: ignore[arg-type]
        if kind is str:
            return render_text(pattern, value)  # type: ignore[arg-type]
        return _automatic(value, locale) if value is not None else ""

    return show


def effective_format(
    cell_format: Format | None, default: Format, value: Value, locale: Conventions
) -> JsonDict:
    """Default and entered format together, with the alignment the value brings. Shared: never change it."""
    kind = type(value)
    align = "RIGHT" if kind in {int, float} else "CENTER" if kind in {bool, CellError} else "LEFT"
    place = ("effective", default.key, align, locale.name)
    holder = cell_format or default
    found: JsonDict | None = holder.derived.get(place)
    if found is None:
        entered = cell_format.json if cell_format is not None else {}
        found = holder.derived[place] = overlay({"horizontalAlignment": align, **default.json}, entered)
        found.setdefault("hyperlinkDisplayType", "PLAIN_TEXT")
        number_format = found.get("numberFormat")
        if number_format is not None and not number_format.get("pattern"):
            pattern = pattern_of(number_format, locale)
            found["numberFormat"] = {**number_format, "pattern": pattern} if pattern else number_format
    return found


def overlay(under: JsonDict, over: JsonDict) -> JsonDict:
    """A format with another laid over it, field by field; colours and fonts replace whole."""
    laid = dict(under)
    for name, value in over.items():
        nested = name in {"textFormat", "borders"} and isinstance(laid.get(name), dict)
        laid[name] = overlay(laid[name], value) if nested else value
    return laid
