"""What the engine of the night adds: our processor time a workbook, beside that of a direct refresh."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

from app.bench.night_house import NightHouse
from app.google.access import Addresses, GoogleAccess
from app.google.caller import Caller
from app.google.kinds import Kind
from app.google.policy import Admission
from app.google.quota import Limits, Quota
from app.jobs.refreshing import Refreshing
from app.jobs.runs import Runs
from app.limits import Limit

AMPLE = 1_000_000
SECONDS = 600.0


def direct_cpu_seconds(house: NightHouse, workbooks: Sequence[str]) -> float:
    """Our processor time for these, one after the other, each as the job behind a click does it."""
    ample: dict[Kind, int] = {"read": AMPLE, "write": AMPLE, "drive": AMPLE}
    google = GoogleAccess(
        Addresses(sheets=house.google, drive=house.google, certificates="", tokeninfo=""),
        Admission(client_ids=frozenset(), domains=frozenset()),
        quota=Quota(house.engine, Limits(user=ample, project=ample), now=house.time.now),
        largest_answer=200_000_000,
        most_cells=1_000_000,
    )
    often = Limit(house.engine, "bench", per_minute=AMPLE, detail="")
    refresh, runs = (
        Refreshing(house.engine, google, seconds=SECONDS, workbook_limit=often),
        Runs(house.engine),
    )
    caller = Caller(sub="1", email=house.owner, access_token=house.owners_token)
    house.no_quota()
    began = time.process_time()
    for workbook_id in workbooks:
        row, _ = runs.open_interactive(workbook_id, caller, owner="bench", text="")
        runs.done(row, refresh(row, caller, partial(_told, runs, row.id)))
    taken = time.process_time() - began
    google.close()
    return taken


def _told(runs: Runs, run_id: str, phase: str, step: int, text: str) -> None:
    runs.tell(run_id, phase=phase, step=step, text=text)
