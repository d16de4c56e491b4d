"""Why the forecast moved from an earlier refresh to the latest one."""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa

from app.errors import NothingToCompare
from app.forecast.standpoint import Standpoint
from app.jobs.movement_json import movement_json
from app.moved import moved_since
from app.store import snapshots
from app.store.runs import RunRow
from app.store.snapshots import Snapshot


def movement_from(engine: sa.Engine, earlier: RunRow) -> dict[str, Any]:
    """As `schemas.MovementView`; raises NothingToCompare."""
    with engine.connect() as db:
        before = _stand(snapshots.of_run(db, earlier.id))
        now = _stand(snapshots.latest(db, earlier.workbook_id))
    if before is None or now is None:
        raise NothingToCompare("Of one of the two refreshes no forecast is kept.")
    moved = moved_since(before, now)
    if moved.movement is None:
        raise NothingToCompare(f"One forecast is in {before.currency}, the other in {now.currency}.")
    return movement_json(
        moved.movement,
        before.status,
        now.status,
        now.currency,
        now.digits,
        same_day="since that refresh",
    )


def _stand(snapshot: Snapshot | None) -> Standpoint | None:
    stand = orjson.loads(snapshot.body).get("stand") if snapshot else None
    return Standpoint.from_plain(stand) if stand else None
