"""Many people with a workbook each, who click at once; and what they had to wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.siege.fortress import Fortress
from tests.workbook.books import SMALL

REAL_QUOTAS = {
    "reads_per_minute_user": 60,
    "writes_per_minute_user": 60,
    "reads_per_minute_project": 300,
    "writes_per_minute_project": 300,
}


@dataclass
class Member:
    """One of the crowd. `seconds`: what each refresh took; `wrong`: answers that should not have been."""

    email: str
    books: list[str]
    seconds: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def refresh(self, held: Fortress, book: str = "") -> None:
        """One click, and the wait for its end."""
        begun = time.monotonic()
        answer = held.ended(held.click(book or self.books[0], self.email), self.email, every=0.5)
        if answer.status_code != 200 or answer.json()["state"] != "done":
            self.wrong.append(f"{self.email}: {answer.status_code} {answer.text[:300]}")
        self.seconds.append(time.monotonic() - begun)


def crowd(held: Fortress, names: Iterable[str], *, books: int = 1) -> list[Member]:
    """People with `books` workbooks each."""
    emails = [f"{name}@northlight.example" for name in names]
    held.handle("PUT", "people", {"people": [{"email": email} for email in emails]})
    return [Member(email, [held.workbook(SMALL, email) for _ in range(books)]) for email in emails]


def at_once(members: Iterable[Member], act: Callable[[Member], Any]) -> None:
    """Everybody does it at the same time; returns when all have."""
    threads = [threading.Thread(target=act, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def waits(members: Iterable[Member]) -> tuple[float, float, float]:
    """Median, 95th percentile and longest of all refreshes, in seconds."""
    found = sorted(seconds for member in members for seconds in member.seconds)
    return median(found), found[int(0.95 * (len(found) - 1))], found[-1]


def refused_by_google(held: Fortress) -> int:
    """How often Google's quota was overdrawn."""
    return sum(entry["status"] == 429 for entry in held.handle("GET", "requests"))
