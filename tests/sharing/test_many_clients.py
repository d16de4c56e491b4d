"""Many clients in one night, at Google's pace on a virtual clock: all published anew, no request too many."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.bench.virtual_time import VirtualTime
from app.google.kinds import Kind
from app.google.night_access import NightAccess
from app.google.quota import Limits, Quota
from app.jobs.night_shares import NightShares
from app.sharing.order import Order
from app.sharing.publish import publish
from app.store import shares
from tests.sharing.desk import ROBOT, SharingDesk, sharing_desk
from tests.support.product import running_product
from tests.support.sandbox import NOOR

pytestmark = pytest.mark.usefixtures("one_pdf")

GOOGLES: dict[str, dict[Kind, int]] = {
    "user": {"read": 60, "write": 60, "drive": 600},
    "project": {"read": 300, "write": 300, "drive": 6_000},
}
NIGHT_MINUTES = 8 * 60


def a_night(desk: SharingDesk, *, clients: int) -> dict[str, Any]:
    google = desk.product.google

    def smaller(rows: dict[str, list[dict[str, Any]]]) -> None:
        for tab in ("actuals", "resource_plan"):
            del rows[tab][60:]

    first = desk.workbook(smaller)
    copies = (google.json("POST", f"/drive/v3/files/{first}/copy", json={}) for _ in range(clients - 1))
    made = [first, *(str(one["id"]) for one in copies)]
    for workbook in made:
        body = {"type": "user", "role": "writer", "emailAddress": ROBOT}
        google.json("POST", f"/drive/v3/files/{workbook}/permissions", json=body)
        publish(desk.work(service_account=ROBOT), workbook, Order(recipients=(NOOR,), nightly=True))
        desk.type_setting(workbook, "Status date", "2026-09-30")

    def advance(seconds: float) -> None:
        google.handle("POST", "quota/advance", json={"seconds": seconds})

    clock = VirtualTime(advance, start=time.time())
    google.quota(
        reads_per_minute_user=60, writes_per_minute_user=60,
        reads_per_minute_project=300, writes_per_minute_project=300, clock="virtual",
    )  # fmt: skip
    access = NightAccess(
        desk.product.google.data_dir.rglob("service_account.json"),
        sheets_url=desk.product.url,
        drive_url=desk.product.url,
        quota=Quota(
            desk.engine,
            Limits(user=GOOGLES["user"], project=GOOGLES["project"]),
            by_night=True,
            now=clock.now,
        ),
        largest_answer=200_000_000,
        most_cells=1_000_000,
    )
    google.clear_requests()
    night = NightShares(desk.engine, access, deadline=lambda _seconds: clock.deadline(24 * 3600.0))
    began, wall = clock.now(), time.perf_counter()
    with clock.working():
        ended = night.publish(made)
    minutes = (clock.now() - began) / 60
    asked = google.requests()
    google.quota()
    access.close()
    return {
        "clients": clients,
        "outcomes": dict(Counter(ended.values())),
        "virtual_minutes": round(minutes, 1),
        "wall_seconds": round(time.perf_counter() - wall, 1),
        "sheets_reads": sum(one["service"] == "sheets" and one["kind"] == "read" for one in asked),
        "sheets_writes": sum(one["service"] == "sheets" and one["kind"] == "write" for one in asked),
        "drive": sum(one["service"] == "drive" for one in asked),
        "refused": sum(one["status"] == 429 for one in asked),
        "numbers": _numbers(desk, made),
    }


def _numbers(desk: SharingDesk, workbooks: list[str]) -> set[int]:
    with desk.engine.connect() as db:
        return {row.number for workbook in workbooks for row in shares.of_workbook(db, workbook)}


def held_to(figures: dict[str, Any]) -> None:
    assert figures["outcomes"] == {"published": figures["clients"]}
    assert figures["numbers"] == {2}
    assert figures["refused"] == 0
    assert figures["virtual_minutes"] < NIGHT_MINUTES


def test_a_few_clients_in_one_night(tmp_path: Path) -> None:
    with running_product(tmp_path / "google") as product, sharing_desk(product, tmp_path) as desk:
        held_to(a_night(desk, clients=3))


@pytest.mark.soak
def test_two_hundred_clients_in_one_night(tmp_path: Path) -> None:
    with running_product(tmp_path / "google") as product, sharing_desk(product, tmp_path) as desk:
        figures = a_night(desk, clients=200)
        print(f"\n200 clients in one night: {figures}")
        held_to(figures)
