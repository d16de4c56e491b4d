"""Bookings of a file into a workbook at Google: previewed, written once, whole or not at all, beneath what is
there and above the total."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from app.api.import_schemas import ImportDone, ImportPreview
from app.intake.uploaded import LARGEST
from app.store import audit
from app.store.audit import Act
from tests.intake.bookings.exports import REPORT, SEARCH
from tests.support.sandbox import ANA, BEN, CHIARA, NOOR, RunningSandbox
from tests.support.whole import Whole, running_whole
from tests.workbook.books import SMALL


@pytest.fixture
def whole(engine: sa.Engine, sandbox: RunningSandbox) -> Iterator[Whole]:
    """Ana's workbook with a few rows of actuals; Chiara may edit it, Ben may read it, Noor may not."""
    with running_whole(engine, sandbox, tables={name: list(rows) for name, rows in SMALL.items()}) as running:
        running.share(CHIARA, "writer")
        running.share(BEN, "reader")
        sandbox.clear_requests()
        yield running


def body(content: str, name: str = "export.csv") -> dict[str, Any]:
    return {"name": name, "content": b64encode(content.encode()).decode()}


def look(whole: Whole, content: str, as_: str = ANA) -> Any:
    return whole.ask("POST", f"/v1/workbooks/{whole.book}/actuals/preview", as_=as_, json=body(content))


def put(whole: Whole, content: str, preview: str, as_: str = ANA) -> Any:
    order = body(content) | {"preview": preview}
    return whole.ask("POST", f"/v1/workbooks/{whole.book}/actuals", as_=as_, json=order)


def imported(whole: Whole, content: str) -> ImportDone:
    answer = put(whole, content, look(whole, content).json()["preview"])
    assert answer.status_code == 200, answer.text
    return ImportDone.model_validate(answer.json())


def tab(whole: Whole) -> Any:
    return next(s for s in whole.spreadsheet()["sheets"] if s["properties"]["title"] == "Actuals")


def shown(whole: Whole) -> list[list[Any]]:
    """The Actuals tab's values, ragged."""
    rows = tab(whole)["data"][0].get("rowData", [])
    cells = [
        [next(iter(c.get("effectiveValue", {}).values()), None) for c in row.get("values", [])]
        for row in rows
    ]
    while cells and not any(value is not None for value in cells[-1]):
        cells.pop()
    return cells


def documents(whole: Whole) -> list[Any]:
    return [row[8] for row in shown(whole)[1:] if len(row) > 8]


def test_a_preview_comes_to_the_files_total_and_writes_nothing(whole: Whole) -> None:
    before = whole.spreadsheet()
    found = ImportPreview.model_validate(look(whole, REPORT).json())
    assert (found.kind, found.total, found.new, found.known, len(found.controls)) == (
        "report",
        "8079.60",
        4,
        0,
        3,
    )
    parts = (found.matched_total, found.unmatched_total, found.other_projects_total)
    assert sum(map(Decimal, parts)) == Decimal(found.total)
    assert (found.tab, len(found.unmatched)) == ("Actuals", 3)
    assert whole.spreadsheet() == before


def test_a_file_is_imported_once_and_counts_at_the_next_refresh(whole: Whole) -> None:
    spent = whole.refresh().json()["result"]["figures"]["cost"]["ac"]
    old = shown(whole)
    preview = look(whole, SEARCH).json()["preview"]
    whole.sheets()
    done = put(whole, SEARCH, preview).json()
    assert [kind for kind, _ in whole.sheets()] == ["write", "read", "read", "write"]  # the first proves
    assert (done["written"], done["known"], documents(whole)[-2:]) == (2, 0, ["TB-1", "TB-3"])
    assert shown(whole)[: len(old)] == old
    stands = whole.spreadsheet()
    again = put(whole, SEARCH, preview).json()
    assert (again["written"], again["known"], again["cells"]) == (0, 2, "")
    assert whole.spreadsheet() == stands
    assert whole.refresh().json()["result"]["figures"]["cost"]["ac"] != spent


def test_what_changed_since_is_shown_and_left(whole: Whole) -> None:
    imported(whole, SEARCH)
    other = SEARCH.replace("560.00", "570.00")
    assert look(whole, other).json()["changed"] == [
        {"document": "TB-1", "row": 2, "stands": "560", "says": "570"}
    ]
    assert imported(whole, other).written == 0


def test_rows_go_above_a_total_which_takes_them_in(whole: Whole) -> None:
    below = len(shown(whole)) + 1
    whole.type("Actuals", f"C{below}", "Total")
    whole.type("Actuals", f"F{below}", f"=SUM(F2:F{below - 1})")
    whole.type("Actuals", f"N{below - 1}", f"=F{below - 1}*2")
    before = shown(whole)[-1][5]
    done = imported(whole, SEARCH)
    rows = shown(whole)
    assert (done.cells, rows[-1][2]) == (f"A{below}:L{below + 1}", "Total")
    assert rows[-1][5] == before + 920
    assert [row[13] for row in rows[-3:-1]] == [1120, 720]


