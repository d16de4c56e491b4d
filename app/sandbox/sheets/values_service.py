"""The values methods on the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.sandbox.errors import ApiError, invalid
from app.sandbox.grid import a1
from app.sandbox.grid.area import Area
from app.sandbox.grid.change import Insert
from app.sandbox.grid.resolve import show
from app.sandbox.grid.spreadsheet import Spreadsheet
from app.sandbox.grid.structure import apply
from app.sandbox.sheets.append import table_at
from app.sandbox.sheets.data_filters import areas_of
from app.sandbox.sheets.kinds.registry import Context
from app.sandbox.sheets.service import Call, area
from app.sandbox.sheets.values_read import value_range
from app.sandbox.sheets.values_write import Typist, Written, check_size, clear_values, write_values

JsonDict = dict[str, Any]
_OPTIONS = frozenset({"RAW", "USER_ENTERED"})


def get(call: Call, text: str, query: JsonDict) -> JsonDict:
    """values.get."""
    book = call.book()
    return value_range(book, area(book, text), **_reading(query))


def batch_get(call: Call, query: JsonDict) -> JsonDict:
    """values.batchGet."""
    book = call.book()
    areas = [area(book, text) for text in query.get("ranges", ())]
    made: JsonDict = {"spreadsheetId": book.spreadsheet_id}
    if areas:
        made["valueRanges"] = [value_range(book, held, **_reading(query)) for held in areas]
    return made


def batch_get_by_data_filter(call: Call, body: JsonDict) -> JsonDict:
    """values.batchGetByDataFilter: each range once, with the filters that matched it."""
    book = call.book()
    matched = _matched(book, body.get("dataFilters", ()))
    made: JsonDict = {"spreadsheetId": book.spreadsheet_id}
    if matched:
        made["valueRanges"] = [
            {"valueRange": value_range(book, held, **_reading(body)), "dataFilters": filters}
            for held, filters in matched.items()
        ]
    return made


def _matched(book: Spreadsheet, data_filters: Sequence[JsonDict]) -> dict[Area, list[JsonDict]]:
    matched: dict[Area, list[JsonDict]] = {}
    for place, data_filter in enumerate(data_filters):
        try:
            found = areas_of(book, data_filter)
        except ApiError as refusal:
            refusal.message = f"Invalid dataFilter[{place}]: {refusal.message}"
            raise
        for held in found:
            matched.setdefault(held, []).append(data_filter)
    return matched


def _reading(options: JsonDict) -> dict[str, str]:
    dimension = options.get("majorDimension", "ROWS")
    return {
        "dimension": "ROWS" if dimension == "DIMENSION_UNSPECIFIED" else dimension,
        "render": options.get("valueRenderOption", "FORMATTED_VALUE"),
        "dates": options.get("dateTimeRenderOption", "SERIAL_NUMBER"),
    }


def _responding(options: JsonDict) -> dict[str, str]:
    return {
        "render": options.get("responseValueRenderOption", "FORMATTED_VALUE"),
        "dates": options.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
    }


def _typist(book: Spreadsheet, options: JsonDict) -> Typist:
    option = options.get("valueInputOption", "INPUT_VALUE_OPTION_UNSPECIFIED")
    if option not in _OPTIONS:
        raise invalid("'valueInputOption' is required but not specified")
    return Typist.of(book, option)


def update(call: Call, text: str, query: JsonDict, body: JsonDict) -> JsonDict:
    """values.update."""
    _check_same_range(text, body)

    def act(ctx: Context) -> Written:
        return _write(ctx, text, body, _typist(ctx.book, query))

    written, book = call.change(act)
    made = written.response(book)
    if query.get("includeValuesInResponse"):
        made["updatedData"] = value_range(
            book, written.area, dimension=body.get("majorDimension", "ROWS"), **_responding(query)
        )
    return made


def _check_same_range(text: str, body: JsonDict) -> None:
    if body.get("range") and body["range"].replace("'", "") != text.replace("'", ""):
        raise invalid(f"Request range[{text}] does not match value's range[{body['range']}]")


def _write(ctx: Context, text: str, body: JsonDict, typist: Typist) -> Written:
    held = area(ctx.book, text)
    return write_values(
        ctx.book,
        _to_the_edge(ctx.book, held) if _is_anchor(text, held) else held,
        body.get("values", ()),
        typist,
        dimension=body.get("majorDimension", "ROWS"),
        within=text,
        caller=ctx.caller.email,
    )


def _is_anchor(text: str, held: Area) -> bool:
    """Whether a range names one cell by its address alone: then it is only where the array starts."""
    address = a1.parse(text)
    return held.height == 1 and held.width == 1 and address is not None and ":" not in text.rpartition("!")[2]


def _to_the_edge(book: Spreadsheet, anchor: Area) -> Area:
    """From a cell as far as the sheet goes: no write but an append makes it larger."""
    sheet = book.edit(anchor.sheet_id)
    return Area(anchor.sheet_id, anchor.top, sheet.row_count, anchor.left, sheet.column_count)


def batch_update(call: Call, body: JsonDict) -> JsonDict:
    """values.batchUpdate."""

    def act(ctx: Context) -> list[Written]:
        typist = _typist(ctx.book, body)
        return _each(
            body.get("data", ()), "data", lambda item: _write(ctx, item.get("range", ""), item, typist)
        )

    written, book = call.change(act)
    responses = []
    for item, held in zip(body.get("data", ()), written, strict=True):
        response = held.response(book)
        if body.get("includeValuesInResponse"):
            dimension = item.get("majorDimension", "ROWS")
            response["updatedData"] = value_range(book, held.area, dimension=dimension, **_responding(body))
        responses.append(response)
    return _totals(book, written, responses)


def _each(items: Sequence[JsonDict], name: str, act: Callable[[JsonDict], Written]) -> list[Written]:
    done = []
    for place, item in enumerate(items):
        try:
            done.append(act(item))
        except ApiError as refusal:
            refusal.message = f"Invalid {name}[{place}]: {refusal.message}"
            raise
    return done


def _totals(book: Spreadsheet, written: Sequence[Written], responses: list[JsonDict]) -> JsonDict:
    counts = {
        "totalUpdatedRows": sum(held.rows for held in written),
        "totalUpdatedColumns": sum(held.columns for held in written),
        "totalUpdatedCells": sum(held.cells for held in written),
        "totalUpdatedSheets": len({held.area.sheet_id for held in written if held.cells}),
    }
    made: JsonDict = {"spreadsheetId": book.spreadsheet_id}
    made.update({name: count for name, count in counts.items() if count})
    if responses:
        made["responses"] = responses
    return made


def batch_update_by_data_filter(call: Call, body: JsonDict) -> JsonDict:
    """values.batchUpdateByDataFilter: every range a filter matches gets the same values."""
    filters: list[JsonDict] = []

    def act(ctx: Context) -> list[Written]:
        typist = _typist(ctx.book, body)
        written = []
        for item in body.get("data", ()):
            data_filter = item.get("dataFilter", {})
            for held in _matched(ctx.book, [data_filter]):
                written.append(
                    write_values(
                        ctx.book,
                        held,
                        item.get("values", ()),
                        typist,
                        dimension=item.get("majorDimension", "ROWS"),
                        within=show(ctx.book, held),
                        caller=ctx.caller.email,
                    )
                )
                filters.append(data_filter)
        return written

    written, book = call.change(act)
    responses = []
    for data_filter, held in zip(filters, written, strict=True):
        response = held.response(book)
        del response["spreadsheetId"]
        response["dataFilter"] = data_filter
        if body.get("includeValuesInResponse"):
            response["updatedData"] = value_range(book, held.area, **_responding(body))
        responses.append(response)
    return _totals(book, written, responses)


def append(call: Call, text: str, query: JsonDict, body: JsonDict) -> JsonDict:
    """values.append."""
    tables: list[Area] = []

    def act(ctx: Context) -> Written:
        typist = _typist(ctx.book, query)
        held = area(ctx.book, text)
        sheet = ctx.book.edit(held.sheet_id)
        table = table_at(sheet, held)
        if table is not None:
            tables.append(table)
        top = table.bottom if table is not None else held.top
        left = table.left if table is not None else held.left
        values = body.get("values", ())
        dimension = body.get("majorDimension", "ROWS")
        height = len(values) if dimension != "COLUMNS" else max((len(v) for v in values), default=0)
        if query.get("insertDataOption") == "INSERT_ROWS" and height and top < sheet.row_count:
            check_size(ctx.book, sheet, sheet.row_count + height, sheet.column_count)
            apply(ctx.book, Insert(sheet.sheet_id, "ROWS", top, height), inherit_before=top > 0)
        start = Area(sheet.sheet_id, top, top + 1, left, left + 1)
        return write_values(
            ctx.book, start, values, typist, dimension=dimension, within=None, caller=ctx.caller.email
        )

    written, book = call.change(act)
    updates = written.response(book)
    if query.get("includeValuesInResponse"):
        updates["updatedData"] = value_range(
            book, written.area, dimension=body.get("majorDimension", "ROWS"), **_responding(query)
        )
    made: JsonDict = {"spreadsheetId": book.spreadsheet_id}
    if tables:
        made["tableRange"] = show(book, tables[0])
    made["updates"] = updates
    return made


def clear(call: Call, text: str) -> JsonDict:
    """values.clear."""

    def act(ctx: Context) -> Area:
        held = area(ctx.book, text)
        clear_values(ctx.book, held, caller=ctx.caller.email)
        return held

    held, book = call.change(act)
    return {"spreadsheetId": book.spreadsheet_id, "clearedRange": show(book, held)}


def batch_clear(call: Call, body: JsonDict) -> JsonDict:
    """values.batchClear."""
    return _cleared(call, lambda book: [area(book, text) for text in body.get("ranges", ())])


def batch_clear_by_data_filter(call: Call, body: JsonDict) -> JsonDict:
    """values.batchClearByDataFilter."""
    return _cleared(call, lambda book: list(_matched(book, body.get("dataFilters", ()))))


def _cleared(call: Call, find_areas: Callable[[Spreadsheet], list[Area]]) -> JsonDict:
    def act(ctx: Context) -> list[Area]:
        areas = find_areas(ctx.book)
        for held in areas:
            clear_values(ctx.book, held, caller=ctx.caller.email)
        return areas

    areas, book = call.change(act)
    made: JsonDict = {"spreadsheetId": book.spreadsheet_id}
    if areas:
        made["clearedRanges"] = [show(book, held) for held in areas]
    return made
