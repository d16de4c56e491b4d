"""The service may be able to open a workbook that its caller may not: then the caller can't, by any door.

Every door of the API's document, every id; the service account's own key lies on the machine, as it would.
"""

from __future__ import annotations

import ast
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.store.engine import make_engine
from tests.security.canaries import WORD, planted
from tests.security.test_acts import LEAVES
from tests.support.sandbox import (
    ANA,
    BEN,
    CHIARA,
    NOOR,
    SERVICE_ACCOUNT,
    RunningSandbox,
    running_sandbox,
)
from tests.support.whole import Whole, running_whole

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
DOORS = [
    (method.upper(), path)
    for path, operations in DOCUMENT["paths"].items()
    if path.startswith("/v1/")
    for method in operations
]
FILE = {"name": "bookings.csv", "content": "RGF0ZSxBbW91bnQKMjAyNi0wMy0xMywxCg=="}
BODIES = {  # what a door wants to be told before it looks who is asking
    ("PUT", "/v1/workbooks/{spreadsheet_id}/schedule"): {"hour": 2, "zone": "UTC", "days": ["mon"]},
    ("POST", "/v1/workbooks/{spreadsheet_id}/shares"): {"recipients": [NOOR]},
    ("POST", "/v1/workbooks/{spreadsheet_id}/adoption"): {
        "tables": [{"key": "Budget!A1", "feeds": ["budget"]}]
    },
    ("POST", "/v1/workbooks/{spreadsheet_id}/actuals/preview"): FILE,
    ("POST", "/v1/workbooks/{spreadsheet_id}/actuals"): FILE | {"preview": "0" * 64},
}
MISSING = {"spreadsheet_id": "x" * 44, "run_id": "0" * 32, "share_id": "0" * 32}


class Secret:
    """Ana's workbook, which the service account may edit and a stranger may not see; refreshed once."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        whole.share(SERVICE_ACCOUNT, "writer")
        done = whole.refresh(headers={"Idempotency-Key": "ana-s-click"})
        assert done.status_code == 200, done.text
        self.run_id = str(done.json()["run_id"])
        shared = whole.ask("POST", f"/v1/workbooks/{whole.book}/shares", json={"recipients": [NOOR]})
        assert shared.status_code == 201, shared.text
        self.share_id = str(shared.json()["id"])
        whole.sandbox.clear_requests()

    @property
    def ids(self) -> dict[str, str]:
        """What the doors' paths are filled with; a door with another kind of id must be added here."""
        return {"spreadsheet_id": self.whole.book, "run_id": self.run_id, "share_id": self.share_id}

    def knock(self, method: str, path: str, email: str, ids: dict[str, str], **more: Any) -> Any:
        """At one door as one person."""
        filled = re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], path)
        return self.whole.ask(method, filled, as_=email, json=BODIES.get((method, path)), **more)

    def identities(self) -> set[str]:
        """As whom Sheets and Drive were asked since the last time; a fault hits before that is looked at."""
        found = {
            entry["identity"]
            for entry in self.whole.sandbox.requests()
            if entry["service"] != "identity" and not entry["fault"]
        }
        self.whole.sandbox.clear_requests()
        return found


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as running:
        yield running


PLENTY = {
    f"{kind}_per_minute_{whose}": 60_000 for kind in ("reads", "writes") for whose in ("user", "project")
}


