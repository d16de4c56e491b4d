"""Our shares of Google's quotas: granted, refused, and waited for, on both kinds of database."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.bucket import Rate, take
from app.errors import QuotaExhausted
from app.google.deadline import Deadline
from app.google.quota import Limits, Quota

GOOGLES = Limits(user={"read": 60, "write": 60}, project={"read": 300, "write": 300})
LIMITS = Limits(user={"read": 60, "write": 6}, project={"read": 300, "write": 300})


class Clock:
    """Wall clock and monotonic clock in one; time passes only in naps."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def deadline(self, seconds: float) -> Deadline:
        return Deadline(self.now + seconds, clock=lambda: self.now, sleep=self.sleep)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def quota(engine: sa.Engine, clock: Clock) -> Quota:
    return Quota(engine, LIMITS, now=lambda: clock.now)


def test_a_burst_then_a_steady_rate(engine: sa.Engine) -> None:
    def grants(now: float) -> int:
        count = 0
        while take(engine, "key", rate=Rate(50, 10), now=now) == 0.0:
            count += 1
        return count

    assert grants(0.0) == 10
    assert grants(1.2) == 1
    assert grants(60.0) == 10


def test_no_minute_sees_more_than_the_limit(quota: Quota, clock: Clock) -> None:
    begun, moments = clock.now, list[float]()
    while clock.now < begun + 300:
        quota.wait_for("ana", "read", clock.deadline(1000))
        moments.append(clock.now)
    assert len(moments) >= 250
    worst = max(sum(1 for at in moments if start <= at < start + 60) for start in moments)
    assert worst <= 60


def test_people_and_kinds_have_buckets_of_their_own(quota: Quota, clock: Clock) -> None:
    quota.wait_for("ana", "write", clock.deadline(0.5))
    with pytest.raises(QuotaExhausted, match="your account") as caught:
        quota.wait_for("ana", "write", clock.deadline(0.5))
    assert caught.value.retry_after
    assert 0 < caught.value.retry_after <= 12
    quota.wait_for("ben", "write", clock.deadline(0.5))
    quota.wait_for("ana", "read", clock.deadline(0.5))


def test_all_of_us_share_the_projects_bucket(engine: sa.Engine, clock: Clock) -> None:
    quota = Quota(
        engine,
        Limits(user={"read": 60, "write": 60}, project={"read": 6, "write": 300}),
        now=lambda: clock.now,
    )
    quota.wait_for("ana", "read", clock.deadline(0.5))
    with pytest.raises(QuotaExhausted, match="Plumbline"):
        quota.wait_for("ben", "read", clock.deadline(0.5))


def test_it_waits_within_the_time_there_is(quota: Quota, clock: Clock) -> None:
    quota.wait_for("ana", "write", clock.deadline(60))
    before = clock.now
    quota.wait_for("ana", "write", clock.deadline(60))
    assert clock.now - before == pytest.approx(12, abs=0.1)  # 6 a minute: 5 spread, 1 at once


def test_many_threads_get_no_more_than_one(engine: sa.Engine) -> None:
    granted = list[float]()

    def ask() -> None:
        for _ in range(10):
            if take(engine, "key", rate=Rate(50, 10), now=5.0) == 0.0:
                granted.append(1)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(granted) == 10


DRAIN = """
import sys
from app.bucket import Rate, take
from app.store.engine import make_engine
engine, granted = make_engine(sys.argv[1]), 0
print("ready", flush=True)
sys.stdin.readline()
for second in range(6):
    for _ in range(40):
        granted += take(engine, "key", rate=Rate(120, 10), now=1000.0 + second) == 0.0
print(granted)
"""


def test_three_processes_get_exactly_one_share(engine: sa.Engine) -> None:
    """Each asks more often than there is, at the same six moments, in whatever order they come."""
    url = engine.url.render_as_string(hide_password=False)
    root = Path(__file__).parents[2]
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", DRAIN, url],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    granted = [int(process.communicate(timeout=60)[0]) for process in processes]
    assert sum(granted) == 10 + 5 * 2  # ten at once, then two a second


def asked_for(quota: Quota, key: str, clock: Clock, *, seconds: float) -> list[float]:
    """When requests were granted to one who asks all the time."""
    begun, moments = clock.now, list[float]()
    while clock.now < begun + seconds:
        quota.wait_for(key, "read", clock.deadline(1000))
        moments.append(clock.now - begun)
    return moments


