"""Bytes in and out: media, multipart and resumable uploads, conversion, exports."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaIoBaseUpload
from openpyxl.styles import Alignment
from pypdf import PdfReader

from tests.support.sandbox import ANA, RunningSandbox

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = 'name,amount\r\nAna,1250.50\r\n"Ruiz, Ana","says ""hi"""\r\n'


def values(sandbox: RunningSandbox, file_id: str, title: str = "") -> Any:
    sheet = sandbox.json("GET", f"/v4/spreadsheets/{file_id}?fields=sheets(properties(title))")["sheets"][0]
    name = title or sheet["properties"]["title"]
    return sandbox.json(
        "GET", f"/v4/spreadsheets/{file_id}/values/'{name}'?valueRenderOption=UNFORMATTED_VALUE"
    ).get("values")


def workbook() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Plan"
    page.append(["item", "hours", "rate", "cost"])
    page.append(["Design", 12, 90.5, "=B2*C2"])
    page["A4"] = "'=not a formula"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("resumable", [False, True])
@pytest.mark.parametrize("mime", ["text/csv", XLSX])
def test_conversion_on_create(sandbox: RunningSandbox, drive: Any, mime: str, resumable: bool) -> None:
    data = CSV.encode() if mime == "text/csv" else workbook()
    media = MediaIoBaseUpload(io.BytesIO(data), mimetype=mime, resumable=resumable, chunksize=256 * 1024)
    made = (
        drive.files().create(body={"name": "Imported", "mimeType": SPREADSHEET}, media_body=media).execute()
    )
    assert (made["name"], made["mimeType"]) == ("Imported", SPREADSHEET)
    if mime == "text/csv":
        assert values(sandbox, made["id"]) == [
            ["name", "amount"],
            ["Ana", 1250.5],
            ["Ruiz, Ana", 'says "hi"'],
        ]
    else:
        assert values(sandbox, made["id"])[1] == ["Design", 12, 90.5, 1086]


def test_an_upload_in_chunks(drive: Any) -> None:
    data = bytes(range(256)) * 3000
    media = MediaIoBaseUpload(
        io.BytesIO(data), mimetype="application/zip", resumable=True, chunksize=256 * 1024
    )
    request = drive.files().create(
        body={"name": "archive.zip"}, media_body=media, fields="id,size,md5Checksum"
    )
    steps, answer = 0, None
    while answer is None:
        _status, answer = request.next_chunk()
        steps += 1
    assert steps == 3
    assert answer["size"] == str(len(data))
    assert drive.files().get_media(fileId=answer["id"]).execute() == data


def test_a_file_with_bytes_is_no_workbook(sandbox: RunningSandbox, drive: Any) -> None:
    media = MediaIoBaseUpload(io.BytesIO(workbook()), mimetype=XLSX)
    made = drive.files().create(body={"name": "plan.xlsx"}, media_body=media).execute()
    assert made["mimeType"] == XLSX
    answer = sandbox.call("GET", f"/v4/spreadsheets/{made['id']}")
    assert answer.json()["error"] == {
        "code": 400,
        "message": "This operation is not supported for this document. "
        "The document must not be an Office file.",
        "status": "FAILED_PRECONDITION",
    }
    with pytest.raises(HttpError, match="Export only supports Docs Editors files"):
        drive.files().export(fileId=made["id"], mimeType="text/csv").execute()
    converted = (
        drive.files().copy(fileId=made["id"], body={"mimeType": SPREADSHEET, "name": "Plan"}).execute()
    )
    assert values(sandbox, converted["id"])[1] == ["Design", 12, 90.5, 1086]


def test_v2_upload_replaces_the_sheets(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Figures")
    answer = sandbox.json(
        "PUT",
        f"/upload/drive/v2/files/{made}?uploadType=media&convert=True",
        data=CSV.encode(),
        headers={"Content-Type": "text/csv"},
    )
    assert (answer["id"], answer["title"], answer["kind"]) == (made, "Figures", "drive#file")
    held = sandbox.json("GET", f"/v4/spreadsheets/{made}?fields=properties(timeZone),sheets(properties)")
    assert held["properties"] == {"timeZone": "America/Los_Angeles"}
    properties = held["sheets"][0]["properties"]
    assert properties["title"] == "Figures"
    assert properties["sheetId"] != 0
    assert values(sandbox, made)[1] == ["Ana", 1250.5]


def test_bytes_that_are_no_spreadsheet(drive: Any) -> None:
    for mime, data in (("image/png", b"\x89PNG"), (XLSX, b"PK\x03\x04 broken")):
        media = MediaIoBaseUpload(io.BytesIO(data), mimetype=mime)
        with pytest.raises(HttpError) as fault:
            drive.files().create(body={"name": "x", "mimeType": SPREADSHEET}, media_body=media).execute()
        assert fault.value.status_code == 400


def filled(sandbox: RunningSandbox) -> str:
    made = sandbox.create("Figures")
    rows = [["a,b", 'say "hi"', "two\nlines"], [1.5, True, ""], [], ["=1/4"]]
    sandbox.json(
        "PUT", f"/v4/spreadsheets/{made}/values/A1?valueInputOption=USER_ENTERED", json={"values": rows}
    )
    return made


def test_csv_and_tsv(sandbox: RunningSandbox, drive: Any) -> None:
    made = filled(sandbox)
    text = drive.files().export(fileId=made, mimeType="text/csv").execute().decode()
    assert text == '"a,b","say ""hi""","two\nlines"\r\n1.5,TRUE,\r\n,,\r\n0.25,,'
    assert next(csv.reader(io.StringIO(text, newline=""))) == ["a,b", 'say "hi"', "two\nlines"]
    tabs = drive.files().export(fileId=made, mimeType="text/tab-separated-values").execute().decode()
    assert tabs.split("\r\n")[0] == 'a,b\tsay "hi"\ttwo lines'


def test_xlsx(sandbox: RunningSandbox, drive: Any) -> None:
    made = filled(sandbox)
    data = drive.files().export(fileId=made, mimeType=XLSX).execute()
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert page["A4"].value == "=1/4"
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    assert (shown["A4"].value, shown["B2"].value, shown["C1"].value) == (0.25, True, "two\nlines")


def test_what_an_xlsx_cannot_hold_is_said(sandbox: RunningSandbox) -> None:
    made = sandbox.create("Figures")
    metadata = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"spreadsheet": True}}
    request = {"createDeveloperMetadata": {"developerMetadata": metadata}}
    sandbox.json("POST", f"/v4/spreadsheets/{made}:batchUpdate", json={"requests": [request]})
    answer = sandbox.call("GET", f"/drive/v3/files/{made}/export", params={"mimeType": XLSX})
    assert answer.headers["x-dropped"] == "developer metadata"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"].alignment = Alignment(indent=2)
    out = io.BytesIO()
    book.save(out)
    assert sandbox.handle("POST", "files", data=out.getvalue())["dropped"] == ["indents"]


