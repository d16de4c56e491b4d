"""The two spellings of a colour, kept together: `backgroundColor` and `backgroundColorStyle`."""

from __future__ import annotations

from functools import cache
from typing import Any

from app.sandbox.sheets import discovery
from app.sandbox.sheets.masks import Tree

JsonDict = dict[str, Any]


def with_styles(held: JsonDict) -> JsonDict:
    """A message with both spellings of every colour in it; where both are given, the style counts."""
    made: JsonDict = {}
    for name, value in held.items():
        made[name] = _opaque(value) if _is_colour(name) or name == "rgbColor" else _inside(value)
    for name in list(made):
        if _is_colour(name):
            style = f"{name}Style"
            if style not in made:
                made[style] = {"rgbColor": made[name]}
        elif _is_style(name):
            plain, style = name[: -len("Style")], made[name]
            if isinstance(style, dict) and "rgbColor" in style:
                made[plain] = style["rgbColor"]
            else:
                made.pop(plain, None)
    return made


def _opaque(colour: Any) -> Any:
    """A colour without alpha, which Sheets takes and forgets."""
    if not isinstance(colour, dict):
        return colour
    if "colorType" in colour or "rgbColor" in colour:
        return with_styles(colour)
    return {channel: value for channel, value in colour.items() if channel != "alpha" and value}


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return with_styles(value)
    if isinstance(value, list):
        return [_inside(item) for item in value]
    return value


def _is_style(name: str) -> bool:
    return name.endswith(("ColorStyle", "colorStyle"))


def _is_colour(name: str) -> bool:
    return name.endswith(("Color", "color")) and name not in {"rgbColor", "themeColor"}


@cache
def _has_both(type_name: str, name: str) -> bool:
    fields = discovery.message(type_name).fields
    return name in fields and f"{name}Style" in fields


def mask_with_styles(tree: Tree, type_name: str) -> Tree:
    """A mask that names one spelling of a colour, made to name both."""
    made: dict[str, Any] = {}
    kind = discovery.message(type_name)
    for name, part in tree.items():
        known = kind.fields.get(name)
        inner = (
            mask_with_styles(part, known.message) if part and known is not None and known.message else part
        )
        made[name] = inner
        if _is_style(name) and name[: -len("Style")] in kind.fields:
            made[name] = made[name[: -len("Style")]] = None
        elif _has_both(type_name, name):
            made[name] = made[f"{name}Style"] = None
    return made
