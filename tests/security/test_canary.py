"""Tokens and cells that can't be mistaken, through every path of a service of its own, failures included.

Tokens turn up nowhere. What a workbook holds is in the answers to those who may open it and, packed, in the
results and snapshots kept for them: not in the log, in errors, in figures, or in any other column.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.security.canaries import CELLS, WORD, columns, planted, raw_files, spotted
from tests.siege.fortress import Fortress, fortress
from tests.support.databases import KINDS, make_template, migrated_url
from tests.support.sandbox import ANA, BEN, CHIARA, NOOR

# Read by those who may open the workbook, at that time; for undo by those who may edit it.
PACKED = {"result.body", "snapshot_body.body", "undo.body"}
FAULTS: list[list[dict[str, Any]]] = [
    [{"kind": "read", "status": 429, "times": 2}],
    [{"kind": "read", "status": 500, "times": 1}],
    [{"kind": "read", "status": 403, "times": 1}],
    [{"kind": "read", "status": "cut", "times": 1}],
    [{"kind": "write", "status": 503, "times": 1, "after_commit": True}],
    [{"kind": "write", "status": 400, "times": 1}],
    [{"kind": "write", "status": 413, "times": 1}],
    [{"kind": "write", "status": "cut", "times": 1}],
    [{"kind": "write", "status": "cut", "times": 1, "after_commit": True}],
    [{"service": "identity", "status": 503, "times": 2}],
]
SHORTER = [fail for fail in FAULTS if fail[0]["status"] != 429]  # after which Google is left alone a while
WALKS = [
    pytest.param(("sqlite", FAULTS), id="sqlite"),
    *(pytest.param((kind, SHORTER), id=f"{kind}, shorter") for kind in KINDS[1:]),
    *(pytest.param((kind, FAULTS), id=kind, marks=pytest.mark.soak) for kind in KINDS[1:]),
]
BROKEN = {"Status date": f"{WORD} soon", "Currency": WORD}


class Ward:
    """A fortress, what it answered to those who asked in vain, and the tokens it was shown."""

    def __init__(self, held: Fortress, folder: Path, url: str) -> None:
        self.held, self.folder, self.url = held, folder, url
        self.book = held.workbook(planted())
        self.errors: list[str] = []
        self.tokens: list[str] = []

    def keep(self, answer: requests.Response) -> requests.Response:
        if answer.status_code >= 400:
            self.errors.append(f"{answer.text}\n{answer.headers}")
        return answer

    def click(self, email: str = ANA, book: str = "") -> requests.Response:
        return self.keep(self.held.ended(self.held.click(book or self.book, email), email))

    def get(self, path: str, email: str = ANA) -> requests.Response:
        return self.keep(self.held.get(path, email))


@pytest.fixture(scope="module", params=WALKS)
def ward(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ward]:
    """Everything that can happen has happened."""
    folder = tmp_path_factory.mktemp("ward")
    kind, faults = request.param
    template = make_template(kind, tmp_path_factory.mktemp("template"))
    with migrated_url(kind, template, folder) as url:
        limits = {
            f"PLUMBLINE_{kind}_PER_MINUTE_{whose}": "6000"
            for kind in ("READS", "WRITES")
            for whose in ("USER", "PROJECT")
        }
        with fortress(folder, PLUMBLINE_DATABASE_URL=url, PLUMBLINE_RUN_SECONDS="20", **limits) as held:
            made = Ward(held, folder, url)
            _live(made, faults)
            yield made


def _live(ward: Ward, faults: list[list[dict[str, Any]]]) -> None:
    held, book = ward.held, f"/v1/workbooks/{ward.book}"
    done = ward.click()
    assert done.status_code == 200, done.text
    assert WORD in done.text  # whoever may open it sees it: so the word did go all the way
    run = f"/v1/runs/{done.json()['run_id']}"
    held.put(ward.book, "Budget!H6", [7654322.25])
    ward.click()
    for path in (book, run, f"{book}/audit", f"{book}/audit?most=none", f"{book}/nothing", "/metrics"):
        ward.get(path)
    _others(ward, book, run)
    _bad_requests(ward, book)
    for fail in faults:
        held.faults(fail)
        ward.click()
        held.faults()
    settings = [row[0] for row in held.sheets("GET", f"{ward.book}/values/Settings!A1:A60")["values"]]
    for setting, text in BROKEN.items():
        cell = f"Settings!B{settings.index(setting) + 1}"
        before = held.sheets("GET", f"{ward.book}/values/{cell}")["values"][0]
        held.put(ward.book, cell, [text])
        assert ward.click().status_code == 422
        assert ward.get(book).json()["history"][0]["state"] == "failed"
        held.put(ward.book, cell, before)
    _killed(ward)
    ward.tokens += [token for email in (ANA, BEN, CHIARA, NOOR) for token in held.token(email)]


def _others(ward: Ward, book: str, run: str) -> None:
    """A stranger, and a reader: each asks for everything."""
    permission = {"type": "user", "role": "reader", "emailAddress": CHIARA}
    answer = requests.post(
        f"{ward.held.google}/drive/v3/files/{ward.book}/permissions",
        headers={"Authorization": f"Bearer {ward.held.token(ANA).access_token}"},
        json=permission,
        timeout=30,
    )
    assert answer.ok
    for email in (NOOR, CHIARA):
        ward.click(email)
        for path in (book, run, f"{book}/audit"):
            ward.get(path, email)


def _bad_requests(ward: Ward, book: str) -> None:
    """Tokens that are none, in places where none belongs, and bodies that don't fit."""
    good = ward.held.headers()
    forged = good["Authorization"][:-8] + "AAAAAAAA"
    unknown = "ya29.unknown-secret-of-somebody"
    ward.tokens += [forged.removeprefix("Bearer "), unknown, "opaque-secret-bearer"]
    for headers, query in (
        (good | {"Authorization": forged}, ""),
        (good | {"X-Google-Access-Token": unknown}, ""),
        (good | {"Authorization": "Bearer opaque-secret-bearer"}, ""),
        (good | {"Authorization": f"Basic {unknown}"}, ""),
        ({}, f"?access_token={unknown}&id_token={good['Authorization'].removeprefix('Bearer ')}"),
        (good | {"X-Google-Access-Token": ward.held.token(BEN).access_token}, ""),
        (good | {"X-Request-ID": unknown}, ""),
        (good | {"Idempotency-Key": "ü"}, ""),
    ):
        encoded = {name: value.encode() for name, value in headers.items()}
        ward.keep(requests.get(f"{ward.held.url}{book}{query}", headers=encoded, timeout=30))
        ward.keep(
            requests.post(
                f"{ward.held.url}{book}/refresh{query}", headers=encoded, json={"note": WORD}, timeout=30
            )
        )
    ward.keep(requests.post(f"{ward.held.url}{book}/refresh", headers=good, data=WORD * 20_000, timeout=30))
    ward.keep(requests.get(f"{ward.held.url}/v1/workbooks/{WORD}{WORD}", headers=good, timeout=30))
    ward.keep(requests.get(f"{ward.held.url}/v1/runs/{WORD}", headers=good, timeout=30))


