"""Named ranges."""

from __future__ import annotations

import re
from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid import a1
from app.sandbox.sheets import masks
from app.sandbox.sheets.kinds.places import area_of, full_range, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]
_NAME = re.compile(r"[^\W\d][\w.]{0,249}\Z")


@kind("addNamedRange")
def add_named_range(ctx: Context, request: JsonDict) -> JsonDict:
    """A name for a range."""
    given = request.get("namedRange", {})
    made = {
        "namedRangeId": given.get("namedRangeId") or str(ctx.new_id()),
        "name": given.get("name", ""),
        "range": full_range(given.get("range", {})),
    }
    if any(held["namedRangeId"] == made["namedRangeId"] for held in ctx.book.named_ranges):
        raise invalid(f"Named range with id {made['namedRangeId']} already exists.")
    _check_name(ctx, made["name"], None)
    area_of(ctx, made["range"])
    ctx.book.named_ranges.append(made)
    return {"namedRange": present("NamedRange", made)}


def _check_name(ctx: Context, name: str, own: str | None) -> None:
    looks_like_cell = a1.parse_rect(name) is not None
    if not _NAME.match(name) or looks_like_cell or name.upper() in {"TRUE", "FALSE"}:
        raise invalid(f"The name '{name}' is invalid for a named range.")
    for held in ctx.book.named_ranges:
        if held["name"].casefold() == name.casefold() and held["namedRangeId"] != own:
            raise invalid(
                f"Cannot add named range with name: {name}. A named range with that name already exists."
            )


def _held(ctx: Context, named_range_id: str) -> int:
    for place, held in enumerate(ctx.book.named_ranges):
        if held["namedRangeId"] == named_range_id:
            return place
    raise invalid(f"No named range with id: {named_range_id}")


@kind("updateNamedRange")
def update_named_range(ctx: Context, request: JsonDict) -> None:
    """Name or range of a named range."""
    given = request.get("namedRange", {})
    place = _held(ctx, given.get("namedRangeId", ""))
    tree = mask_of(request, "NamedRange", root="named_range")
    held = ctx.book.named_ranges[place]
    merged = masks.merge(held, given, tree)
    merged["namedRangeId"] = held["namedRangeId"]
    _check_name(ctx, merged.get("name", ""), held["namedRangeId"])
    merged["range"] = full_range(merged.get("range", {}))
    area_of(ctx, merged["range"])
    ctx.book.named_ranges[place] = merged


@kind("deleteNamedRange")
def delete_named_range(ctx: Context, request: JsonDict) -> None:
    """A name forgotten; protected ranges and filter views by that name fall back to its cells."""
    place = _held(ctx, request.get("namedRangeId", ""))
    gone = ctx.book.named_ranges.pop(place)
    for sheet in list(ctx.book.sheets):
        for name in ("protected_ranges", "filter_views"):
            if any(held.get("namedRangeId") == gone["namedRangeId"] for held in getattr(sheet, name)):
                own = ctx.book.edit(sheet.sheet_id)
                setattr(own, name, [_unnamed(held, gone) for held in getattr(own, name)])


def _unnamed(held: JsonDict, gone: JsonDict) -> JsonDict:
    if held.get("namedRangeId") != gone["namedRangeId"]:
        return held
    kept = {name: value for name, value in held.items() if name != "namedRangeId"}
    return {**kept, "range": held.get("range", gone["range"])}