def test_an_empty_tab_is_filled_from_its_headings_on(whole: Whole) -> None:
    last = len(shown(whole))
    where = f"/v4/spreadsheets/{whole.book}/values/'Actuals'!A2:J{last}:clear"
    whole.sandbox.json("POST", where, json={})
    assert imported(whole, SEARCH).cells.startswith("A2:")
    cell = tab(whole)["data"][0]["rowData"][1]["values"][0]
    assert cell["effectiveFormat"]["numberFormat"]["type"] == "DATE"


def test_texts_stay_texts(whole: Whole) -> None:
    imported(whole, 'Date,Document,Task,Amount\n2026-03-13,X-1,"=IMPORTDATA(1)",5\n')
    cell = tab(whole)["data"][0]["rowData"][len(shown(whole)) - 1]["values"][2]
    assert cell["userEnteredValue"] == {"stringValue": "=IMPORTDATA(1)"}


def test_another_file_or_workbook_than_was_previewed_is_refused(whole: Whole) -> None:
    preview = look(whole, SEARCH).json()["preview"]
    before = whole.spreadsheet()
    other = put(whole, REPORT, preview)
    assert (other.status_code, other.json()["type"]) == (409, "/problems/preview-outdated")
    assert whole.spreadsheet() == before
    whole.type("Actuals", f"A{len(shown(whole)) + 1}", "2026-03-30")
    whole.type("Actuals", f"F{len(shown(whole))}", 12)
    before = whole.spreadsheet()
    assert put(whole, SEARCH, preview).status_code == 409
    assert whole.spreadsheet() == before


def test_somebody_who_types_while_it_is_imported_is_noticed(
    whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.jobs import importing

    preview, real = look(whole, SEARCH).json()["preview"], importing.write

    def slow(*given: Any) -> None:
        whole.type("Actuals", "K2", "typed meanwhile")
        real(*given)

    monkeypatch.setattr(importing, "write", slow)
    refused = put(whole, SEARCH, preview)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/preview-outdated")
    assert "TB-1" not in documents(whole)


def test_a_write_whose_answer_was_lost_is_found_and_told(whole: Whole, sandbox: RunningSandbox) -> None:
    preview = look(whole, SEARCH).json()["preview"]
    proof = {"kind": "write", "status": None, "times": 1}  # that Ana may edit
    sandbox.faults(proof, {"kind": "write", "status": 503, "times": 1, "after_commit": True})
    done = put(whole, SEARCH, preview)
    assert (done.status_code, done.json()["written"], documents(whole).count("TB-1")) == (200, 2, 1)
    with whole.rooms.engine.connect() as db:
        assert audit.of_workbook(db, whole.book, most=1)[0].act is Act.ACTUALS_IMPORTED


def test_what_computes_anew_at_each_look_does_not_keep_bookings_out(
    whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.jobs import importing

    whole.type("Actuals", "N1", "=SUM(Budget!T2:T3)")
    preview, real = look(whole, SEARCH).json()["preview"], importing.write

    def slow(*given: Any) -> None:
        whole.type("Budget", "T2", 7)
        real(*given)

    monkeypatch.setattr(importing, "write", slow)
    assert put(whole, SEARCH, preview).status_code == 200
    assert "TB-1" in documents(whole)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (REPORT.replace("$8,200.00", "$8,201.00"), "bookings-refused"),
        ("%PDF-1.4", "unreadable-kind"),
        ("PK\x03\x04 and then nothing", "damaged-file"),
        ("Date,Amount\n" + "2026-03-13,1\n" * (LARGEST // 13 + 1), "too-big-to-read"),
    ],
)
def test_files_that_can_not_be_taken_are_refused_whole(whole: Whole, content: str, problem: str) -> None:
    before = whole.spreadsheet()
    for answer in (look(whole, content), put(whole, content, "0" * 64)):
        assert answer.json()["type"] in {
            f"/problems/{problem}",
            "/problems/http-413",
            "/problems/invalid-request",
        }
        assert answer.status_code in {413, 422}
    assert whole.spreadsheet() == before


def test_who_may_not_edit_may_not_import(whole: Whole) -> None:
    preview = look(whole, SEARCH, as_=CHIARA).json()["preview"]
    for answer in (look(whole, SEARCH, as_=BEN), put(whole, SEARCH, preview, as_=BEN)):
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed-to-write")
    assert put(whole, SEARCH, preview, as_=NOOR).status_code == 404
    assert put(whole, SEARCH, preview, as_=CHIARA).status_code == 200
    with whole.rooms.engine.connect() as db:
        row = audit.of_workbook(db, whole.book, most=1)[0]
    assert (row.act, row.actor_email, row.details["new"]) == (Act.ACTUALS_IMPORTED, CHIARA, 2)


def test_undo_of_a_refresh_leaves_what_was_imported(whole: Whole) -> None:
    whole.refresh()
    imported(whole, SEARCH)
    assert whole.ask("POST", f"/v1/workbooks/{whole.book}/undo", json={}).status_code == 200
    assert documents(whole)[-2:] == ["TB-1", "TB-3"]