def _killed(ward: Ward) -> None:
    """In the middle of a refresh, and started again."""
    ward.held.handle("PUT", "faults", {"latency_ms": 1500})
    running = ward.held.click(ward.book, Prefer="wait=0")
    assert running.status_code == 202
    time.sleep(0.5)
    ward.held.kill()
    ward.held.handle("PUT", "faults", {})
    ward.held.start()
    run = ward.get(running.headers["Location"]).json()
    assert run["state"] == "interrupted"


def test_the_log_holds_neither(ward: Ward) -> None:
    log = ward.held.log()
    assert log.count("refresh.ended") >= 10
    assert spotted(log, (*ward.tokens, *CELLS)) == []
    assert ward.book not in log


def test_errors_hold_neither(ward: Ward) -> None:
    assert len(ward.errors) > 30
    statuses = {line.split('"status":')[1][:3] for line in ward.errors if '"status":' in line}
    assert {"401", "403", "404", "413", "422", "500", "504"} <= statuses
    assert spotted("\n".join(ward.errors), (*ward.tokens, *CELLS)) == []


def test_figures_hold_neither(ward: Ward) -> None:
    told = requests.get(f"{ward.held.url}/metrics", timeout=30).text
    assert "plumbline_runs_total" in told
    assert spotted(told, (*ward.tokens, *CELLS, ward.book, "northlight", ANA)) == []


def test_no_column_holds_a_token_and_only_packed_results_hold_cells(ward: Ward) -> None:
    seen: set[str] = set()
    for place, text in columns(ward.url):
        seen.add(place)
        assert spotted(text, ward.tokens) == [], place
        if place not in PACKED:
            assert spotted(text, CELLS) == [], place
    assert {"run.error", "run.text", "audit.details", "quota.key", *PACKED} <= seen
    assert any(WORD in text for place, text in columns(ward.url) if place in PACKED)  # else nothing was shown


def test_nor_do_the_databases_own_files(ward: Ward) -> None:
    if ward.url.startswith("sqlite"):
        assert (
            spotted(raw_files(Path(ward.url.removeprefix("sqlite:///")).parent), (*ward.tokens, *CELLS)) == []
        )
    else:
        assert ward.url.startswith("postgresql")  # whose files are the server's own


def test_nor_does_what_the_operator_is_told(ward: Ward) -> None:
    command = [sys.executable, "-m", "app", "audit", "--json", "--most", "500"]
    told = subprocess.run(
        command,
        env=os.environ | {"PLUMBLINE_DATABASE_URL": ward.url},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert told.count("workbook:refresh:") > 20
    assert spotted(told, (*ward.tokens, *CELLS)) == []
