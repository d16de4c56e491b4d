"""The whole product behind one port, as `plumbline run` puts it together, and short ways to use it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from app.local import one_port
from app.sandbox.demo.build import put_demo
from sheets_schema.template import Row, template
from sheets_schema.template_batch import batch_requests
from tests.support.sandbox import ANA, RunningSandbox
from tests.support.server import free_socket, served, url_of

Json = dict[str, Any]


class Product:
    """Service and sandbox at `url`; everything goes over HTTP."""

    def __init__(self, url: str, google: RunningSandbox) -> None:
        self.url, self.google = url, google

    def headers(self, email: str = ANA) -> dict[str, str]:
        """What the add-on sends with each call."""
        tokens = self.google.token(email)
        return {
            "Authorization": f"Bearer {tokens.id_token}",
            "X-Google-Access-Token": tokens.access_token,
        }

    def workbook(self, tables: Mapping[str, list[Row]] | None = None, *, name: str = "Project") -> str:
        """A workbook from the template with these rows by tab."""
        spreadsheet_id = self.google.create(name)
        batch = [*batch_requests(template(tables)), {"deleteSheet": {"sheetId": 0}}]
        self.batch(spreadsheet_id, *batch)
        return spreadsheet_id

    def batch(self, spreadsheet_id: str, *batch: Json) -> Json:
        """One batchUpdate as the owner."""
        return self._sheets("POST", f"{spreadsheet_id}:batchUpdate", json={"requests": list(batch)})

    def spreadsheet(self, spreadsheet_id: str, **params: Any) -> Json:
        """The workbook as Sheets tells it."""
        return self._sheets("GET", spreadsheet_id, params=params)

    def values(self, spreadsheet_id: str, tab: str) -> list[list[Any]]:
        """Unformatted values of a tab, one list a row."""
        rows: list[list[Any]] = self._sheets(
            "GET",
            f"{spreadsheet_id}/values/'{tab}'",
            params={"valueRenderOption": "UNFORMATTED_VALUE"},
        ).get("values", [])
        return rows

    def put(self, spreadsheet_id: str, where: str, *rows: list[Any], raw: bool = False) -> None:
        """Types these rows into cells from `where` on (`Budget!H3`); `raw`: as they are, unparsed."""
        self._sheets(
            "PUT",
            f"{spreadsheet_id}/values/{where}",
            params={"valueInputOption": "RAW" if raw else "USER_ENTERED"},
            json={"values": list(rows)},
        )

    def sheet_id(self, spreadsheet_id: str, tab: str) -> int:
        """The id of a tab by its title."""
        sheets = self.spreadsheet(spreadsheet_id, fields="sheets.properties(sheetId,title)")["sheets"]
        return next(int(s["properties"]["sheetId"]) for s in sheets if s["properties"]["title"] == tab)

    def whole(self, spreadsheet_id: str) -> Json:
        """Everything Sheets tells of the workbook, cell by cell."""
        return self.spreadsheet(spreadsheet_id, includeGridData="true")

    def exported(self, spreadsheet_id: str) -> bytes:
        """The workbook as .xlsx, as the desk's Download and Google's own give it."""
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        path = f"/drive/v3/files/{spreadsheet_id}/export"
        answer = self.google.call("GET", path, params={"mimeType": kind})
        assert answer.ok, answer.text
        return bytes(answer.content)

    def post_refresh(self, spreadsheet_id: str, email: str = ANA, **headers: str) -> requests.Response:
        """The call behind the button."""
        url = f"{self.url}/v1/workbooks/{spreadsheet_id}/refresh"
        return requests.post(url, json={}, headers=self.headers(email) | headers, timeout=120)

    def refresh(self, spreadsheet_id: str, email: str = ANA) -> Json:
        """Refresh and wait for the end; the run's result."""
        answer = self.post_refresh(spreadsheet_id, email)
        assert answer.status_code in {200, 202}, answer.text
        run: Json = answer.json()
        while run["state"] == "running":
            time.sleep(0.1)
            url = f"{self.url}/v1/runs/{run['run_id']}"
            run = requests.get(url, headers=self.headers(email), timeout=60).json()
        assert run["state"] == "done", run
        result: Json = run["result"]
        return result

    def sheets_requests(self) -> list[Json]:
        """What was asked of Sheets since the log was cleared."""
        return self.google.requests("sheets")

    def _sheets(self, method: str, path: str, **more: Any) -> Json:
        token = self.google.token(ANA).access_token
        answer = requests.request(
            method,
            f"{self.url}/v4/spreadsheets/{path}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=120,
            **more,
        )
        assert answer.ok, answer.text
        found: Json = answer.json()
        return found


def demo(product: Product) -> str:
    """The demo workbook, put in as `plumbline run` does."""
    return put_demo(product.url)


@contextmanager
def running_product(data: Path) -> Iterator[Product]:
    """The product on a fresh data folder, without the demo."""
    place = free_socket()
    application, sandbox = one_port(url_of(place), data)
    with served(application, place) as url:
        yield Product(url, RunningSandbox(url, sandbox, data))
