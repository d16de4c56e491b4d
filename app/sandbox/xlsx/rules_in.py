"""Conditional formats of a tab, in the order in which they hold."""

from __future__ import annotations

from typing import Any

from app.sandbox.grid.sheet import Sheet
from app.sandbox.xlsx.colours import both, google_colour
from app.sandbox.xlsx.conditions import NUMBER, TEXT, condition, operand
from app.sandbox.xlsx.formula_text import google_formula
from app.sandbox.xlsx.ranges import grid_ranges
from app.sandbox.xlsx.styles_in import StylesIn

JsonDict = dict[str, Any]
POINTS = {"min": "MIN", "max": "MAX", "num": "NUMBER", "percent": "PERCENT", "percentile": "PERCENTILE"}


def conditional_formats(page: Any, sheet: Sheet, *, styles: StylesIn, dropped: set[str]) -> list[JsonDict]:
    """Rules that Google has a like of; the others are named in `dropped`."""
    found: list[tuple[int, JsonDict]] = []
    for area in page.conditional_formatting:
        ranges = grid_ranges(sheet, str(area.sqref))
        for rule in area.rules:
            made = _rule(rule, styles)
            if made is None:
                dropped.add(f"conditional formats of the kind {rule.type}")
            elif ranges:
                found.append((rule.priority or 0, {"ranges": ranges, **made}))
    return [made for _, made in sorted(found, key=lambda pair: pair[0])]


def _rule(rule: Any, styles: StylesIn) -> JsonDict | None:
    if rule.type == "colorScale" and rule.colorScale is not None:
        return _gradient(rule.colorScale, styles)
    held = _condition(rule)
    if held is None:
        return None
    return {"booleanRule": {"condition": held, "format": _format(rule.dxf, styles)}}


def _condition(rule: Any) -> JsonDict | None:
    formulas = [text for text in rule.formula if text is not None]
    match rule.type:
        case "expression" if formulas:
            return condition("CUSTOM_FORMULA", "=" + google_formula(formulas[0].lstrip("=")))
        case "cellIs" if rule.operator in NUMBER and formulas:
            if formulas[0].strip().startswith('"') and rule.operator == "equal":
                return condition("TEXT_EQ", operand(formulas[0]))
            return condition(NUMBER[rule.operator], *map(operand, formulas))
        case "containsText" | "notContainsText" | "beginsWith" | "endsWith" if rule.text is not None:
            return condition(TEXT[rule.type], rule.text)
        case "containsBlanks":
            return condition("BLANK")
        case "notContainsBlanks":
            return condition("NOT_BLANK")
        case "containsErrors" | "notContainsErrors" if formulas:
            return condition("CUSTOM_FORMULA", "=" + formulas[0])
    return None


def _format(style: Any, styles: StylesIn) -> JsonDict:
    """Rules know colours, bold, italic and lines, nothing else."""
    held: JsonDict = {}
    if style is None:
        return held
    fill = style.fill
    if fill is not None:
        colour = google_colour(fill.bgColor, styles.theme)
        if fill.bgColor is None or fill.bgColor.rgb == "00000000":
            colour = google_colour(fill.fgColor, styles.theme)
        if colour is not None:
            held |= both("backgroundColor", colour)
    if style.font is not None:
        text = {k: v for k, v in styles.font(style.font).items() if k not in {"fontFamily", "fontSize"}}
        if text:
            held["textFormat"] = text
    return held


def _gradient(scale: Any, styles: StylesIn) -> JsonDict | None:
    names = ("minpoint", "midpoint", "maxpoint") if len(scale.cfvo) == 3 else ("minpoint", "maxpoint")
    held: JsonDict = {}
    for name, point, colour in zip(names, scale.cfvo, scale.color, strict=False):
        kind = POINTS.get(point.type)
        if kind is None:
            return None
        made = both("color", google_colour(colour, styles.theme) or {}) | {"type": kind}
        if point.val is not None and kind not in {"MIN", "MAX"}:
            made["value"] = f"{float(point.val):g}" if isinstance(point.val, int | float) else str(point.val)
        held[name] = made
    return {"gradientRule": held}
