"""Time that passes only while all who work are waiting."""

from __future__ import annotations

import threading
import time

import sqlalchemy as sa

from app.bench.virtual_time import VirtualTime
from app.google.quota import Limits, Quota
from tests.support.database_fixtures import database_url, engine, template

__all__ = ["database_url", "engine", "template"]


def test_a_nap_of_an_hour_takes_no_time_and_is_told() -> None:
    told = list[float]()
    clock = VirtualTime(told.append, start=0.0)
    began = time.monotonic()
    with clock.working():
        assert clock.deadline(7200).nap(3600)
        assert not clock.deadline(10).nap(11)
    assert clock.now() == 3600
    assert told == [3600]
    assert time.monotonic() - began < 5


def test_no_time_passes_while_anybody_works() -> None:
    clock = VirtualTime(lambda _seconds: None, start=0.0)
    napping, worked, woken = threading.Event(), threading.Event(), threading.Event()

    def sleeper() -> None:
        with clock.working():
            deadline = clock.deadline(100)
            napping.set()
            deadline.nap(10)
            woken.set()

    with clock.working():
        thread = threading.Thread(target=sleeper)
        thread.start()
        assert napping.wait(5)
        assert not woken.wait(0.2)
        assert clock.now() == 0
        worked.set()
    assert woken.wait(5)
    thread.join()
    assert clock.now() == 10


def test_those_who_nap_wake_in_order() -> None:
    clock = VirtualTime(lambda _seconds: None, start=0.0)
    woken, lock = list[tuple[int, float]](), threading.Lock()
    ready = threading.Barrier(4)

    def sleeper(number: int) -> None:
        with clock.working():
            deadline = clock.deadline(1000)
            ready.wait(5)
            for _ in range(3):
                clock.now()
                deadline.nap(10.0 * number)
                with lock:
                    woken.append((number, clock.now()))

    threads = [threading.Thread(target=sleeper, args=(number,)) for number in (1, 2, 3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(woken) == [(n, 10.0 * n * times) for n in (1, 2, 3, 4) for times in (1, 2, 3)]
    assert [at for _, at in woken] == sorted(at for _, at in woken)


def test_many_at_one_bucket_are_as_fast_as_it_allows(engine: sa.Engine) -> None:
    """Eight who read and then write, at a minute's sixty of each: neither waits for the other."""
    clock = VirtualTime(lambda _seconds: None)
    limits = Limits(user={"read": 60, "write": 60}, project={"read": 300, "write": 300})
    quota = Quota(engine, limits, by_night=True, now=clock.now)
    begun = clock.now()

    def worker() -> None:
        with clock.working():
            deadline = clock.deadline(10_000)
            for _ in range(15):
                quota.wait_for("account", "read", deadline)
                quota.wait_for("account", "write", deadline)

    threads = [threading.Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0.95 <= 120 / (clock.now() - begun) <= 1.0
