"""Whoever clicks while the night is at work hardly waits longer than on a quiet day.

The service as it is deployed on one machine, web and night in one process, before a sandbox that keeps
Google's quotas. The night refreshes one workbook after the other as fast as one service account may; a person
refreshes another workbook meanwhile, again and again.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from app.bench.night_house import GOOGLES
from app.bench.servers import free_port, process
from app.bench.workload import SIZES, Size, tables
from app.local import SANDBOX_CLIENT, SANDBOX_DOMAINS
from app.store import runs
from app.store.engine import make_engine
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests
from tests.night.house import put_schedule
from tests.support.sandbox import ANA, SERVICE_ACCOUNT

CLICKS, NIGHT = 25, 240
SLOWER = 1.5


class Town:
    """Sandbox and service as processes; Ana's own workbook, and those of the night."""

    def __init__(self, google: str, service: str, database: str) -> None:
        self.google, self.service, self.engine = google, service, make_engine(database)
        made = self._sandbox("POST", "tokens", {"email": ANA})
        self._headers = {
            "Authorization": f"Bearer {made['id_token']}",
            "X-Google-Access-Token": made["access_token"],
        }
        self._token = {"Authorization": f"Bearer {made['access_token']}"}
        self.own = self._workbook(SIZES[0])
        self.others = self._copies(self._workbook(SIZES[0]), NIGHT)

    def click(self) -> float:
        """Seconds until the result is there."""
        began = time.perf_counter()
        url = f"{self.service}/v1/workbooks/{self.own}/refresh"
        answer = requests.post(url, json={}, headers=self._headers, timeout=60)
        assert answer.status_code == 200, answer.text
        assert answer.json()["state"] == "done"
        return time.perf_counter() - began

    def clicks(self) -> list[float]:
        """One every other second: a person's own quota is no part of this."""
        taken = []
        for _ in range(CLICKS):
            taken.append(self.click())
            time.sleep(1.5)
        return taken

    def night(self) -> None:
        """All the others come due, and the next tick begins with them."""
        for book in self.others:
            put_schedule(self.engine, book)
        until = time.monotonic() + 90
        while not self.at_work():
            assert time.monotonic() < until
            time.sleep(0.2)

    def at_work(self) -> int:
        """How many runs of the night are not done."""
        with self.engine.connect() as db:
            return len(runs.active_nightly(db))

    def _workbook(self, size: Size) -> str:
        wish = {"name": size.name, "owner": ANA, "writers": [SERVICE_ACCOUNT]}
        book = str(self._sandbox("POST", "files", wish)["spreadsheet_id"])
        batch = {"requests": [*batch_requests(template(tables(size))), {"deleteSheet": {"sheetId": 0}}]}
        url = f"{self.google}/v4/spreadsheets/{book}:batchUpdate"
        requests.post(url, json=batch, headers=self._token, timeout=120).raise_for_status()
        return book

    def _copies(self, book: str, count: int) -> list[str]:
        wish = {"name": "Night", "owner": ANA, "writers": [SERVICE_ACCOUNT], "copy_of": book, "copies": count}
        return list(self._sandbox("POST", "files", wish)["spreadsheet_ids"])

    def limits(self) -> None:
        """Google's quotas, from now on."""
        limits = {f"{kind}s_per_minute_user": GOOGLES.user[kind] for kind in ("read", "write")}
        limits |= {f"{kind}s_per_minute_project": GOOGLES.project[kind] for kind in ("read", "write")}
        self._sandbox("PUT", "quota", limits)

    def _sandbox(self, method: str, path: str, body: object) -> dict[str, object]:
        answer = requests.request(method, f"{self.google}/sandbox/{path}", json=body, timeout=120)
        answer.raise_for_status()
        found: dict[str, object] = answer.json()
        return found


@contextmanager
def town() -> Iterator[Town]:
    google, service = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        port = google.rsplit(":", 1)[1]
        settings = {
            "PLUMBLINE_ENVIRONMENT": "development",
            "PLUMBLINE_GOOGLE_URL": google,
            "PLUMBLINE_DATA": str(data),
            "PLUMBLINE_CLIENT_IDS": SANDBOX_CLIENT,
            "PLUMBLINE_DOMAINS": ",".join(SANDBOX_DOMAINS),
            "PLUMBLINE_SERVICE_ACCOUNT_FILES": str(data / "google" / "sandbox" / "service_account.json"),
        }
        arguments = ("sandbox", "--port", port, "--data", str(data / "google"), "--empty")
        with (
            process(*arguments, healthy=f"{google}/sandbox/people"),
            process("serve", "--port", service.rsplit(":", 1)[1], healthy=f"{service}/livez", **settings),
        ):
            made = Town(google, service, f"sqlite:///{data / 'plumbline.db'}")
            try:
                yield made
            finally:
                made.engine.dispose()


@pytest.mark.soak
def test_clicks_by_night_beside_those_of_a_quiet_day() -> None:
    with town() as held:
        for _ in range(5):  # imports, caches, the first tabs
            held.click()
        held.limits()
        quiet = held.clicks()
        held.night()
        busy = held.clicks()
        left = held.at_work()
    assert left, "the night was over before the clicks were"
    median = statistics.median(busy) / statistics.median(quiet)
    ninth = statistics.quantiles(busy, n=10)[-1] / statistics.quantiles(quiet, n=10)[-1]
    print(
        f"\nclicks: {statistics.median(quiet):.3f} s by day, {statistics.median(busy):.3f} s while "
        f"{NIGHT - left} workbooks were refreshed: {median:.2f} times in the middle, {ninth:.2f} for the "
        "slowest tenth"
    )
    assert median <= SLOWER