@pytest.fixture(scope="module")
def secret(sandbox: RunningSandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secret]:
    """The machine has the service account's key where Google's libraries look for it."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('service') / 'p.db'}")
    with pytest.MonkeyPatch.context() as machine:
        machine.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(sandbox.data_dir / "service_account.json"))
        with running_whole(engine, sandbox, tables=planted(), **PLENTY) as whole:
            yield Secret(whole)
    engine.dispose()


def test_the_trap_is_set(secret: Secret) -> None:
    """The service account could open it, and its key is there; Ana can, and sees what must not be seen."""
    book = f"/v4/spreadsheets/{secret.whole.book}"
    assert secret.whole.sandbox.call("GET", book, as_=SERVICE_ACCOUNT).status_code == 200
    assert (secret.whole.sandbox.data_dir / "service_account.json").is_file()
    seen = [secret.knock(method, path, ANA, secret.ids) for method, path in DOORS if method == "GET"]
    assert all(answer.status_code == 200 for answer in seen)
    assert WORD in "".join(answer.text for answer in seen)
    secret.whole.sandbox.clear_requests()


@pytest.mark.parametrize("email", [BEN, NOOR])
@pytest.mark.parametrize(("method", "path"), DOORS)
def test_a_stranger_finds_nothing_behind_any_door(secret: Secret, method: str, path: str, email: str) -> None:
    before = secret.whole.marks()
    secret.whole.sandbox.clear_requests()
    answer = secret.knock(method, path, email, secret.ids)
    nothing = secret.knock(method, path, email, MISSING)
    assert answer.status_code == 404, answer.text
    same = {"run": None, "request": None}
    assert answer.json() | same == nothing.json() | same  # not yours is not there, to the letter
    told = answer.text + str(answer.headers)
    for mine in (WORD, ANA, secret.run_id, "Demo", "northlight"):
        assert mine not in told
    assert secret.identities() <= {email}
    assert secret.whole.marks() == before
    secret.whole.sandbox.clear_requests()


@pytest.mark.parametrize(("method", "path"), DOORS)
def test_nobody_without_tokens_finds_anything(secret: Secret, method: str, path: str) -> None:
    filled = re.sub(r"\{(\w+)\}", lambda found: secret.ids[found[1]], path)
    assert secret.whole.client.request(method, filled).status_code == 401
    assert secret.identities() == set()


def test_no_door_takes_the_service_accounts_own_word(secret: Secret) -> None:
    """It has no organisation, and its tokens are for no add-on."""
    for method, path in DOORS:
        answer = secret.knock(method, path, SERVICE_ACCOUNT, secret.ids)
        assert answer.status_code in {401, 403}, answer.text
    assert secret.identities() == set()


def test_anothers_click_is_not_a_way_in(secret: Secret) -> None:
    """Ana's idempotency key in a stranger's hand, on her workbook and on a workbook of the stranger's."""
    click = {"Idempotency-Key": "ana-s-click"}
    stolen = secret.whole.refresh(as_=BEN, headers=click)
    assert (stolen.status_code, WORD in stolen.text) == (404, False)
    own = secret.whole.sandbox.create("Ben's own", BEN)
    elsewhere = secret.whole.refresh(as_=BEN, book=own, headers=click)
    assert (elsewhere.status_code, elsewhere.json()["type"]) == (409, "/problems/key-used-elsewhere")
    assert WORD not in elsewhere.text
    assert secret.identities() == {BEN}


def test_good_tokens_replayed_on_another_workbook_open_nothing(secret: Secret) -> None:
    """Tokens are bound to a person, not to a workbook: so each workbook asks Google about that person."""
    own = secret.whole.sandbox.create("Ben's own", BEN)
    assert secret.whole.ask("GET", f"/v1/workbooks/{own}", as_=BEN).status_code == 200
    replayed = secret.whole.headers(BEN)  # the very same two tokens, just found good
    for method, path in DOORS:
        filled = re.sub(r"\{(\w+)\}", lambda found: secret.ids[found[1]], path)
        body = BODIES.get((method, path))
        answer = secret.whole.client.request(method, filled, headers=replayed, json=body)
        assert answer.status_code == 404, answer.text
    assert secret.identities() == {BEN}


def test_a_run_under_way_is_not_a_way_in(secret: Secret) -> None:
    """Who may not open the workbook can't join, and leaves no trace in what its people see."""
    secret.whole.sandbox.faults(latency_ms=700)
    begun = secret.whole.refresh(headers={"Prefer": "wait=0"})
    assert begun.status_code == 202
    joined = secret.whole.refresh(as_=BEN)
    polled = secret.whole.ask("GET", begun.headers["location"], as_=BEN)
    secret.whole.sandbox.faults()
    while secret.whole.ask("GET", begun.headers["location"]).json()["state"] == "running":
        time.sleep(0.1)
    assert (joined.status_code, polled.status_code) == (404, 404)
    assert begun.json()["run_id"] not in joined.text
    audit = secret.whole.ask("GET", f"/v1/workbooks/{secret.whole.book}/audit").json()["acts"]
    assert {act["by"] for act in audit} == {ANA}
    assert SERVICE_ACCOUNT not in secret.identities()


