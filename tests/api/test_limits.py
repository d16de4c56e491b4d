"""Each caller's and each workbook's share: refused with the seconds to wait, shared by processes, fair."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from prometheus_client import REGISTRY
from sqlalchemy.exc import OperationalError

from app.errors import TooManyRequests
from app.google.caller import Caller
from app.google.deadline import Deadline
from app.jobs.interactive import Tell
from app.jobs.runs import Done
from app.limits import Limit
from app.store.runs import RunRow
from tests.api.test_refresh import BEN, BOOK_PATH, OPENS, Slow, quick, service
from tests.jobs.test_runs import DONE
from tests.support.database_fixtures import ordinarily_on
from tests.support.databases import KINDS
from tests.support.google_wire import ACCESS_TOKEN, id_token
from tests.support.rows import BOOK
from tests.support.service import Service

KEY = "a-person-s-number"


def _limit(engine: sa.Engine, clock: list[float], per_minute: int = 40) -> Limit:
    return Limit(engine, "test", per_minute=per_minute, detail="Too often.", now=lambda: clock[0])


def test_a_minute_holds_what_it_says_and_no_more(engine: sa.Engine) -> None:
    clock = [1000.0]
    limit, waits = _limit(engine, clock), []
    for _ in range(600):  # tenths of a second
        try:
            limit.take(KEY)
        except TooManyRequests as refused:
            waits.append(refused.retry_after or 0.0)
        clock[0] += 0.1
    assert 38 <= 600 - len(waits) <= 40
    assert 0 < min(waits) <= max(waits) <= 2


def test_who_may_wait_is_let_through_when_it_is_their_turn(engine: sa.Engine) -> None:
    clock, naps = [1000.0], list[float]()

    def nap(seconds: float) -> None:
        naps.append(seconds)
        clock[0] += seconds

    limit = _limit(engine, clock, per_minute=4)
    for _ in range(4):
        limit.wait_for(KEY, Deadline(1065.0, clock=lambda: clock[0], sleep=nap))
    assert sum(naps) == pytest.approx(60, abs=0.1)
    with pytest.raises(TooManyRequests):
        limit.wait_for(KEY, Deadline(1065.0, clock=lambda: clock[0], sleep=nap))


def test_processes_share_it_and_keys_do_not(engine: sa.Engine) -> None:
    clock = [1000.0]
    for _ in range(5):
        _limit(engine, clock).take(KEY)
        _limit(engine, clock).take(KEY)
    with pytest.raises(TooManyRequests, match="Too often"):
        _limit(engine, clock).take(KEY)
    _limit(engine, clock).take("another")
    with engine.connect() as db:
        keys = db.execute(sa.text("SELECT key FROM quota")).scalars().all()
    assert keys
    assert not any(KEY in key for key in keys)


def test_without_a_database_everybody_is_let_through_and_that_is_counted(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> float:
        raise OperationalError("INSERT", {}, Exception("gone"))

    monkeypatch.setattr("app.limits.take", gone)
    before = REGISTRY.get_sample_value("plumbline_limits_open_total", {"limit": "test"}) or 0
    _limit(engine, [1000.0], per_minute=1).take(KEY)
    assert REGISTRY.get_sample_value("plumbline_limits_open_total", {"limit": "test"}) == before + 1


def test_a_caller_who_asks_too_often_is_told_how_long_to_wait(engine: sa.Engine) -> None:
    with service(engine, quick, requests_per_minute_caller=8) as running:
        answers = [running.ask("GET", BOOK_PATH) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        told = answers[2]
        assert told.headers["content-type"] == "application/problem+json"
        problem = told.json()
        assert problem["type"] == "/problems/too-many-requests"
        assert problem["retry_after"] >= 1
        assert told.headers["retry-after"] == str(problem["retry_after"])
        assert problem["unchanged"] == "Nothing in the workbook was changed."
        asked = len(running.google.asked)
        assert running.ask("GET", BOOK_PATH).status_code == 429
        assert len(running.google.asked) == asked  # not even about the token
        assert running.ask("GET", BOOK_PATH, tokens=BEN).status_code == 200  # somebody else's share is theirs


def test_who_is_not_let_in_uses_up_nobodys_share(engine: sa.Engine) -> None:
    with service(engine, quick, requests_per_minute_caller=8) as running:
        forged = id_token() + "x"
        for _ in range(10):
            assert running.ask("GET", BOOK_PATH, tokens=(forged, ACCESS_TOKEN)).status_code == 401
        assert running.ask("GET", BOOK_PATH).status_code == 200


def test_a_workbook_has_its_share_too(engine: sa.Engine, whole: Any) -> None:
    """More than its share waits, and is refused when that would take longer than a refresh may."""
    answers = [whole.refresh() for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 429, 429]
    assert answers[1].json()["type"] == "/problems/too-many-requests"
    assert answers[1].json()["retry_after"] > 20
    assert whole.sheets() == [("read", 200), ("write", 200), ("read", 200), ("read", 200)]


def test_a_stranger_cannot_use_up_a_workbooks_share(whole: Any) -> None:
    for _ in range(4):
        assert whole.refresh(as_="noor@brightwater.example").status_code == 404
    assert whole.refresh().status_code == 200


@pytest.fixture
def whole(engine: sa.Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from tests.support.sandbox import running_sandbox
    from tests.support.whole import running_whole

    with (
        running_sandbox(tmp_path_factory.mktemp("sandbox")) as sandbox,
        running_whole(engine, sandbox, refreshes_per_minute_workbook=1, run_seconds=20) as made,
    ):
        yield made


@contextmanager
def _stuck(running: Service) -> Iterator[threading.Event]:
    """Google holds every answer about a workbook until the test lets go."""
    go = threading.Event()

    def held(_asked: Any) -> Any:
        assert go.wait(20)
        return OPENS

    running.google.sheets = [held]
    try:
        yield go
    finally:
        go.set()


def test_one_caller_cannot_hold_all_the_threads(engine: sa.Engine) -> None:
    """Sixty looks of Ana's hang at Google; Ben is answered at once all the same."""
    with service(engine, quick) as running, _stuck(running) as go:
        ben_s = running.google.info[BEN[1]]
        running.google.info["ya29.quick"] = ben_s

        async def scene() -> tuple[list[int], float]:
            transport = httpx2.ASGITransport(app=running.app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                ana = {"Authorization": f"Bearer {id_token()}", "X-Google-Access-Token": ACCESS_TOKEN}
                ben = {"Authorization": f"Bearer {BEN[0]}", "X-Google-Access-Token": BEN[1]}
                await asyncio.to_thread(running.google.asked.clear)
                looks = [asyncio.ensure_future(client.get(BOOK_PATH, headers=ana)) for _ in range(60)]
                await asyncio.sleep(0.5)
                begun = time.monotonic()
                unknown = await client.get("/v1/runs/" + "0" * 32, headers=ben)
                took = time.monotonic() - begun
                assert unknown.status_code == 404
                go.set()
                return [answer.status_code for answer in await asyncio.gather(*looks)], took

        statuses, took = asyncio.run(scene())
    assert took < 2
    assert statuses.count(200) == 12
    assert statuses.count(429) == 48


def test_a_caller_s_runs_wait_for_each_other_and_nobody_else_for_them(engine: sa.Engine) -> None:
    slow = Slow()
    with service(engine, slow, wait_seconds=0.1) as running:
        books = [f"{BOOK[:-2]}{number:02}" for number in range(5)]
        mine = [running.ask("POST", f"/v1/workbooks/{book}/refresh").json() for book in books]
        assert mine[4]["progress"]["text"] == "Waiting for another refresh of yours to end"
        assert slow.by == ["ana@northlight.example"]
        running.ask("POST", f"/v1/workbooks/{BOOK[:-2]}77/refresh", tokens=BEN)
        assert slow.by == ["ana@northlight.example", "ben@northlight.example"]
        slow.go.set()


def test_who_joins_a_run_that_waits_need_not_wait_for_the_other_s_others(engine: sa.Engine) -> None:
    slow = Slow()
    books = [f"{BOOK[:-2]}{number:02}" for number in range(3)]

    def opens(asked: Any) -> Any:
        return 200, {"spreadsheetId": asked.path.rsplit("/", 1)[1], "properties": {"title": "Any"}}

    with service(engine, slow, opens, wait_seconds=0.1) as running:
        mine = [running.ask("POST", f"/v1/workbooks/{book}/refresh").json() for book in books]
        joined = running.ask("POST", f"/v1/workbooks/{books[2]}/refresh", tokens=BEN).json()
        assert joined["run_id"] == mine[2]["run_id"]
        assert slow.by == ["ana@northlight.example"] * 2  # hers, with her token, in his turn
        slow.go.set()


def test_no_more_than_so_many_of_one_caller_s_runs_wait(engine: sa.Engine) -> None:
    slow = Slow()
    with service(engine, slow, wait_seconds=0) as running:
        statuses = [
            running.ask("POST", f"/v1/workbooks/{BOOK[:-2]}{number:02}/refresh").status_code
            for number in range(23)
        ]
        assert statuses == [202] * 21 + [429] * 2
        slow.go.set()


@pytest.mark.soak  # it listens to a clock, which other tests on the machine disturb
@ordinarily_on(KINDS[-1])
def test_a_greedy_caller_slows_others_no_more_than_twofold(engine: sa.Engine) -> None:
    """Refreshes that calculate all the time, which is the worst for those beside them."""

    def work(row: RunRow, caller: Caller, tell: Tell) -> Done:
        until = time.thread_time() + 0.4  # of the processor, however long that takes
        while time.thread_time() < until:
            sum(range(1000))
        return DONE

    def took(running: Service, book: str) -> float:
        begun = time.monotonic()
        assert running.ask("POST", f"/v1/workbooks/{book}/refresh", tokens=BEN).status_code == 200
        return time.monotonic() - begun

    with service(engine, work) as running:
        alone = min(took(running, f"{BOOK[:-2]}9{number}") for number in range(3))
        for number in range(12):
            path = f"/v1/workbooks/{BOOK[:-2]}{number:02}/refresh"
            assert running.ask("POST", path, headers={"Prefer": "wait=0"}).status_code in {200, 202}
        beside = min(took(running, f"{BOOK[:-2]}8{number}") for number in range(3))
    assert beside < alone * 2.3, (alone, beside)  # a tenth and a half for the clock
