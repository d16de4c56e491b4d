"""Sheets v4 without a socket: requests as bytes into the same function that the server calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote, urlencode

import orjson
from starlette.requests import Request

from app.sandbox import formulas
from app.sandbox.gate import OpenGate
from app.sandbox.sheets.routes import answer
from app.sandbox.store import Store

OWNER = "owner@example.com"
Json = dict[str, Any]


def new_store() -> Store:
    return Store(
        None,
        seed=1,
        clock=lambda: datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
        recalculate=formulas.recalculate,
    )


@dataclass
class Sheets:
    """One workbook in a store of its own, asked as `owner@example.com` unless told otherwise."""

    store: Store = field(default_factory=new_store)
    spreadsheet_id: str = ""
    email: str = OWNER

    def __post_init__(self) -> None:
        self.spreadsheet_id = self.spreadsheet_id or self.store.create("Book", OWNER)

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        headers: Json | None = None,
        **query: Any,
    ) -> tuple[int, Any]:
        """Status and JSON of a request to `/v4/spreadsheets{path}`; `{id}` in it is this workbook's."""
        target = "/v4/spreadsheets" + path.replace("{id}", self.spreadsheet_id)
        data = raw if raw is not None else orjson.dumps(body) if body is not None else b""
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(target),
            "raw_path": target.encode(),
            "query_string": urlencode(query, doseq=True).encode(),
            "headers": [(k.lower().encode(), v.encode()) for k, v in (headers or {}).items()],
            "server": ("127.0.0.1", 80),
            "scheme": "http",
        }
        response = answer(self.store, OpenGate(self.email), Request(scope), data)
        return response.status_code, orjson.loads(bytes(response.body))

    def ok(self, method: str, path: str, body: Any = None, **query: Any) -> Json:
        status, made = self.send(method, path, body, **query)
        assert status == 200, made
        return dict(made)

    def refused(self, method: str, path: str, body: Any = None, **query: Any) -> str:
        """The text of a 400."""
        status, made = self.send(method, path, body, **query)
        assert status == 400, made
        return str(made["error"]["message"])

    # Short ways

    def batch(self, *requests: Json, **body: Any) -> list[Json]:
        made = self.ok("POST", "/{id}:batchUpdate", {"requests": list(requests), **body})
        return list(made["replies"])

    def no_batch(self, *requests: Json) -> str:
        return self.refused("POST", "/{id}:batchUpdate", {"requests": list(requests)})

    def put(self, a1: str, rows: list[list[Any]], option: str = "USER_ENTERED", **query: Any) -> Json:
        return self.ok(
            "PUT", f"/{{id}}/values/{quote(a1, safe='')}", {"values": rows}, valueInputOption=option, **query
        )

    def values(self, a1: str, render: str = "FORMATTED_VALUE", **query: Any) -> list[list[Any]]:
        made = self.ok("GET", f"/{{id}}/values/{quote(a1, safe='')}", valueRenderOption=render, **query)
        return list(made.get("values", []))

    def get(self, **query: Any) -> Json:
        return self.ok("GET", "/{id}", **query)

    def sheet(self, sheet_id: int = 0, **query: Any) -> Json:
        return next(s for s in self.get(**query)["sheets"] if s["properties"]["sheetId"] == sheet_id)

    def cell(self, a1: str, **query: Any) -> Json:
        """CellData of one cell, `{}` when it does not exist."""
        data = self.get(ranges=a1, includeGridData="true", **query)["sheets"][0]["data"][0]
        rows = data.get("rowData", [{}])
        return dict((rows[0].get("values") or [{}])[0])

    def stored(self) -> dict[str, bytes]:
        return self.store.packed(self.spreadsheet_id)


def span(top: int, bottom: int, left: int, right: int, sheet_id: int = 0) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }


def rows_of(start: int, end: int, dimension: str = "ROWS", sheet_id: int = 0) -> Json:
    return {"sheetId": sheet_id, "dimension": dimension, "startIndex": start, "endIndex": end}
