"""Threads shared fairly: one person's many jobs don't stand in another's way."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import wait

import pytest

from app.jobs.fair_threads import FairThreads


class Work:
    """Jobs that say when they begin and end when they may."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.go = threading.Event()
        self.most: dict[str, int] = {}
        self._now: dict[str, int] = {}
        self._lock = threading.Lock()

    def job(self, whose: str, name: str = "") -> None:
        with self._lock:
            self.begun.append(name or whose)
            self._now[whose] = self._now.get(whose, 0) + 1
            self.most[whose] = max(self.most.get(whose, 0), self._now[whose])
        assert self.go.wait(20)
        with self._lock:
            self._now[whose] -= 1

    def until(self, count: int) -> None:
        until = time.monotonic() + 20
        while len(self.begun) < count:
            assert time.monotonic() < until, self.begun
            time.sleep(0.002)


@pytest.fixture
def work() -> Iterator[Work]:
    made = Work()
    yield made
    made.go.set()


def test_one_person_has_no_more_than_their_share_at_work(work: Work) -> None:
    threads = FairThreads(at_once=8, each=2)
    ends = [threads.submit("greedy", lambda: work.job("greedy")) for _ in range(10)]
    ends.append(threads.submit("other", lambda: work.job("other")))
    work.until(3)
    time.sleep(0.05)
    assert sorted(work.begun) == ["greedy", "greedy", "other"]
    assert (threads.ahead_of("greedy"), threads.ahead_of("other"), threads.ahead_of("new")) == (9, 0, 0)
    work.go.set()
    assert not wait(ends, timeout=20).not_done
    assert work.most == {"greedy": 2, "other": 1}
    threads.close()


def test_people_take_turns_when_all_threads_are_busy(work: Work) -> None:
    threads = FairThreads(at_once=1, each=1)
    order: list[str] = []
    first = threads.submit("x", lambda: work.job("x"))
    ends = [threads.submit(who, lambda who=who: order.append(who)) for who in "aaabbc"]  # type: ignore[misc]
    work.go.set()
    assert not wait([first, *ends], timeout=20).not_done
    assert order == ["a", "b", "c", "a", "b", "a"]
    threads.close()


def test_what_another_waits_for_is_handed_over(work: Work) -> None:
    threads = FairThreads(at_once=4, each=1)
    ends = [
        threads.submit("greedy", lambda name=name: work.job("greedy", name))  # type: ignore[misc]
        for name in ("one", "two", "three")
    ]
    work.until(1)
    threads.hand_over(ends[2], "other")
    work.until(2)
    assert work.begun == ["one", "three"]
    threads.hand_over(ends[0], "other")  # at work already: nothing to do
    threads.hand_over(ends[1], "greedy")  # theirs already
    assert threads.ahead_of("greedy") == 2
    work.go.set()
    assert not wait(ends, timeout=20).not_done
    threads.close()


def test_a_job_that_breaks_frees_its_place(work: Work) -> None:
    threads = FairThreads(at_once=1, each=1)
    broken = threads.submit("a", lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    fine = threads.submit("a", lambda: None)
    assert fine.result(20) is None
    assert isinstance(broken.exception(20), ZeroDivisionError)
    threads.close()


def test_closing_works_off_what_waits(work: Work) -> None:
    threads = FairThreads(at_once=1, each=1)
    done: list[int] = []
    for number in range(5):
        threads.submit("a", lambda number=number: done.append(number))  # type: ignore[misc]
    threads.close()
    assert done == [0, 1, 2, 3, 4]


def test_hundreds_of_jobs_of_many_people_all_end() -> None:
    threads = FairThreads(at_once=4, each=1)
    done: list[int] = []
    ends = [threads.submit(f"p{n % 17}", lambda n=n: done.append(n)) for n in range(500)]  # type: ignore[misc]
    assert not wait(ends, timeout=30).not_done
    assert sorted(done) == list(range(500))
    threads.close()
