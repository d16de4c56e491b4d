"""Requests and answers as bytes: masks, pretty printing, gzip, unknown addresses, refusals before work."""

from __future__ import annotations

import gzip
from typing import Any

import orjson
import pytest
from starlette.requests import Request

from app.sandbox.gate import OpenGate
from app.sandbox.sheets.routes import answer
from tests.sandbox.sheets.in_process import Json, Sheets, span

BATCH = "/{id}:batchUpdate"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"requests": [{"x": {}}]},
            "Invalid JSON payload received. Unknown name \"x\" at 'requests[0]': Cannot find field.",
        ),
        ({"x": 1}, 'Invalid JSON payload received. Unknown name "x": Cannot find field.'),
        (
            {"requests": [{"addSheet": {"properties": {"index": "b"}}}]},
            "Invalid value at 'requests[0].add_sheet.properties.index' (TYPE_INT32), \"b\"",
        ),
        (
            {"requests": [{"addSheet": {"properties": {"gridProperties": []}}}]},
            "Invalid JSON payload received. "
            "Unknown name \"gridProperties\" at 'requests[0].add_sheet.properties': "
            "Proto field is not repeating, cannot start list.",
        ),
        (
            {"requests": [{"appendDimension": {"dimension": "X"}}]},
            "Invalid value at 'requests[0].append_dimension.dimension' "
            '(type.googleapis.com/google.apps.sheets.v4.Dimension), "X"',
        ),
        (
            {"requests": [{"addSheet": {}, "deleteSheet": {}}]},
            "Invalid value at 'requests[0]' (oneof), "
            "oneof field 'kind' is already set. Cannot set 'deleteSheet'",
        ),
        (
            {"requests": [{"addSheet": {"properties": "x"}}]},
            "Invalid value at 'requests[0].add_sheet.properties' "
            '(type.googleapis.com/google.apps.sheets.v4.SheetProperties), "x"',
        ),
        (
            {"requests": ["repeatCell"]},
            "Invalid value at 'requests[0]' (type.googleapis.com/google.apps.sheets.v4."
            'BatchUpdateSpreadsheetRequest.Request), "repeatCell"',
        ),
        ({"requests": []}, "Must specify at least one request."),
        ({}, "Must specify at least one request."),
    ],
)
def test_a_request_is_held_to_the_discovery_document(sheets: Sheets, body: Json, message: str) -> None:
    before = sheets.stored()
    assert sheets.refused("POST", BATCH, body) == message
    assert sheets.stored() == before


def test_every_violation_is_named_with_its_field(sheets: Sheets) -> None:
    body = {"requests": [{"addSheet": {"properties": {"a": 1, "index": "b"}}}], "c": 1}
    _, made = sheets.send("POST", BATCH, body)
    detail = made["error"]["details"][0]
    assert detail["@type"] == "type.googleapis.com/google.rpc.BadRequest"
    assert [held.get("field") for held in detail["fieldViolations"]] == [
        "requests[0].add_sheet.properties",
        "requests[0].add_sheet.properties.index",
        None,
    ]
    assert made["error"]["message"] == "\n".join(held["description"] for held in detail["fieldViolations"])


