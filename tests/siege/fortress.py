"""Sandbox and service as two processes of their own; the service can be killed and started again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from app.bench.servers import free_port, process, wait_for
from app.local import SANDBOX_CLIENT, SANDBOX_DOMAINS
from sheets_schema.template import Row, template
from sheets_schema.template_batch import batch_requests
from tests.support.sandbox import ANA, Tokens

Json = dict[str, Any]
UNLIMITED = {
    f"PLUMBLINE_{kind}_PER_MINUTE_{whose}": "60000"
    for kind in ("READS", "WRITES")
    for whose in ("USER", "PROJECT")
} | {
    "PLUMBLINE_REQUESTS_PER_MINUTE_CALLER": "60000",
    "PLUMBLINE_REFRESHES_PER_MINUTE_WORKBOOK": "60000",
}


class Fortress:
    """Both processes. `settings`: of the service, besides those that let the sandbox's people in."""

    def __init__(self, google: str, data: Path, *, module: str = "app", **settings: str) -> None:
        self.google, self._data, self._module = google, data, module
        self._settings = {
            "PLUMBLINE_ENVIRONMENT": "development",
            "PLUMBLINE_GOOGLE_URL": google,
            "PLUMBLINE_DATA": str(data),
            "PLUMBLINE_CLIENT_IDS": SANDBOX_CLIENT,
            "PLUMBLINE_DOMAINS": ",".join(SANDBOX_DOMAINS),
            **settings,
        }
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._tokens: dict[str, Tokens] = {}
        self._log = (data / "service.log").open("ab")
        self.process: subprocess.Popen[bytes] | None = None

    # the service

    def start(self) -> None:
        """The service anew, on the same database."""
        command = [sys.executable, "-m", self._module, "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, env=os.environ | self._settings, stdout=self._log, stderr=self._log
        )
        wait_for(f"{self.url}/livez", self.process)

    def kill(self) -> None:
        """As the machine's fall would: `kill -9`."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._log.close()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def memory(self) -> int:
        """The service's resident memory, in bytes."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def log(self) -> str:
        return (self._data / "service.log").read_text("utf-8", "replace")

    def headers(self, email: str = ANA) -> dict[str, str]:
        tokens = self.token(email)
        return {
            "Authorization": f"Bearer {tokens.id_token}",
            "X-Google-Access-Token": tokens.access_token,
        }

    def click(self, book: str, email: str = ANA, *, seconds: float = 90, **headers: str) -> requests.Response:
        """The call behind the button."""
        return requests.post(
            f"{self.url}/v1/workbooks/{book}/refresh",
            json={},
            headers=self.headers(email) | headers,
            timeout=seconds,
        )

    def get(self, path: str, email: str = ANA) -> requests.Response:
        return requests.get(self.url + path, headers=self.headers(email), timeout=60)

    def ended(self, answer: requests.Response, email: str = ANA, *, every: float = 0.05) -> requests.Response:
        """The answer, or that of the run it names once it has ended."""
        if answer.status_code != 202:
            return answer
        path = answer.headers["Location"]
        while True:
            found = self.get(path, email)
            if found.status_code == 429:  # the look whether they may open it: the add-on asks again, too
                time.sleep(float(found.headers["Retry-After"]))
                continue
            if found.status_code != 200 or found.json()["state"] != "running":
                return found
            time.sleep(every)

    # the sandbox

    def handle(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.google}/sandbox/{path}", json=body, timeout=30)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def faults(self, fail: Iterable[Json] = ()) -> None:
        self.handle("PUT", "faults", {"fail": list(fail)})

    def taken(self, place: int) -> bool:
        """Whether the fault in this place of the list has met its request (or all of them)."""
        found: Json = self.handle("GET", "faults")
        return bool(found["fail"][place]["times"] == 0)

    def token(self, email: str = ANA) -> Tokens:
        if email not in self._tokens:
            made = self.handle("POST", "tokens", {"email": email})
            self._tokens[email] = Tokens(made["access_token"], made["id_token"])
        return self._tokens[email]

    def sheets(self, method: str, path: str, email: str = ANA, **more: Any) -> Json:
        """One request to Sheets as a person, which must succeed."""
        answer = requests.request(
            method,
            f"{self.google}/v4/spreadsheets/{path}",
            headers={"Authorization": f"Bearer {self.token(email).access_token}"},
            timeout=120,
            **more,
        )
        assert answer.ok, answer.text
        found: Json = answer.json()
        return found

    def workbook(self, tables: dict[str, list[Row]], email: str = ANA) -> str:
        """A workbook from the template with these rows by tab."""
        book = str(self.handle("POST", "files", {"name": "Project", "owner": email})["spreadsheet_id"])
        sheets = [sheet for sheet in template(tables) if sheet.name in tables]
        self.batch(book, *batch_requests(sheets), {"deleteSheet": {"sheetId": 0}}, email=email)
        return book

    def batch(self, book: str, *batch: Json, email: str = ANA) -> None:
        self.sheets("POST", f"{book}:batchUpdate", email, json={"requests": list(batch)})

    def put(self, book: str, where: str, *rows: list[Any]) -> None:
        """What a person types."""
        self.sheets(
            "PUT",
            f"{book}/values/{where}",
            params={"valueInputOption": "USER_ENTERED"},
            json={"values": list(rows)},
        )

    def whole(self, book: str) -> Json:
        """Everything Sheets tells of the workbook, cell by cell."""
        return self.sheets("GET", book, params={"includeGridData": "true"})


@contextmanager
def fortress(data: Path, *, module: str = "app", **settings: str) -> Iterator[Fortress]:
    """Both, running, on a fresh folder. `module`: what is run as the service."""
    port = free_port()
    google = f"http://127.0.0.1:{port}"
    sandbox = ("sandbox", "--port", str(port), "--data", str(data / "google"), "--empty")
    with process(*sandbox, healthy=f"{google}/sandbox/people"):
        held = Fortress(google, data, module=module, **settings)
        try:
            held.start()
            yield held
        finally:
            held.close()