def test_pdf(sandbox: RunningSandbox, drive: Any) -> None:
    data = drive.files().export(fileId=filled(sandbox), mimeType="application/pdf").execute()
    assert data.startswith(b"%PDF-")
    assert len(data) > 5_000


def test_a_pdf_draws_the_charts_of_a_sheet_over_its_cells(sandbox: RunningSandbox, drive: Any) -> None:
    made = sandbox.create("Done by phase")
    rows = {"values": [["Phase", "Done"], ["Survey", 0.4], ["Repair", 0.8]]}
    path = f"/v4/spreadsheets/{made}"
    sandbox.json("PUT", f"{path}/values/A1:B3?valueInputOption=RAW", json=rows)
    sheet = sandbox.json("GET", f"{path}?fields=sheets(properties(sheetId))")["sheets"][0]["properties"]
    tab = {"sheetId": sheet.get("sheetId", 0), "startRowIndex": 0, "endRowIndex": 3}
    columns = [
        {"sourceRange": {"sources": [tab | {"startColumnIndex": at, "endColumnIndex": at + 1}]}}
        for at in (0, 1)
    ]
    spec = {
        "title": "How far each phase is",
        "basicChart": {
            "chartType": "COLUMN",
            "legendPosition": "BOTTOM_LEGEND",
            "headerCount": 1,
            "domains": [{"domain": columns[0]}],
            "series": [{"series": columns[1]}],
        },
    }
    anchor = {"anchorCell": {"sheetId": tab["sheetId"], "rowIndex": 5, "columnIndex": 0}}
    chart = {"spec": spec, "position": {"overlayPosition": anchor}}
    sandbox.json("POST", f"{path}:batchUpdate", json={"requests": [{"addChart": {"chart": chart}}]})
    data = drive.files().export(fileId=made, mimeType="application/pdf").execute()
    text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "How far each phase is" in text
    assert text.count("Survey") == 2  # in its cell, and under its column
    assert {"0.2", "0.6"} <= set(text.split())  # the axis: no cell says so


def test_zipped_pages(sandbox: RunningSandbox, drive: Any) -> None:
    data = drive.files().export(fileId=filled(sandbox), mimeType="application/zip").execute()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist()
        assert all(b"<table" in package.read(name) for name in package.namelist())


def test_exports_that_cant_be(sandbox: RunningSandbox, drive: Any) -> None:
    made = sandbox.create("Figures")
    for mime, code in (
        ("application/vnd.oasis.opendocument.spreadsheet", 501),
        ("image/png", 400),
    ):
        with pytest.raises(HttpError) as fault:
            drive.files().export(fileId=made, mimeType=mime).execute()
        assert fault.value.status_code == code
    answer = sandbox.call("GET", f"/drive/v3/files/{made}/export")
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Required parameter: mimeType")


def test_a_document_of_google_has_no_bytes(sandbox: RunningSandbox, drive: Any) -> None:
    with pytest.raises(HttpError) as fault:
        drive.files().get_media(fileId=sandbox.create("Figures")).execute()
    assert json.loads(fault.value.content)["error"]["errors"][0]["reason"] == "fileNotDownloadable"


def test_the_handle_takes_an_xlsx(sandbox: RunningSandbox) -> None:
    made = sandbox.upload(workbook(), name="From Excel", owner=ANA, readers="ben@northlight.example")
    assert values(sandbox, made, "Plan")[0] == ["item", "hours", "rate", "cost"]
    listed = sandbox.json("GET", f"/drive/v3/files/{made}?fields=name,permissions(role)")
    assert listed == {"name": "From Excel", "permissions": [{"role": "owner"}, {"role": "reader"}]}
    broken = sandbox.session.post(f"{sandbox.url}/sandbox/files", data=b"PK\x03\x04 broken", timeout=10)
    assert broken.status_code == 400
