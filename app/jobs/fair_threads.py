"""Threads shared fairly: nobody has more than their share at work, and whoever waits is taken in turn."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

Job = Callable[[], None]


class FairThreads:
    """`at_once` threads; of one person's jobs, `each` are worked on at a time and the rest wait in order.
    People who wait take turns."""

    def __init__(self, *, at_once: int, each: int) -> None:
        self._threads = ThreadPoolExecutor(max_workers=at_once, thread_name_prefix="refresh")
        self._free, self._each = at_once, each
        self._lock = threading.Lock()
        self._waiting: OrderedDict[str, deque[tuple[Job, Future[None]]]] = OrderedDict()
        self._working: Counter[str] = Counter()

    def submit(self, whose: str, job: Job) -> Future[None]:
        """A future that ends with the job."""
        ended: Future[None] = Future()
        with self._lock:
            self._waiting.setdefault(whose, deque()).append((job, ended))
            self._begin()
        return ended

    def hand_over(self, ended: Future[None], whose: str) -> None:
        """Let a job that still waits be this person's, so that it need not wait for the other's turn."""
        with self._lock:
            for owner, jobs in self._waiting.items():
                found = next((one for one in jobs if one[1] is ended), None)
                if found is None or owner == whose:
                    continue
                jobs.remove(found)
                if not jobs:
                    del self._waiting[owner]
                self._waiting.setdefault(whose, deque()).append(found)
                self._begin()
                return

    def ahead_of(self, whose: str) -> int:
        """How many jobs of theirs must end before another one of theirs can begin."""
        with self._lock:
            waiting = len(self._waiting.get(whose, ()))
            return max(waiting + self._working[whose] - self._each + 1, 0)

    def close(self) -> None:
        """Work off what was submitted, and end the threads."""
        with self._lock:
            left = [ended for jobs in self._waiting.values() for _, ended in jobs]
        for ended in left:
            ended.exception()  # waits for its end
        self._threads.shutdown(wait=True)

    def _begin(self) -> None:
        """Start whatever may start; the lock is held."""
        while self._free:
            whose = next((one for one in self._waiting if self._working[one] < self._each), None)
            if whose is None:
                return
            jobs = self._waiting[whose]
            job, ended = jobs.popleft()
            if jobs:
                self._waiting.move_to_end(whose)
            else:
                del self._waiting[whose]
            self._free -= 1
            self._working[whose] += 1
            self._threads.submit(partial(self._work, whose, job, ended))

    def _work(self, whose: str, job: Job, ended: Future[None]) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - passed on to whoever waits
            self._leave(whose)
            ended.set_exception(error)
        else:
            self._leave(whose)
            ended.set_result(None)

    def _leave(self, whose: str) -> None:
        with self._lock:
            self._free += 1
            self._working[whose] -= 1
            if not self._working[whose]:
                del self._working[whose]
            self._begin()
