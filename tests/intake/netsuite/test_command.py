"""`plumbline netsuite`, from the settings to the copy of a workbook."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pydantic import ValidationError

from app.command.netsuite import check_connection, import_live
from app.settings import Settings
from tests.intake.netsuite.contract import Fault, NetSuite
from tests.intake.netsuite.ledger import LABOUR, OTHER, post
from tests.intake.netsuite.test_bookings import harbour

Made = Callable[..., Settings]


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_into_a_copy_once(
    netsuite: NetSuite, settings: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = harbour(tmp_path)
    copy = tmp_path / "Harbour.plumbline.xlsx"
    post(netsuite.books, 7, [(LABOUR, 100.25), (LABOUR, 0.5)])
    assert import_live(settings(), str(workbook), dry_run=True, as_json=True) == 0
    assert (said(capsys)["new"], copy.exists()) == (2, False)
    assert import_live(settings(), str(workbook), dry_run=False, as_json=True) == 0
    first = said(capsys)
    assert (first["total"], first["new"], first["kind"]) == ("100.75", 2, "suiteql")
    rows = list(load_workbook(copy)["Actuals"].iter_rows(values_only=True))
    assert [{"NS-7", "NS-7/2", 100.25, 0.5} & set(row) for row in rows[-2:]] == [
        {"NS-7", 100.25},
        {"NS-7/2", 0.5},
    ]
    post(netsuite.books, 8, [(LABOUR, 1.0)])
    netsuite.books.execute(
        "UPDATE transactionaccountingline SET amount = 101, debit = 101 WHERE debit = 100.25"
    )
    netsuite.books.execute("UPDATE transactionaccountingline SET credit = 101.5 WHERE credit = 100.75")
    assert import_live(settings(), str(copy), dry_run=False, as_json=True) == 0
    again = said(capsys)
    assert (again["new"], again["known"]) == (1, 2)
    assert [(one["document"], one["stands"], one["says"]) for one in again["changed"]] == [
        ("NS-7", "100.25", "101")
    ]


def test_a_reading_that_stops_writes_nothing(
    netsuite: NetSuite, settings: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = harbour(tmp_path)
    before = workbook.read_bytes()
    post(netsuite.books, 7, [(LABOUR, 100.25)])
    netsuite.faults.append(Fault("403", skip=13, times=9))
    assert import_live(settings(), str(workbook), dry_run=False, as_json=True) == 1
    told = said(capsys)
    assert (told["type"], told["unchanged"]) == (
        "/problems/netsuite-sign-in-refused",
        "No booking was imported.",
    )
    assert workbook.read_bytes() == before
    assert list(tmp_path.glob("*.xlsx")) == [workbook]
    assert import_live(settings(), str(tmp_path / "none.xlsx"), dry_run=False, as_json=True) == 2


def test_check_names_what_the_role_sees(
    netsuite: NetSuite, settings: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    post(netsuite.books, 7, [(LABOUR, 100.25)])
    post(netsuite.books, 8, [(LABOUR, 100.25)], project=OTHER)
    assert check_connection(settings(netsuite_read="ledger,time")) == 0
    told = capsys.readouterr().out
    assert "ledger: 2 projects with bookings" in told
    assert "Northlight (invented) : Other work" in told
    assert "time: 0 projects with bookings" in told
    netsuite.certificates.clear()
    assert check_connection(settings()) == 1
    assert "NetSuite does not let us in" in capsys.readouterr().err
    assert check_connection(Settings()) == 1


def test_nothing_that_signs_in_is_logged_or_told(
    netsuite: NetSuite,
    settings: Made,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    workbook = harbour(tmp_path)
    made = settings()
    post(netsuite.books, 7, [(LABOUR, 1.0)])
    import_live(made, str(workbook), dry_run=True, as_json=False)
    tokens = list(netsuite.tokens)
    netsuite.faults.append(Fault("401", times=9))
    import_live(made, str(workbook), dry_run=True, as_json=False)
    netsuite.certificates.clear()
    import_live(made, str(workbook), dry_run=True, as_json=False)
    output = capsys.readouterr()
    everything = output.out + output.err + caplog.text + repr(made)
    key = made.netsuite_key_file.read_text().splitlines()[1] if made.netsuite_key_file else ""
    secrets = [*tokens, key, netsuite.client_id, made.netsuite_certificate_id.get_secret_value()]
    assert tokens
    assert [one for one in secrets if one in everything] == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"netsuite_client_id": ""}, "PLUMBLINE_NETSUITE_CLIENT_ID as well"),
        ({"netsuite_key_file": None}, "PLUMBLINE_NETSUITE_KEY_FILE as well"),
        ({"netsuite_account": "evil.example/x"}, "account id"),
        ({"netsuite_url": "http://netsuite.example"}, "another machine"),
        ({"netsuite_url": "https://u:p@127.0.0.1"}, "bare"),
        ({"netsuite_read": "invoices"}, "ledger"),
        ({"netsuite_read": ""}, "nothing to read"),
        ({"netsuite_ledger_fields": "project=line.entity; DROP"}, "is not one of"),
        ({"netsuite_ledger_fields": "person=transaction.entity"}, "where the project is"),
        ({"netsuite_ledger_fields": "project=line.a, project=line.b"}, "twice"),
        ({"netsuite_time_fields": "project=line.entity"}, "is not one of"),
        ({"netsuite_currency": "Euro"}, "three letters"),
        ({"netsuite_overlap_hours": 1}, "26"),
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, Any], why: str, settings: Made) -> None:
    with pytest.raises(ValidationError, match=why):
        settings(**wrong)


def test_a_stand_in_elsewhere_is_for_development(settings: Made) -> None:
    made = settings(netsuite_url="https://netsuite.example", environment="development")
    assert made.netsuite_url == "https://netsuite.example"
    assert Decimal(made.netsuite_overlap_hours) == 72
