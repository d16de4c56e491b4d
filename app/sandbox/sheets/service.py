"""The methods of Sheets v4 on the store: read a snapshot, or change a draft and commit it whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from app.sandbox.errors import ApiError, invalid, not_found
from app.sandbox.gate import Caller
from app.sandbox.grid.area import Area
from app.sandbox.grid.resolve import RangeError, resolve
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.sheets import masks
from app.sandbox.sheets.batch import apply_requests
from app.sandbox.sheets.data_filters import areas_of
from app.sandbox.sheets.kinds.registry import Context
from app.sandbox.sheets.masks import Tree
from app.sandbox.sheets.resource import spreadsheet
from app.sandbox.store import Store

JsonDict = dict[str, Any]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Call:
    """One call: who asks about which workbook, and what part of the answer they want."""

    store: Store
    caller: Caller
    spreadsheet_id: str
    tree: Tree

    def book(self) -> Spreadsheet:
        """The workbook as it stands."""
        return find(self.store, self.spreadsheet_id)

    def change(self, act: Callable[[Context], Result]) -> tuple[Result, Spreadsheet]:
        """Run `act` on a draft and commit it with fresh formula results; nothing is kept when it raises."""
        with self.store.lock(self.spreadsheet_id):
            draft = self.book().fork()
            owner = self.store.file(self.spreadsheet_id).owner
            ctx = Context(draft, self.caller, owner, self.store.clock())
            result = act(ctx)
            self.store.commit(draft, by=self.caller.email)
        return result, draft


def find(store: Store, spreadsheet_id: str) -> Spreadsheet:
    """The workbook with this id, else Google's 404."""
    try:
        return store.spreadsheet(spreadsheet_id)
    except KeyError:
        pass
    try:
        store.file(spreadsheet_id)
    except KeyError:
        raise not_found() from None
    raise ApiError(
        400,
        "This operation is not supported for this document. The document must not be an Office file.",
        status="FAILED_PRECONDITION",
    )


def area(book: Spreadsheet, text: str) -> Area:
    """The cells of a range, or Google's 400."""
    try:
        return resolve(book, text)
    except RangeError as fault:
        raise invalid(str(fault)) from None


def get(call: Call, query: JsonDict) -> JsonDict:
    """spreadsheets.get."""
    book = call.book()
    ranges = query.get("ranges", ())
    areas = [area(book, text) for text in ranges] if ranges else None
    return spreadsheet(
        book,
        call.tree,
        areas=areas,
        grid=query.get("includeGridData", False),
        caller=call.caller.email,
        comments=_with_comments(call.caller, query),
    )


def _with_comments(caller: Caller, options: JsonDict) -> bool:
    """Whether an answer takes in comments; asking for them without the right to see them is a 403."""
    mode = options.get("commentsViewMode", "")
    if mode.endswith("_INCLUDED") and not caller.sees_comments:
        raise ApiError(403, "The caller does not have permission")
    return mode.endswith("_INCLUDED") or (mode.endswith("_CURRENT_ACCESS") and caller.sees_comments)


def batch_update(call: Call, body: JsonDict) -> JsonDict:
    """spreadsheets.batchUpdate."""
    ranges = body.get("responseRanges", ())
    comments = _with_comments(call.caller, body)

    def act(ctx: Context) -> tuple[list[JsonDict], list[Area] | None]:
        replies = apply_requests(ctx, body.get("requests", []))
        return replies, [area(ctx.book, text) for text in ranges] if ranges else None

    (replies, areas), book = call.change(act)
    made: JsonDict = {"spreadsheetId": book.spreadsheet_id, "replies": replies}
    if body.get("includeSpreadsheetInResponse"):
        below = masks.below(call.tree, "updatedSpreadsheet")
        grid = body.get("responseIncludeGridData", False)
        updated = spreadsheet(
            book, below, areas=areas, grid=grid, caller=call.caller.email, comments=comments
        )
        if masks.wants(call.tree, "updatedSpreadsheet"):
            return {**masks.project(made, call.tree), "updatedSpreadsheet": updated}
    return dict(masks.project(made, call.tree))


def get_by_data_filter(call: Call, body: JsonDict) -> JsonDict:
    """spreadsheets.getByDataFilter."""
    book = call.book()
    areas: list[Area] = []
    for place, data_filter in enumerate(body.get("dataFilters", ())):
        try:
            areas.extend(held for held in areas_of(book, data_filter) if held not in areas)
        except ApiError as refusal:
            refusal.message = f"Invalid dataFilter[{place}]: {refusal.message}"
            raise
    return spreadsheet(
        book,
        call.tree,
        areas=areas if body.get("dataFilters") else None,
        grid=body.get("includeGridData", False),
        caller=call.caller.email,
        comments=_with_comments(call.caller, body),
    )
