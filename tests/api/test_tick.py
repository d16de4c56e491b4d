"""The scheduler's door: its own proof opens it, and nothing else does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from app.jobs import engine as night_engine
from tests.support.google_wire import CLIENT, FakeGoogle, id_token, key
from tests.support.service import Service, running_service

SCHEDULER, AUDIENCE = "clock@project.iam.gserviceaccount.com", "https://night.plumbline.example"
HERE: dict[str, Any] = {"scheduler_email": SCHEDULER, "scheduler_audience": AUDIENCE}


def proof(**changes: Any) -> str:
    """What Cloud Scheduler sends: an ID token of its service account, without a hosted domain."""
    issued = int(time.time()) - 5
    whole = {
        "iss": "https://accounts.google.com",
        "aud": AUDIENCE,
        "azp": "110000000000000000000",
        "sub": "110000000000000000000",
        "email": SCHEDULER,
        "email_verified": True,
        "iat": issued,
        "exp": issued + 3600,
    } | changes
    return str(key().sign({name: value for name, value in whole.items() if value is not ...}))


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    night_engine.migrate(database_url)
    with running_service(database_url, FakeGoogle(), **HERE) as running:
        yield running


def knock(service: Service, token: str | None, *more: tuple[str, str]) -> Any:
    headers = [("Authorization", f"Bearer {token}")] if token is not None else []
    return service.client.post("/internal/tick", headers=[*headers, *more])


def ticks(service: Service) -> int:
    with service.rooms.engine.connect() as db:
        schema = "" if db.dialect.name == "sqlite" else "dbos."
        asked = f"SELECT count(*) FROM {schema}workflow_status WHERE name = 'tick'"
        return int(db.execute(sa.text(asked)).scalar_one())


def test_the_scheduler_queues_one_tick_a_minute(service: Service) -> None:
    for _ in range(3):
        answer = knock(service, proof())
        assert answer.status_code == 202, answer.text
    assert ticks(service) in {1, 2}  # the minute may turn in between


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": CLIENT},
        {"aud": [AUDIENCE]},
        {"aud": f"{AUDIENCE}/"},
        {"email": "clock@evil.iam.gserviceaccount.com"},
        {"email": SCHEDULER.upper()},
        {"email": ...},
        {"email_verified": False},
        {"email_verified": "true"},
        {"iss": "https://accounts.evil.example"},
        {"iss": ...},
        {"exp": int(time.time()) - 60},
        {"exp": int(time.time()) + 315_360_000},
        {"iat": ...},
    ],
)
def test_any_other_proof_is_refused(service: Service, wrong: dict[str, Any]) -> None:
    assert knock(service, proof(**wrong)).status_code == 401
    assert ticks(service) == 0


def test_no_persons_token_opens_it(service: Service) -> None:
    for token in (id_token(), id_token(aud=AUDIENCE), "", "no-token", None):
        assert knock(service, token).status_code == 401
    forged = proof().rsplit(".", 1)[0] + "." + id_token().rsplit(".", 1)[1]
    assert knock(service, forged).status_code == 401
    assert knock(service, proof(), ("Authorization", f"Bearer {proof()}")).status_code == 401
    assert ticks(service) == 0


@pytest.mark.parametrize("unset", ["scheduler_email", "scheduler_audience"])
def test_unset_refuses_everyone(database_url: str, unset: str) -> None:
    with running_service(database_url, FakeGoogle(), **(HERE | {unset: ""})) as running:
        empty = {"scheduler_email": {"email": ""}, "scheduler_audience": {"aud": ""}}[unset]
        for token in (proof(), proof(**empty), None):
            assert knock(running, token).status_code == 503


def test_a_process_for_the_night_alone_has_no_door_for_people(database_url: str) -> None:
    night_engine.migrate(database_url)
    with running_service(database_url, FakeGoogle(), role="worker", **HERE) as running:
        assert knock(running, proof()).status_code == 202
        assert running.client.get("/livez").status_code == 200
        for path in ("/v1/runs/" + "0" * 32, "/v1/workbooks/" + "x" * 44):
            assert running.ask("GET", path).status_code == 404
