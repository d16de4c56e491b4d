"""Leaky buckets in the database, so that all processes draw on the same ones.

One row a bucket: `tat`, the time at which it would be full again (virtual scheduling, as in the generic cell
rate algorithm). A minute can see `per_minute + burst` grants. A bucket can be told to run slower: `pace` is
the part of its rate at which it ran at `paced_at`, and grows back by itself. The slower, the fewer at once.
"""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

SLOWER, SLOWEST = 0.7, 0.1  # what a refusal makes of the pace, and the least it can come to
BACK_A_SECOND = 0.1 / 60  # of the full pace
HOLD_SECONDS = 10.0  # nothing at all; refusals within this time are one
EXACT = 1e-6  # sums of steps are not exact

_PACE = "{least}(1.0, quota.pace + (:now - quota.paced_at) * :back)"
_TAKE = """
INSERT INTO quota (key, tat, pace, paced_at) VALUES (:key, :now + :step, 1.0, 0.0)
ON CONFLICT (key) DO UPDATE SET tat = {most}(quota.tat, :now) + :step / {pace}
WHERE {most}(quota.tat, :now) - :now <= :ahead + :exact RETURNING tat"""
_SLOW = """
UPDATE quota SET pace = {most}(:slowest, {pace} * :slower), paced_at = :now,
  tat = {most}(quota.tat, :now + :hold + :ahead)
WHERE key = :key AND :now - paced_at >= :hold"""


class Rate(NamedTuple):
    """So many a minute, evenly, and so many at once."""

    per_minute: float
    burst: int


def _said(template: str) -> dict[str, sa.TextClause]:
    """The statement as each database spells it."""
    found = {}
    for dialect, most, least in (("sqlite", "max", "min"), ("postgresql", "greatest", "least")):
        pace = _PACE.format(least=least)
        found[dialect] = sa.text(template.format(most=most, pace=pace))
    return found


_TAKES, _SLOWS = _said(_TAKE), _said(_SLOW)
_TAT = sa.text("SELECT tat FROM quota WHERE key = :key")


def take(engine: sa.Engine, key: str, *, rate: Rate, now: float) -> float:
    """0.0 when granted, else the seconds to wait before asking again. `now`: seconds since 1970."""
    step, ahead = _steps(rate)
    values = {"key": key, "now": now, "step": step, "ahead": ahead, "back": BACK_A_SECOND, "exact": EXACT}
    with engine.begin() as db:
        if db.execute(_TAKES[engine.dialect.name], values).first():
            return 0.0
        tat = float(db.execute(_TAT, {"key": key}).scalar_one())
    return max(tat - now - ahead, 0.01)


def slow_down(engine: sa.Engine, key: str, *, rate: Rate, now: float) -> None:
    """The bucket holds for a while, and then runs slower. Once within that while, whoever says so again."""
    _, ahead = _steps(rate)
    values = {"key": key, "now": now, "ahead": ahead, "back": BACK_A_SECOND, "hold": HOLD_SECONDS}
    with engine.begin() as db:
        db.execute(_SLOWS[engine.dialect.name], {**values, "slower": SLOWER, "slowest": SLOWEST})


def _steps(rate: Rate) -> tuple[float, float]:
    """Seconds from one grant to the next, and by how many seconds grants may run ahead."""
    step = 60 / rate.per_minute
    return step, (rate.burst - 1) * step