def most_in_a_minute(moments: list[float]) -> int:
    return max(sum(1 for at in moments if start <= at < start + 60) for start in moments)


def test_one_account_by_night_reaches_its_ceiling_and_stays_below(engine: sa.Engine, clock: Clock) -> None:
    night = Quota(engine, GOOGLES, by_night=True, now=lambda: clock.now)
    moments = asked_for(night, "account", clock, seconds=600)
    assert most_in_a_minute(moments) <= 60
    assert len(moments) / 600 >= 0.95  # of one a second


def test_several_accounts_reach_the_projects_ceiling(engine: sa.Engine, clock: Clock) -> None:
    """Each as fast as it may, all of them together never more than Google allows."""
    night = Quota(engine, GOOGLES, by_night=True, now=lambda: clock.now)
    begun, moments = clock.now, list[float]()
    while clock.now < begun + 120:
        for account in range(8):
            night.wait_for(f"account-{account}", "read", clock.deadline(1000))
            moments.append(clock.now)
    assert most_in_a_minute(moments) <= 300
    assert len(moments) / 120 >= 0.9 * 5


def test_whoever_clicks_in_the_night_does_not_wait(engine: sa.Engine, clock: Clock) -> None:
    """The night has the project's bucket drained as far as it may: a tenth is there for people at once."""
    night = Quota(engine, GOOGLES, by_night=True, now=lambda: clock.now)
    people = Quota(engine, GOOGLES, now=lambda: clock.now)
    for account in range(40):
        with suppress(QuotaExhausted):
            night.wait_for(f"account-{account}", "read", clock.deadline(0))
    for person in range(29):
        people.wait_for(f"person-{person}", "read", clock.deadline(0))
    with pytest.raises(QuotaExhausted, match="Plumbline"):
        night.wait_for("account-new", "read", clock.deadline(1))
    people.wait_for("person-last", "read", clock.deadline(1))


def test_googles_own_refusal_slows_everybody_down_for_a_while(engine: sa.Engine, clock: Clock) -> None:
    """Nothing for ten seconds, then seven tenths of the pace, and the whole of it three minutes later."""

    def a_minute() -> int:
        quota = Quota(engine, GOOGLES, now=lambda: clock.now)  # as in another process: it is all in the row
        return len(asked_for(quota, "ana", clock, seconds=60))

    ours = Quota(engine, GOOGLES, now=lambda: clock.now)
    asked_for(ours, "ana", clock, seconds=60)
    for _ in range(8):  # eight requests under way at once meet the same refusal
        ours.refused("ana", "read", "user")
    with pytest.raises(QuotaExhausted) as caught:
        Quota(engine, GOOGLES, now=lambda: clock.now).wait_for("ana", "read", clock.deadline(9.9))
    assert caught.value.retry_after == pytest.approx(10, abs=0.1)
    Quota(engine, GOOGLES, now=lambda: clock.now).wait_for("ben", "read", clock.deadline(0))  # not his limit
    clock.now += 10
    counts = [a_minute() for _ in range(6)]
    assert 33 <= counts[0] <= 42
    assert counts == sorted(counts)
    assert counts[-1] >= 50


@pytest.mark.parametrize("by_night", [True, False])
def test_the_projects_refusal_slows_the_project_down(engine: sa.Engine, clock: Clock, by_night: bool) -> None:
    ours = Quota(engine, GOOGLES, by_night=by_night, now=lambda: clock.now)
    ours.wait_for("ana", "read", clock.deadline(0))
    ours.refused("ana", "read", "project")
    with pytest.raises(QuotaExhausted, match="Plumbline"):
        Quota(engine, GOOGLES, now=lambda: clock.now).wait_for("ben", "read", clock.deadline(9.9))
    ours.wait_for("ben", "write", clock.deadline(0))


def test_refused_again_and_again_it_crawls_and_never_stops(engine: sa.Engine, clock: Clock) -> None:
    ours = Quota(engine, GOOGLES, now=lambda: clock.now)
    ours.wait_for("ana", "read", clock.deadline(0))
    for _ in range(30):
        ours.refused("ana", "read", "user")
        clock.now += 11
    begun = clock.now
    ours.wait_for("ana", "read", clock.deadline(120))
    ours.wait_for("ana", "read", clock.deadline(120))
    assert clock.now - begun < 30
