"""Conditional format rules, known by their place on a sheet."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets.colours import with_styles
from app.sandbox.sheets.kinds.places import area_of, full_range, grid_sheet
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.proto import present
from app.sandbox.sheets.validation import checked_condition

JsonDict = dict[str, Any]
_LOOKS = {"backgroundColor", "backgroundColorStyle", "textFormat"}
_FONTS = {"bold", "italic", "strikethrough", "underline", "foregroundColor", "foregroundColorStyle"}
_POINTS = ("minpoint", "midpoint", "maxpoint")


def _checked(ctx: Context, rule: JsonDict) -> JsonDict:
    """A rule as it is kept: ranges on one sheet, one kind of rule, only looks a rule can give."""
    ranges = [full_range(r) for r in rule.get("ranges", ())]
    if not ranges:
        raise invalid("rule.ranges must not be empty.")
    if len({r["sheetId"] for r in ranges}) > 1:
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    for grid_range in ranges:
        area_of(ctx, grid_range)
    if "booleanRule" in rule:
        return {"ranges": ranges, "booleanRule": _boolean(rule["booleanRule"])}
    if "gradientRule" in rule:
        return {"ranges": ranges, "gradientRule": _gradient(rule["gradientRule"])}
    raise invalid("Either booleanRule or gradientRule must be set.")


def _boolean(rule: JsonDict) -> JsonDict:
    if "condition" not in rule:
        raise invalid("booleanRule.condition must be set.")
    condition = checked_condition(rule["condition"])
    if condition["type"] == "CUSTOM_FORMULA" and not condition["values"][0].get(
        "userEnteredValue", ""
    ).startswith(("=", "+")):
        raise invalid("Invalid conditional format rule: a custom formula must start with '='.")
    look = with_styles(rule.get("format", {}))
    if not set(look) <= _LOOKS or not set(look.get("textFormat", {})) <= _FONTS:
        raise invalid("Only bold, italic, strikethrough, foreground color and background color can be set.")
    return {"condition": condition, "format": present("CellFormat", look)}


def _gradient(rule: JsonDict) -> JsonDict:
    for name in ("minpoint", "maxpoint"):
        if name not in rule:
            raise invalid(f"gradientRule.{name} must be set.")
    for name in _POINTS:
        point = rule.get(name)
        if point is None:
            continue
        kind_of = point.get("type", "INTERPOLATION_POINT_TYPE_UNSPECIFIED")
        if kind_of in {"NUMBER", "PERCENT", "PERCENTILE"} and not point.get("value"):
            raise invalid(f"gradientRule.{name}.value must be set for type {kind_of}.")
        if kind_of.endswith("UNSPECIFIED"):
            raise invalid(f"gradientRule.{name}.type must be set.")
    return with_styles(rule)


def _held(ctx: Context, sheet_id: int, index: int) -> Sheet:
    sheet = grid_sheet(ctx, sheet_id)
    if not 0 <= index < len(sheet.conditional_formats):
        raise invalid(f"No conditional format on sheet: {sheet_id} at index: {index}")
    return sheet


def _shown(rule: JsonDict) -> JsonDict:
    return present("ConditionalFormatRule", rule)


@kind("addConditionalFormatRule")
def add_conditional_format_rule(ctx: Context, request: JsonDict) -> None:
    """A rule put in at its index; those at and after it move on."""
    rule = _checked(ctx, request.get("rule", {}))
    sheet = grid_sheet(ctx, rule["ranges"][0]["sheetId"])
    index = request.get("index", 0)
    if not 0 <= index <= len(sheet.conditional_formats):
        raise invalid(f"Cannot add a conditional format rule at index: {index}")
    sheet.conditional_formats.insert(index, rule)


@kind("updateConditionalFormatRule")
def update_conditional_format_rule(ctx: Context, request: JsonDict) -> JsonDict:
    """A rule replaced by another, or moved to another index."""
    index = request.get("index", 0)
    if "rule" in request:
        rule = _checked(ctx, request["rule"])
        sheet = _held(ctx, rule["ranges"][0]["sheetId"], index)
        old = sheet.conditional_formats[index]
        sheet.conditional_formats[index] = rule
        return {"newRule": _shown(rule), "newIndex": index, "oldRule": _shown(old), "oldIndex": index}
    sheet = _held(ctx, request.get("sheetId", 0), index)
    new_index = request.get("newIndex", 0)
    if not 0 <= new_index < len(sheet.conditional_formats):
        raise invalid(f"No conditional format on sheet: {sheet.sheet_id} at index: {new_index}")
    rule = sheet.conditional_formats.pop(index)
    sheet.conditional_formats.insert(new_index, rule)
    return {"newRule": _shown(rule), "newIndex": new_index, "oldRule": _shown(rule), "oldIndex": index}


@kind("deleteConditionalFormatRule")
def delete_conditional_format_rule(ctx: Context, request: JsonDict) -> JsonDict:
    """The rule at an index gone; those after it close up."""
    index = request.get("index", 0)
    sheet = _held(ctx, request.get("sheetId", 0), index)
    return {"rule": _shown(sheet.conditional_formats.pop(index))}
