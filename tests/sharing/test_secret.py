"""Numbers and names in texts: each number judged alone, neighbours never merged, prefixes of Hebrew names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.sharing.allow_list import ALL
from app.sharing.report import report_of
from app.sharing.scan.case import Evidence
from app.sharing.scan.secret import folded, numbers_in, pattern_of, tells
from app.sharing.scan.secrets_of import secrets_of
from app.sharing.scan.surfaces import Surface
from app.sharing.scan.value_rules import internal_numbers
from app.sharing.source import source_of
from app.store import shares
from app.store.shares import ShareRow
from sheets_schema import load
from tests.sharing.desk import SharingDesk

SECRET, PUBLISHED = {"87431"}, {"120000"}


@pytest.mark.parametrize(
    "text",
    ["120,000 87,431", "120,000; 87431", "Price 120,000, of which 87,431.00", "120 000 87 431", "5 87431"],
)
def test_a_published_number_excuses_itself_and_no_neighbour(text: str) -> None:
    assert tells(text, SECRET, PUBLISHED)


@pytest.mark.parametrize("text", ["120,000", "120 000", "120 000.00", "of 120,000 in 2026", ""])
def test_what_is_published_is_not_told(text: str) -> None:
    assert not tells(text, {*SECRET, "120"}, PUBLISHED)


def test_a_blank_joins_groups_of_three_digits_alone() -> None:
    assert {"12345678", "12", "345", "678"} <= numbers_in("12 345 678")
    assert "12087431" not in numbers_in("120 87431")
    assert {"120000", "87431"} <= numbers_in("120,000 87,431")
    assert "1234.5" in numbers_in("1\u00a0234.5")


def test_one_line_of_an_export_is_judged_number_by_number(
    monkeypatch: pytest.MonkeyPatch, desk: SharingDesk
) -> None:
    internal = desk.workbook()
    source = source_of(desk.work().files().sheets, internal, today=desk.work().now().date())
    report = report_of(source, ALL, "en", schema=load())
    known, secret = max(report.secrets.published), max(report.secrets.numbers, key=len)
    lines = [Surface("pdf page 1", f"{known} and {secret}"), Surface("pdf page 2", known)]
    monkeypatch.setattr("app.sharing.scan.value_rules.surfaces", lambda _case: lines)
    seen = report.case(Evidence(spreadsheet={}, file={}, permissions=()), roles={}, mark="")
    assert [found.place for found in internal_numbers(seen)] == ["pdf page 1"]


def test_digits_of_our_own_mark_and_of_a_recipients_address_are_no_figures(
    monkeypatch: pytest.MonkeyPatch, desk: SharingDesk
) -> None:
    source = source_of(desk.work().files().sheets, desk.workbook(), today=desk.work().now().date())
    report = report_of(source, ALL, "en", schema=load())
    secret = next(number for number in sorted(report.secrets.numbers, key=len) if number.isdigit())
    mark, address = f"{secret}-mark", f"noor.{secret}@brightwater.example"
    lines = [Surface("mark", mark), Surface("address", address), Surface("note", f"{mark}, said")]
    monkeypatch.setattr("app.sharing.scan.value_rules.surfaces", lambda _case: lines)
    seen = report.case(
        Evidence(spreadsheet={}, file={}, permissions=()), roles={address: "reader"}, mark=mark
    )
    assert [found.place for found in internal_numbers(seen)] == ["note"]


def test_a_secret_typed_into_a_text_for_clients_does_not_excuse_itself(desk: SharingDesk) -> None:
    work = desk.work()

    def secrets_with(title: str) -> tuple[frozenset[str], frozenset[str]]:
        internal = desk.workbook(lambda rows: rows["milestones"][0].update(title=title))
        source = source_of(work.files().sheets, internal, today=work.now().date())
        secrets = report_of(source, ALL, "en", schema=load()).secrets
        return secrets.numbers, secrets.published

    before, _ = secrets_with("Handed over")
    secret = max(before, key=len)
    after, published = secrets_with(f"Handed over for {secret}")
    assert secret in after
    assert secret not in published


def test_names_of_other_clients_have_a_least_length_and_are_not_our_own(desk: SharingDesk) -> None:
    work = desk.work()
    source = source_of(work.files().sheets, desk.workbook(), today=work.now().date())
    report = report_of(source, ALL, "en", schema=load())
    found = secrets_of(
        source.project,
        source.forecast,
        report.content,
        report.pages,
        report.words,
        ids=[],
        others=["IT", "\u200b", "Kestrel Foods (invented)", f" {source.project.settings.client.upper()} "],
    )
    assert "kestrel foods (invented)" in found.names
    assert not {"it", "", folded(source.project.settings.client)} & set(found.names)
    assert found.pattern is not None
    assert not found.pattern.search(folded("Ready for it"))


def test_a_name_that_is_nothing_but_marks_makes_no_pattern() -> None:
    assert pattern_of(["\u200b", " "]) is None
    found = pattern_of(["\u200b", "Hana Sato"])
    assert found is not None
    assert not found.search("!")


@pytest.mark.parametrize("prefix", ["", "ל", "של", "וכש", "מה"])
def test_a_hebrew_name_is_found_behind_its_prefixes(prefix: str) -> None:
    found = pattern_of(["דנה לוי"])
    assert found is not None
    assert found.search(f"הועבר {prefix}דנה לוי אתמול")
    assert not found.search("הועבר קרדנה לוי אתמול")


def test_latin_names_take_no_prefix() -> None:
    found = pattern_of(["Hana Sato"])
    assert found is not None
    assert not found.search("והhana sato")


def test_clients_of_another_workspace_are_no_secret_here(desk: SharingDesk) -> None:
    at = datetime.now(UTC)
    row = ShareRow(
        id="a" * 32, workbook_id="elsewhere", client="Kestrel Foods (invented)", language="en", role="reader",
        recipients=(), sections=(), until=None, owner_sub="s", owner_email="mia@elsewhere.example",
        made_at=at, changed_at=at,
    )  # fmt: skip
    ours = replace(
        row,
        id="b" * 32,
        workbook_id="beside",
        client="Osprey Rail (invented)",
        owner_email="mia@here.example",
    )
    with desk.engine.connect() as db:
        for one in (row, ours, replace(ours, id="c" * 32, client="")):
            shares.add(db, one)
        named = shares.other_clients(db, "this", "Brightwater", email="ana@HERE.example")
        same = shares.other_clients(db, "this", "osprey rail (INVENTED)", email="ana@here.example")
        db.rollback()
    assert (named, same) == (["Osprey Rail (invented)"], [])
