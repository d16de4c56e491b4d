"""What a forecast costs beside the least that people do with the same actuals: one pivot of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from app.bench.large_project import large_project
from app.bench.row import Row
from app.forecast.forecast import forecast_project
from app.project.model import Project

REPEATS = 25


def forecast_rows() -> list[Row]:
    """Both in turns, so that a noisy machine disturbs them alike; processor time, collector off for both."""
    project = large_project()
    actuals = as_table(project)
    by_number = actuals.assign(line=project.ledger.line)
    taken = in_turns(
        forecast=lambda: forecast_project(project),
        pivot=lambda: pivot(actuals),
        pivot_by_number=lambda: pivot(by_number),
    )
    return [
        Row(
            name="forecast_to_pivot_ratio",
            value=taken["forecast"] / taken["pivot"],
            unit="times one pandas pivot of the actuals by line and month",
            goal="<= 2",
            underneath={f"{name}_ms": ms for name, ms in taken.items()}
            | {"lines": len(project.lines), "actuals": len(project.ledger)},
        )
    ]


def as_table(project: Project) -> pd.DataFrame:
    """The actuals as people hold them: line ids, months, hours."""
    ledger = project.ledger
    return pd.DataFrame({"line": ledger.line_names, "month": ledger.month, "hours": ledger.hours})


def pivot(actuals: pd.DataFrame) -> pd.DataFrame:
    """Hours by line and month."""
    return actuals.pivot_table(index="line", columns="month", values="hours", aggfunc="sum", fill_value=0)


def in_turns(**works: Callable[[], Any]) -> dict[str, float]:
    """Median processor milliseconds of each; the first turn warms up."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    gc.collect()
    gc.disable()
    try:
        for _ in range(REPEATS + 1):
            for name, work in works.items():
                began = time.process_time()
                work()
                taken[name].append((time.process_time() - began) * 1000)
    finally:
        gc.enable()
    return {name: statistics.median(each[1:]) for name, each in taken.items()}