@pytest.mark.parametrize("role", ["reader", "commenter"])
def test_who_may_read_may_not_refresh(secret: Secret, role: str) -> None:
    permission = secret.whole.share(CHIARA, role)
    before = secret.whole.spreadsheet()
    secret.whole.sandbox.clear_requests()
    refused = secret.whole.refresh(as_=CHIARA)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-allowed-to-write")
    assert refused.json()["unchanged"] == "Nothing in the workbook was changed."
    for method, path in DOORS:
        if method != "GET" or path.endswith(("/audit", "/shares", "/{share_id}")):
            told = secret.knock(method, path, CHIARA, secret.ids)
            assert (told.status_code, told.json()["type"]) == (403, "/problems/not-allowed-to-write")
    assert secret.whole.ask("GET", f"/v1/workbooks/{secret.whole.book}", as_=CHIARA).status_code == 200
    assert secret.identities() == {CHIARA}
    assert secret.whole.spreadsheet() == before
    secret.whole.sandbox.call("DELETE", f"/drive/v3/files/{secret.whole.book}/permissions/{permission}")
    for method, path in DOORS:
        assert secret.knock(method, path, CHIARA, secret.ids).status_code == 404
    secret.whole.sandbox.clear_requests()


def test_every_request_is_the_callers_own(secret: Secret) -> None:
    """Whatever is asked, and whatever goes wrong: no request is made as anybody else, each act is told."""
    done: set[tuple[str, str]] = set()
    for faults in (
        [],
        [{"kind": "read", "status": 403}],
        [{"kind": "read", "status": 404}],
        [{"kind": "write", "status": 403}],
    ):
        for method, path in DOORS:
            secret.whole.sandbox.faults(*faults)
            answer = secret.knock(method, path, ANA, secret.ids)
            if not faults and answer.status_code < 400:
                done.add((method.lower(), path))
        secret.whole.sandbox.faults()
    assert secret.identities() == {ANA}
    told = secret.whole.ask("GET", f"/v1/workbooks/{secret.whole.book}/audit?most=200").json()["acts"]
    acts = {act["act"] for act in told if act["by"] == ANA}
    schedule = "/v1/workbooks/{spreadsheet_id}/schedule"
    idle = set() if ("put", schedule) in done else {("delete", schedule)}  # nothing was there to be removed
    changing = (done & LEAVES.keys()) - idle
    assert len(changing) >= 4
    assert [door for door in changing if LEAVES[door] and not LEAVES[door] & acts] == []


KEYS = {
    "service_account",
    "default",
    "impersonated_credentials",
    "compute_engine",
    "load_credentials_from_file",
}


def _credentials_made(path: Path) -> list[str]:
    """Imports by which a file could become anybody but its caller."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("google"):
            found += [
                alias.name
                for alias in node.names
                if alias.name in KEYS or (node.module or "").split(".")[-1] in KEYS
            ]
        elif isinstance(node, ast.Import):
            found += [
                alias.name
                for alias in node.names
                if alias.name.startswith("google") and alias.name.split(".")[-1] in KEYS
            ]
        elif isinstance(node, ast.Attribute) and ast.unparse(node).startswith("google.auth.default"):
            found.append("google.auth.default")
    return found


NIGHT = ROOT / "app" / "google" / "service_account.py"


def test_what_answers_requests_knows_no_other_credentials() -> None:
    """The path from a request to a service account does not exist: one file can make one, and nothing that
    answers a request may import it (see the import contracts)."""
    contracts = (ROOT / "pyproject.toml").read_text("utf-8").split("[[tool.importlinter.contracts]]")
    (kept,) = (one for one in contracts if "no request reaches the service accounts" in one)
    forbidden = kept.split("forbidden_modules")[1]
    assert '"app.api"' in kept.split("forbidden_modules")[0]
    assert "app.google.service_account" in forbidden
    assert "app.google.night_access" in forbidden
    rooms = [ROOT / "app" / room for room in ("api", "google", "jobs", "workbook", "store")]
    files = [
        ROOT / "app" / "main.py",
        ROOT / "app" / "refresh.py",
        *(file for room in rooms for file in room.rglob("*.py")),
    ]
    assert len(files) > 60
    assert _credentials_made(NIGHT)
    others = (file for file in files if file != NIGHT)
    assert {str(file): found for file in others if (found := _credentials_made(file))} == {}


def test_that_search_would_find_one(tmp_path: Path) -> None:
    for line in (
        "from google.oauth2 import service_account",
        "from google.oauth2.service_account import Credentials",
        "import google.oauth2.service_account",
        "from google.auth import default",
        "import google.auth\ngoogle.auth.default()",
    ):
        file = tmp_path / "x.py"
        file.write_text(line)
        assert _credentials_made(file), line
