"""Leaky buckets in the database, so that all processes draw on the same ones.

One row a bucket: `tat`, the time at which it would be full again (virtual scheduling, as in the generic cell
rate algorithm). A minute can see `per_minute + burst` grants.
"""

from __future__ import annotations

import sqlalchemy as sa

_TAKE = """
INSERT INTO quota (key, tat) VALUES (:key, :now + :step)
ON CONFLICT (key) DO UPDATE SET tat = {later}(quota.tat, :now) + :step
WHERE {later}(quota.tat, :now) - :now <= :slack RETURNING tat"""
_TAKES = {
    "sqlite": sa.text(_TAKE.format(later="max")),
    "postgresql": sa.text(_TAKE.format(later="greatest")),
}
_TAT = sa.text("SELECT tat FROM quota WHERE key = :key")


def take(engine: sa.Engine, key: str, *, per_minute: float, burst: int, now: float) -> float:
    """0.0 when granted, else the seconds to wait before asking again. `now`: seconds since 1970."""
    step = 60 / per_minute
    slack = (burst - 1) * step + 1e-6  # sums of steps are not exact
    values = {"key": key, "now": now, "step": step, "slack": slack}
    with engine.begin() as db:
        if db.execute(_TAKES[engine.dialect.name], values).first():
            return 0.0
        tat = float(db.execute(_TAT, {"key": key}).scalar_one())
    return max(tat - now - slack, 0.01)
