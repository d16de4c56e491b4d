"""Our shares of Google's quotas: granted, refused, and waited for, on both kinds of database."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from app.bucket import Rate, slow_down, take
from app.errors import QuotaExhausted
from app.google.deadline import Deadline
from app.google.quota import Limits, Quota

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
