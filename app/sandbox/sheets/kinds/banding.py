"""Alternating colours."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.area import Area, of_grid_range
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.colours import mask_with_styles, with_styles
from app.sandbox.sheets.kinds.places import area_of, full_range, grid_sheet, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.proto import present

JsonDict = dict[str, Any]


@kind("addBanding")
def add_banding(ctx: Context, request: JsonDict) -> JsonDict:
    """Bands over a range."""
    given = request.get("bandedRange", {})
    made = _checked({"bandedRangeId": given.get("bandedRangeId") or ctx.new_id(), **given})
    if any(b["bandedRangeId"] == made["bandedRangeId"] for s in ctx.book.sheets for b in s.banded_ranges):
        raise invalid(f"Banded range with id {made['bandedRangeId']} already exists.")
    area = area_of(ctx, made["range"])
    sheet = grid_sheet(ctx, area.sheet_id)
    _refuse_overlap(sheet, area, None)
    sheet.banded_ranges.append(made)
    return {"bandedRange": present("BandedRange", made)}


def _checked(banded: JsonDict) -> JsonDict:
    if "range" not in banded:
        raise invalid("bandedRange.range must be set.")
    if "rowProperties" not in banded and "columnProperties" not in banded:
        raise invalid("At least one of rowProperties or columnProperties must be set.")
    made = with_styles({**banded, "range": full_range(banded["range"])})
    for name in ("rowProperties", "columnProperties"):
        bands = made.get(name)
        if bands and not ("firstBandColorStyle" in bands and "secondBandColorStyle" in bands):
            raise invalid(f"{name} must set both firstBandColor and secondBandColor.")
    return made


def _refuse_overlap(sheet: Sheet, area: Area, own: int | None) -> None:
    for held in sheet.banded_ranges:
        other = of_grid_range(held["range"], rows=sheet.row_count, columns=sheet.column_count)
        if held["bandedRangeId"] != own and other.meets(area):
            raise invalid("You cannot add alternating background colors to a range that already has them.")


def _held(ctx: Context, banded_range_id: int) -> tuple[Sheet, JsonDict]:
    for sheet in ctx.book.sheets:
        for held in sheet.banded_ranges:
            if held["bandedRangeId"] == banded_range_id:
                return ctx.book.edit(sheet.sheet_id), held
    raise invalid(f"No banded range with id: {banded_range_id}")


@kind("updateBanding")
def update_banding(ctx: Context, request: JsonDict) -> None:
    """Range or colours of bands."""
    given = request.get("bandedRange", {})
    sheet, held = _held(ctx, given.get("bandedRangeId", 0))
    tree = mask_with_styles(mask_of(request, "BandedRange", root="banded_range"), "BandedRange")
    merged = masks.merge(held, with_styles(given), tree)
    merged["bandedRangeId"] = held["bandedRangeId"]
    merged = _checked(merged)
    area = area_of(ctx, merged["range"])
    if area.sheet_id != sheet.sheet_id:
        raise invalid("A banded range cannot be moved to another sheet.")
    _refuse_overlap(sheet, area, held["bandedRangeId"])
    sheet.banded_ranges[sheet.banded_ranges.index(held)] = merged


@kind("deleteBanding")
def delete_banding(ctx: Context, request: JsonDict) -> None:
    """Bands taken away."""
    sheet, held = _held(ctx, request.get("bandedRangeId", 0))
    sheet.banded_ranges.remove(held)
