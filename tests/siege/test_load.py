"""Many people at once within Google's quotas: none fails wrongly, none starves, beside a greedy one too."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import pytest
import requests

from tests.siege.crowd import REAL_QUOTAS, Member, at_once, crowd, refused_by_google, waits
from tests.siege.fortress import Fortress, fortress


@pytest.fixture
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fortress]:
    """With the quotas that Google has and the service's own settings."""
    with fortress(tmp_path_factory.mktemp("load")) as running:
        yield running


def open_doors(held: Fortress) -> None:
    """Quotas in force, from the beginning of a minute of Google's clock, and nothing in the log."""
    held.handle("PUT", "quota", REAL_QUOTAS)
    held.handle("DELETE", "requests")


def none_failed(members: list[Member], refreshes: int) -> None:
    assert [wrong for member in members for wrong in member.wrong] == []
    assert all(len(member.seconds) == refreshes for member in members)


def test_twelve_people_at_once(held: Fortress) -> None:
    members = crowd(held, (f"crowd-{n}" for n in range(12)))
    open_doors(held)
    at_once(members, lambda member: member.refresh(held))
    none_failed(members, 1)
    assert refused_by_google(held) == 0


@pytest.mark.soak
def test_fifty_people_with_fifty_workbooks(held: Fortress) -> None:
    """Ten clicks each, one after the other: 500 refreshes where Google allows 300 a minute."""
    members = crowd(held, (f"crowd-{n}" for n in range(50)))
    open_doors(held)
    begun = time.monotonic()

    def ten(member: Member) -> None:
        for _ in range(10):
            member.refresh(held)

    at_once(members, ten)
    took = time.monotonic() - begun
    totals = sorted(sum(member.seconds) for member in members)
    print(f"\n500 refreshes by 50 people in {took:.0f} s; refused by Google: {refused_by_google(held)}")
    print("a refresh: median {:.2f} s, 95 % within {:.2f} s, longest {:.2f} s".format(*waits(members)))
    print(f"a person's ten: {totals[0]:.1f} to {totals[-1]:.1f} s, median {median(totals):.1f} s")
    none_failed(members, 10)
    assert refused_by_google(held) == 0
    assert totals[-1] < 2 * median(totals)


@contextmanager
def greedy(held: Fortress, member: Member, clickers: int) -> Iterator[Counter[int]]:
    """Clicks on all their workbooks without a pause while the block lasts; the answers by status."""
    answers, over = Counter[int](), threading.Event()

    def click(first: int) -> None:
        at = first
        while not over.is_set():
            book = member.books[at % len(member.books)]
            at += 1
            try:
                answer = held.click(book, member.email, Prefer="wait=0")
            except requests.RequestException as error:
                raise AssertionError("the service did not answer the greedy caller") from error
            answers[answer.status_code] += 1

    threads = [threading.Thread(target=click, args=(place,)) for place in range(clickers)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def work(held: Fortress, members: list[Member], *, refreshes: int, pause: float) -> float:
    """Everybody refreshes now and then; the median wait."""

    def now_and_then(member: Member) -> None:
        member.seconds.clear()
        for _ in range(refreshes):
            member.refresh(held)
            time.sleep(pause)

    at_once(members, now_and_then)
    none_failed(members, refreshes)
    return waits(members)[0]


def test_one_greedy_caller_starves_nobody(held: Fortress) -> None:
    *members, one = crowd(held, ("a", "b", "c", "greedy"), books=3)
    open_doors(held)
    with greedy(held, one, 3) as answers:
        work(held, members, refreshes=3, pause=0.1)
    assert answers.keys() <= {200, 202, 429}
    assert refused_by_google(held) == 0


@pytest.mark.soak
def test_one_greedy_caller_slows_nobody_twofold(held: Fortress) -> None:
    """Ten people, each a refresh every few seconds, without and with somebody who never stops."""
    members = crowd(held, (f"crowd-{n}" for n in range(10)))
    [one] = crowd(held, ["greedy"], books=30)
    open_doors(held)
    alone = work(held, members, refreshes=10, pause=3)
    alone_longest = waits(members)[2]
    with greedy(held, one, 8) as answers:
        beside = work(held, members, refreshes=10, pause=3)
    print(f"\nmedian wait {alone:.3f} s; beside a greedy caller {beside:.3f} s, {beside / alone:.2f} times")
    print(f"longest wait {alone_longest:.2f} s and {waits(members)[2]:.2f} s")
    print(f"the greedy one's answers: {dict(answers)}")
    assert answers[429] > 0
    assert refused_by_google(held) == 0
    assert beside < 2 * alone
