"""The sandbox and the service as two processes of their own, as in life, and a caller's way to them."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import requests

from app.bench.workload import Row
from app.local import SANDBOX_CLIENT, SANDBOX_DOMAINS
from sheets_schema import load
from sheets_schema.template import template
from sheets_schema.template_batch import batch_requests

START_SECONDS, ASK_SECONDS = 60.0, 2.0
# Linux gives a connection that goes out a port from its own range, often thousands a minute while a crowd is
# at it; beneath that range, a port found free stays free until the server that it was found for has started.
OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")
LOWEST_PORT, PORTS_TRIED = 10_000, 100
LIMITS = (
    "READS_PER_MINUTE_USER",
    "WRITES_PER_MINUTE_USER",
    "READS_PER_MINUTE_PROJECT",
    "WRITES_PER_MINUTE_PROJECT",
    "REQUESTS_PER_MINUTE_CALLER",
    "REFRESHES_PER_MINUTE_WORKBOOK",
)
"""Out of the way: refreshes follow one another faster here than people click."""


def free_port() -> int:
    """A port that nobody listens on, and that no connection going out will be given."""
    above = int(OUTGOING.read_text("ascii").split()[0]) if OUTGOING.exists() else 32_768
    chance = random.SystemRandom()
    for _ in range(PORTS_TRIED):
        port = chance.randrange(LOWEST_PORT, max(above, LOWEST_PORT + 1_000))
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"Each of {PORTS_TRIED} ports tried is taken")


@contextmanager
def process(*arguments: str, healthy: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`plumbline ARGUMENTS` until the block ends; waits until `healthy` answers."""
    command = [sys.executable, "-m", "app", *arguments]
    with tempfile.TemporaryFile() as said:
        quiet: Mapping[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": said}
        with subprocess.Popen(command, env={**os.environ, **environment}, **quiet) as running:  # noqa: S603 # our own command
            try:
                wait_for(healthy, running, said)
                yield running
            finally:
                running.terminate()


def wait_for(url: str, running: subprocess.Popen[bytes], said: IO[bytes] | None = None) -> None:
    """Until the address answers 200; an error, with the end of what was `said`, when the process ended or
    time is up.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and running.poll() is None:
        try:
            if requests.get(url, timeout=ASK_SECONDS).ok and running.poll() is None:
                return
        except (requests.ConnectionError, requests.Timeout):  # not there yet, or busy with starting
            time.sleep(0.02)
    ended = running.poll()
    why = f"did not answer within {START_SECONDS} s" if ended is None else f"ended with {ended}"
    if said is not None:
        said.seek(0)
        why += ": " + said.read()[-2_000:].decode("utf-8", "replace").strip()
    raise RuntimeError(f"{url} {why}")


@dataclass(frozen=True)
class Servers:
    """Addresses of both, and who calls."""

    google: str
    service: str
    service_pid: int
    access_token: str
    id_token: str

    @property
    def headers(self) -> dict[str, str]:
        """As the add-on sends them."""
        return {"Authorization": f"Bearer {self.id_token}", "X-Google-Access-Token": self.access_token}

    def new_workbook(self, name: str, tables: Mapping[str, list[Row]]) -> str:
        """A workbook made from the template with these rows, put in by its owner."""
        owner = requests.get(f"{self.google}/sandbox/people", timeout=30).json()[0]["email"]
        made = requests.post(f"{self.google}/sandbox/files", json={"name": name, "owner": owner}, timeout=60)
        spreadsheet_id: str = made.json()["spreadsheet_id"]
        self.batch_update(spreadsheet_id, batch_requests(template(tables)))
        return spreadsheet_id

    def batch_update(self, spreadsheet_id: str, batch: list[dict[str, Any]]) -> None:
        """One batch as the owner."""
        answer = requests.post(
            f"{self.google}/v4/spreadsheets/{spreadsheet_id}:batchUpdate",
            json={"requests": batch},
            headers={"Authorization": f"Bearer {self.access_token}"},
            timeout=300,
        )
        answer.raise_for_status()

    def refresh(self, spreadsheet_id: str) -> dict[str, Any]:
        """One refresh through the service; its run."""
        url = f"{self.service}/v1/workbooks/{spreadsheet_id}/refresh"
        answer = requests.post(url, json={}, headers=self.headers, timeout=300)
        answer.raise_for_status()
        run: dict[str, Any] = answer.json()
        while run["state"] == "running":
            time.sleep(0.05)
            url = f"{self.service}/v1/runs/{run['run_id']}"
            run = requests.get(url, headers=self.headers, timeout=60).json()
        return run

    def delete_outputs(self, spreadsheet_id: str) -> None:
        """Takes Plumbline's tabs away, so that the next refresh is a first one again."""
        answer = requests.get(
            f"{self.google}/v4/spreadsheets/{spreadsheet_id}",
            params={"fields": "sheets.properties(sheetId,title)"},
            headers={"Authorization": f"Bearer {self.access_token}"},
            timeout=60,
        )
        ours = {tab.title for tab in load().outputs}
        tabs = [sheet["properties"] for sheet in answer.json()["sheets"]]
        self.batch_update(
            spreadsheet_id,
            [{"deleteSheet": {"sheetId": tab.get("sheetId", 0)}} for tab in tabs if tab["title"] in ours],
        )

    def sheets_requests(self) -> list[dict[str, Any]]:
        """What was asked of Sheets since the log was last cleared."""
        log = requests.get(f"{self.google}/sandbox/requests", timeout=30).json()
        return [entry for entry in log if entry["service"] == "sheets"]

    def clear_log(self) -> None:
        """Forget what was asked so far."""
        requests.delete(f"{self.google}/sandbox/requests", timeout=30)


@contextmanager
def servers() -> Iterator[Servers]:
    """Both processes on a fresh data folder."""
    google, service = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        port = google.rsplit(":", 1)[1]
        sandbox = ["sandbox", "--port", port, "--data", str(data / "google"), "--empty"]
        settings = {
            "PLUMBLINE_ENVIRONMENT": "development",
            "PLUMBLINE_GOOGLE_URL": google,
            "PLUMBLINE_DATA": str(data),
            "PLUMBLINE_CLIENT_IDS": SANDBOX_CLIENT,
            "PLUMBLINE_DOMAINS": ",".join(SANDBOX_DOMAINS),
            **{f"PLUMBLINE_{limit}": "6000" for limit in LIMITS},
        }
        with (
            process(*sandbox, healthy=f"{google}/sandbox/people"),
            process(
                "serve", "--port", service.rsplit(":", 1)[1], healthy=f"{service}/livez", **settings
            ) as serving,
        ):
            owner = requests.get(f"{google}/sandbox/people", timeout=30).json()[0]["email"]
            tokens = requests.post(f"{google}/sandbox/tokens", json={"email": owner}, timeout=30).json()
            yield Servers(google, service, serving.pid, tokens["access_token"], tokens["id_token"])
