"""Many nights, channels that refuse, processes that die: every crossing arrives once at every channel."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from app.jobs.telling import Telling
from app.notify.channels import Message
from tests.jobs.test_telling import Clock, clock, next_night, refreshed, states

__all__ = ["clock"]

BOOKS, CHECKS = ("a", "b", "c"), ("V1", "V2", "D2", "E3")


class Died(BaseException):
    """A process killed: nothing after it is done."""


@dataclass
class Whimsical:
    """A channel that takes, refuses, or outlives the process that was about to send."""

    key: str
    dice: random.Random
    label: str = "Whimsical"
    took: list[str] = field(default_factory=list)

    def takes(self, _workspace: str) -> bool:
        return True

    def send(self, message: Message) -> str:
        throw = self.dice.random()
        if throw < 0.25:
            return "answered 503"
        if throw < 0.35:
            raise Died
        if throw < 0.40:
            raise RuntimeError
        self.took.append(message.text(30_000))
        return ""


def told_of(channel: Whimsical) -> Counter[tuple[str, str]]:
    """(workbook, check) -> how often it was told."""
    found: Counter[tuple[str, str]] = Counter()
    for text in channel.took:
        book = ""
        for line in text.splitlines():
            if line.startswith("Project "):
                book = line.removeprefix("Project ")
            elif line.startswith("- Red: Title "):
                found[book, line.split()[3].rstrip(":")] += 1
    return found


@pytest.mark.parametrize("many", [12, pytest.param(365, marks=pytest.mark.soak)])
def test_every_crossing_arrives_once_at_every_channel(engine: sa.Engine, clock: Clock, many: int) -> None:
    dice = random.Random(20260901)
    channels: list[Any] = [Whimsical(key, random.Random(key)) for key in ("mail", "chat", "web")]
    begun: Counter[tuple[str, str]] = Counter()
    before: set[tuple[str, str]] = set()
    for _ in range(many):
        for book in dice.sample(BOOKS, dice.randint(0, len(BOOKS))):
            red = dice.sample(CHECKS, dice.randint(0, len(CHECKS)))
            refreshed(engine, book, clock, *((check, "red") for check in red), ("D9", "amber"))
            now_red = {(book, check) for check in red}
            begun.update(now_red - before)
            before = {one for one in before if one[0] != book} | now_red
        night = next_night(engine, clock)
        for _ in range(dice.randint(1, 3)):  # the engine does it again when its process died
            try:
                Telling(engine, channels).after(night)
            except Died:
                continue
        clock.at += timedelta(minutes=dice.randint(0, 30))
        _minute(engine, channels)
    while waiting := [one for one in states(engine, most=1000) if one[0] != "sent"]:
        assert len(waiting) < 3 * many
        clock.at += timedelta(hours=6)
        _minute(engine, channels)
    assert begun.total() > many
    for channel in channels:
        assert told_of(channel) == begun
    print(f"{many} nights, {begun.total()} crossings, each once at each of {len(channels)} channels")


def _minute(engine: sa.Engine, channels: list[Any]) -> None:
    try:
        Telling(engine, channels).send_due()
    except Died:
        return
