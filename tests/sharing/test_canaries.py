"""A mark wherever a sheet can hide something: all found in the internal file, none in the client's."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass

import pytest
import structlog

from app.sharing.allow_list import ALL
from app.sharing.files import Files
from app.sharing.publish import publish
from app.sharing.report import report_of
from app.sharing.scan.case import Case
from app.sharing.scan.scan import RULES, scan
from app.sharing.scan.secret import folded, forms_of, numbers_in
from app.sharing.scan.surfaces import Surface, surfaces
from app.sharing.source import source_of
from app.store import audit
from sheets_schema import load
from tests.sharing import canaries
from tests.sharing.desk import TO_NOOR, SharingDesk, setting
from tests.support.sandbox import ANA, NOOR


@dataclass(frozen=True)
class Published:
    internal: str
    said: str  # what the service logged and wrote down
    internal_case: Case
    internal_surfaces: tuple[Surface, ...]
    client_surfaces: tuple[Surface, ...]


@pytest.fixture(scope="module")
def published(desk: SharingDesk) -> Published:
    def internal_numbers(rows: dict[str, list[dict[str, object]]]) -> None:
        setting(rows, "margin_floor", 0.1187)
        rows["budget"][0]["cost"] = canaries.NUMBERS[0]
        rows["budget"][1]["other_cost"] = canaries.NUMBERS[1]
        for tab in ("actuals", "resource_plan"):
            del rows[tab][40:]
        rows["budget"][2]["owner"] = "CNRY-owner Surname"

    internal = desk.workbook(internal_numbers)
    canaries.plant(desk, internal)
    lines: list[str] = []
    logger = logging.getLogger("app")
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    with structlog.testing.capture_logs() as told:
        work = desk.work()
        row = publish(work, internal, TO_NOOR)
    logger.removeHandler(handler)
    with desk.engine.connect() as db:
        acts = [dict(one.details) for one in audit.of_workbook(db, internal, most=9)]
    files = Files(work.hands, work.files()._deadline)
    source = source_of(files.sheets, internal, today=work.now().date())
    report = report_of(source, ALL, "en", schema=load(), others=[canaries.OTHER_CLIENT])
    internal_case = report.case(files.evidence(internal), roles={ANA: "owner"}, mark="x")
    client_case = report.case(files.evidence(row.file_id), roles={ANA: "owner", NOOR: "reader"}, mark=row.id)
    return Published(
        internal,
        json.dumps([lines, told, acts, desk.product.google.handle("GET", "notifications")], default=str),
        internal_case,
        tuple(surfaces(internal_case)),
        tuple(surfaces(client_case)),
    )


def test_the_scanner_sees_every_class_in_the_internal_file(published: Published) -> None:
    """The control: a class that is missed here is one that the scanner is blind to."""
    found = {hit.leak_class for hit in scan(published.internal_case).hits}
    assert canaries.CLASSES - found == set()
    assert found & set(canaries.NOT_HELD) == set()


def test_every_class_of_the_scan_is_planted_or_named_as_not_held() -> None:
    pure = {
        "inference",
        "commercial model",
        "allow-list",
        "people",
    }  # not things of a workbook; tested by themselves
    assert {rule.leak_class for rule in RULES} - pure == canaries.CLASSES | set(canaries.NOT_HELD)


@pytest.mark.parametrize("kind", ["spreadsheet", "file", "comment", "folder", "xlsx", "html", "pdf"])
def test_marks_stand_in_the_internal_file_and_not_in_the_clients(published: Published, kind: str) -> None:
    marked = [
        one.place for one in published.internal_surfaces if canaries.TEXT.casefold() in folded(one.text)
    ]
    assert any(place.startswith(kind) for place in marked)
    assert not [
        one.place for one in published.client_surfaces if canaries.TEXT.casefold() in folded(one.text)
    ]


def test_no_number_of_a_canary_in_any_form_reaches_the_client(published: Published) -> None:
    keys = {key for number in canaries.NUMBERS for key in forms_of(number)}
    shown = [
        one
        for one in published.internal_surfaces
        if one.number in canaries.NUMBERS or numbers_in(one.text) & keys
    ]
    assert shown
    assert not [
        one.place
        for one in published.client_surfaces
        if not one.names_only and (one.number in canaries.NUMBERS or numbers_in(one.text) & keys)
    ]


def test_nothing_of_it_is_in_mail_logs_and_audit(published: Published) -> None:
    assert canaries.TEXT not in published.said
    assert not [number for number in canaries.NUMBERS if str(number) in published.said]