def test_a_values_body_is_named_data(sheets: Sheets) -> None:
    message = sheets.refused("PUT", "/{id}/values/A1", {"values": "X"}, valueInputOption="RAW")
    assert message == "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    message = sheets.refused("PUT", "/{id}/values/A1", {"values": ["X"]}, valueInputOption="RAW")
    assert (
        message == "Invalid value at 'data.values[0]' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    )


def test_snake_case_and_numbers_as_texts_are_taken(sheets: Sheets) -> None:
    (reply,) = sheets.batch(
        {"add_sheet": {"properties": {"title": "T", "grid_properties": {"row_count": "7"}}}}
    )
    assert reply["addSheet"]["properties"]["gridProperties"]["rowCount"] == 7


def test_unknown_query_parameters_and_bad_enums_are_refused(sheets: Sheets) -> None:
    message = sheets.refused("GET", "/{id}", x="1")
    assert message.startswith('Invalid JSON payload received. Unknown name "x": Cannot bind query parameter.')
    assert sheets.refused("GET", "/{id}/values/A1", majorDimension="X") == (
        "Invalid value at 'major_dimension' (type.googleapis.com/google.apps.sheets.v4.Dimension), \"X\""
    )


def test_the_whole_body_is_read_before_the_file_is_looked_for(sheets: Sheets) -> None:
    status, _ = sheets.send("POST", "/nosuch:getByDataFilter", {"x": 1})
    assert status == 400
    status, made = sheets.send("POST", "/nosuch:getByDataFilter", {})
    assert (status, made["error"]["message"]) == (404, "Requested entity was not found.")


@pytest.mark.parametrize(
    ("mask", "shown"),
    [
        ("spreadsheetId", {"spreadsheetId"}),
        ("spreadsheet_id,namedRanges", {"spreadsheetId"}),
        ("properties.title", {"properties"}),
        ("properties/title,sheets(properties(sheetId,title))", {"properties", "sheets"}),
        ("*", {"spreadsheetId", "properties", "sheets", "spreadsheetUrl"}),
    ],
)
def test_masks_in_every_spelling(sheets: Sheets, mask: str, shown: set[str]) -> None:
    assert set(sheets.get(fields=mask)) == shown


@pytest.mark.parametrize("mask", ["nope", "sheets.nope", "sheets(", "spreadsheetId, properties", "sheets)"])
def test_a_bad_mask_is_refused(sheets: Sheets, mask: str) -> None:
    _, made = sheets.send("GET", "/{id}", fields=mask)
    assert made["error"]["message"] == "Request contains an invalid argument."
    description = made["error"]["details"][0]["fieldViolations"][0]["description"]
    assert description.startswith(
        "Error expanding 'fields' parameter. Cannot find matching fields for path '"
    )


def test_a_mask_that_matches_nothing_leaves_an_empty_message(sheets: Sheets) -> None:
    assert sheets.get(fields="namedRanges") == {}
    assert sheets.get(fields="sheets.data.rowData.values.note") == {"sheets": [{"data": [{}]}]}
    assert sheets.get(fields="sheets.columnGroups") == {"sheets": [{}]}


def test_a_mask_applies_to_every_reply(sheets: Sheets) -> None:
    body = {
        "requests": [{"repeatCell": {"range": span(0, 1, 0, 1), "cell": {"note": "n"}, "fields": "note"}}],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["A1"],
    }
    mask = "replies,updatedSpreadsheet(sheets(data(rowData(values(note)))))"
    made = sheets.ok("POST", BATCH, body, fields=mask)
    held = {"sheets": [{"data": [{"rowData": [{"values": [{"note": "n"}]}]}]}]}
    assert made == {"replies": [{}], "updatedSpreadsheet": held}
    assert sheets.ok("POST", BATCH, {"requests": [{"addSheet": {}}]}, fields="spreadsheetId") == {
        "spreadsheetId": sheets.spreadsheet_id
    }


def _send(
    sheets: Sheets, headers: dict[str, str], query: str = "", method: str = "GET", body: bytes = b""
) -> Any:
    verb = ":batchUpdate" if method == "POST" else ""
    scope = {
        "type": "http",
        "method": method,
        "path": "",
        "query_string": query.encode(),
        "server": ("h", 1),
        "raw_path": f"/v4/spreadsheets/{sheets.spreadsheet_id}{verb}".encode(),
        "scheme": "http",
        "headers": [(k.encode(), v.encode()) for k, v in headers.items()],
    }
    return answer(sheets.store, OpenGate(sheets.email), Request(scope), body)


def test_json_is_indented_unless_told_otherwise(sheets: Sheets) -> None:
    pretty, compact = _send(sheets, {}).body, _send(sheets, {}, "prettyPrint=false").body
    assert pretty.startswith(b'{\n  "spreadsheetId"')
    assert pretty.endswith(b"}\n")
    assert b"\n" not in compact
    assert orjson.loads(pretty) == orjson.loads(compact)


def test_gzip_both_ways(sheets: Sheets) -> None:
    plain = _send(sheets, {"accept-encoding": "gzip", "user-agent": "x"})
    assert "content-encoding" not in plain.headers
    packed = _send(sheets, {"accept-encoding": "gzip", "user-agent": "x (gzip)"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    body = gzip.compress(orjson.dumps({"requests": [{"addSheet": {}}]}))
    assert _send(sheets, {"content-encoding": "gzip"}, method="POST", body=body).status_code == 200
    assert _send(sheets, {"content-encoding": "gzip"}, method="POST", body=b"no").status_code == 400


def test_the_batch_endpoint_is_said_not_to_be_there() -> None:
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from app.sandbox.sheets.routes import sheets_routes

    sheets = Sheets()
    client = TestClient(Starlette(routes=sheets_routes(sheets.store, OpenGate())))
    assert client.post("/batch").status_code == 501
    assert client.get("/v4/spreadsheets/x/nothing").status_code == 404


def test_colours_are_32_bit_floats(sheets: Sheets) -> None:
    colour = {"red": 251 / 255, "green": 0.1, "blue": 0}
    cell = {"userEnteredFormat": {"backgroundColorStyle": {"rgbColor": colour}}}
    sheets.batch({"repeatCell": {"range": span(0, 1, 0, 1), "cell": cell, "fields": "userEnteredFormat"}})
    held = sheets.cell("A1")["userEnteredFormat"]
    assert held["backgroundColor"] == {"red": 0.9843137, "green": 0.1}
    assert held["backgroundColorStyle"] == {"rgbColor": {"red": 0.9843137, "green": 0.1}}


def test_lists_in_the_list_of_requests_are_taken_as_one(sheets: Sheets) -> None:
    made = sheets.ok("POST", BATCH, {"requests": [[{"addSheet": {}}, [{"addSheet": {}}]], {"addSheet": {}}]})
    assert len(made["replies"]) == 3


def test_borders_and_colours_as_they_are_kept(sheets: Sheets) -> None:
    look = {
        "backgroundColor": {"red": 1, "alpha": 1},
        "borders": {"top": {"style": "SOLID"}, "left": {"style": "NONE"}},
    }
    cell = {"userEnteredFormat": look}
    sheets.batch({"repeatCell": {"range": span(0, 1, 0, 1), "cell": cell, "fields": "userEnteredFormat"}})
    held = sheets.cell("A1")["userEnteredFormat"]
    assert held["backgroundColor"] == {"red": 1}
    black = {"color": {}, "colorStyle": {"rgbColor": {}}}
    assert held["borders"] == {"top": {"style": "SOLID", "width": 1, **black}}
