"""Protected ranges."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import invalid
from app.sandbox.grid.sheet import Sheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.kinds.places import area_of, full_range, grid_sheet, mask_of
from app.sandbox.sheets.kinds.registry import Context, kind
from app.sandbox.sheets.kinds.tables import table_by_id
from app.sandbox.sheets.protection import protected_error
from app.sandbox.sheets.proto import present
from app.sandbox.sheets.resource import may_edit

JsonDict = dict[str, Any]
_WHOLE_SHEET = {"sheetId"}


@kind("addProtectedRange")
def add_protected_range(ctx: Context, request: JsonDict) -> JsonDict:
    """A range, a named range, a table or a whole sheet that only some may edit."""
    given = request.get("protectedRange", {})
    made: JsonDict = {**given, "protectedRangeId": given.get("protectedRangeId") or ctx.new_id()}
    made.pop("requestingUserCanEdit", None)
    if any(
        p["protectedRangeId"] == made["protectedRangeId"] for s in ctx.book.sheets for p in s.protected_ranges
    ):
        raise invalid(f"Protected range with id {made['protectedRangeId']} already exists.")
    sheet = _sheet_of(ctx, made)
    made = _checked(ctx, made)
    if set(made["range"]) == _WHOLE_SHEET and any(
        set(held.get("range", ())) == _WHOLE_SHEET for held in sheet.protected_ranges
    ):
        raise invalid(f'Sheet "{sheet.title}" already has sheet protection.')
    sheet.protected_ranges.append(made)
    reply = {**made, "requestingUserCanEdit": True}
    if not made.get("warningOnly"):
        reply["editors"] = given.get("editors") or {}
    return {"protectedRange": present("ProtectedRange", reply)}


def _sheet_of(ctx: Context, protected: JsonDict) -> Sheet:
    """The sheet it is on, its range filled in from the name or table it goes by."""
    named = [name for name in ("range", "namedRangeId", "tableId") if protected.get(name)]
    if len(named) > 1:
        raise invalid("Only one of range, namedRangeId or tableId may be set.")
    if protected.get("namedRangeId"):
        wanted = protected["namedRangeId"]
        found = next((n for n in ctx.book.named_ranges if n["namedRangeId"] == wanted), None)
        if found is None:
            raise invalid(f"No named range with id: {wanted}")
        protected["range"] = found["range"]
    elif protected.get("tableId"):
        protected["range"] = table_by_id(ctx, protected["tableId"])[1]["range"]
    protected["range"] = full_range(protected.get("range", {}))
    area_of(ctx, protected["range"])
    return grid_sheet(ctx, protected["range"]["sheetId"])


def _checked(ctx: Context, protected: JsonDict) -> JsonDict:
    if protected.get("warningOnly"):
        if protected.get("editors"):
            raise invalid("Editors cannot be set on a range that is protected by a warning only.")
        return protected
    for exception in protected.get("unprotectedRanges", ()):
        if set(protected["range"]) != _WHOLE_SHEET:
            raise invalid("Unprotected ranges are only supported on protected sheets.")
        area_of(ctx, full_range(exception))
    if protected.get("unprotectedRanges"):
        protected["unprotectedRanges"] = [full_range(r) for r in protected["unprotectedRanges"]]
    editors = dict(protected.get("editors") or {})
    users = list(editors.get("users", ()))
    for always in (ctx.owner, ctx.caller.email):
        if always and always.casefold() not in {user.casefold() for user in users}:
            users.append(always)
    if users:
        editors["users"] = users
    return {**protected, "editors": editors}


def _held(ctx: Context, protected_range_id: int) -> tuple[Sheet, int]:
    for sheet in ctx.book.sheets:
        for place, held in enumerate(sheet.protected_ranges):
            if held["protectedRangeId"] == protected_range_id:
                if not may_edit(held, ctx.caller.email):
                    raise protected_error()
                return ctx.book.edit(sheet.sheet_id), place
    raise invalid(f"No protected range with id: {protected_range_id}")


@kind("updateProtectedRange")
def update_protected_range(ctx: Context, request: JsonDict) -> None:
    """What the mask names of a protected range."""
    given = request.get("protectedRange", {})
    sheet, place = _held(ctx, given.get("protectedRangeId", 0))
    tree = mask_of(request, "ProtectedRange", root="protected_range")
    held = sheet.protected_ranges[place]
    merged = masks.merge(held, given, tree)
    merged["protectedRangeId"] = held["protectedRangeId"]
    if merged.get("warningOnly"):
        merged.pop("editors", None)
    if merged.get("namedRangeId") or merged.get("tableId"):
        merged.pop("range", None)
    target = _sheet_of(ctx, merged)
    del sheet.protected_ranges[place]
    target.protected_ranges.append(_checked(ctx, merged))


@kind("deleteProtectedRange")
def delete_protected_range(ctx: Context, request: JsonDict) -> None:
    """Protection taken away."""
    sheet, place = _held(ctx, request.get("protectedRangeId", 0))
    del sheet.protected_ranges[place]
