"""Reads finished projects from a folder: task and time logs, or weekly series made of them.

Files are found by the end of their name, compressed or not: `*task_fact.csv` and `*time_fact.csv` (tasks by
project, plan item and person; minutes; `\\N` for missing; dates m/d/yyyy h:mm
or ISO), else `*weekly_ev_ac.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.forecast.backtest.weekly import Weekly, weekly

LEAST_LINES = 10  # a project with fewer finished lines has no series worth the name

_KEYS = ["project_key", "plan_item_key", "person_key"]
_ITEM = ["project_key", "plan_item_key"]
_NO_DAY = -1
_SENSIBLE = "1980-01-01"  # a date before it is a slip of the keyboard
_FORMATS = ("%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y", "ISO8601")
_COMPRESSED = ("", ".gz", ".xz", ".bz2", ".zip")


class NoHistoryError(Exception):
    """The folder holds nothing to test against; says what was looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Finished projects, what they were read from, and what could not be used of it."""

    projects: tuple[Weekly, ...]
    read: str
    undated: int = 0  # log entries without a usable date
    small: int = 0  # projects with fewer finished lines than LEAST_LINES, or none logged


def read_history(folder: Path) -> History:
    """The finished projects in `folder`."""
    tasks, log, series = (_find(folder, name) for name in ("task_fact", "time_fact", "weekly_ev_ac"))
    if tasks and log:
        return _from_logs(tasks, log)
    if series:
        return History(projects=_from_series(series), read=series.name)
    raise NoHistoryError(
        f"{folder}: neither *task_fact.csv with *time_fact.csv nor *weekly_ev_ac.csv is here (or .gz, .xz)"
    )


def _find(folder: Path, name: str) -> Path | None:
    found = [path for end in _COMPRESSED for path in sorted(folder.glob(f"*{name}.csv{end}"))]
    return found[0] if found else None


def _from_logs(tasks_path: Path, log_path: Path) -> History:
    """Lines that were finished, each (project, plan item, person), with what was logged on them."""
    tasks = _table(tasks_path, [*_KEYS, "task_actual_start_date", "task_actual_complete_date",
                                "task_plan_time_minutes"])  # fmt: skip
    tasks["finished"] = _days(tasks["task_actual_complete_date"])
    tasks = tasks[tasks["finished"] != _NO_DAY].drop_duplicates(_KEYS).reset_index(drop=True)
    begun = _days(tasks["task_actual_start_date"])
    tasks["started"] = np.where(begun == _NO_DAY, tasks["finished"], begun)
    log = _table(log_path, [*_KEYS, "time_log_start_date", "time_log_delta_minutes"], "organization")
    organisations = log.dropna(subset=["organization"]).groupby("project_key")["organization"]
    named = organisations.agg(lambda names: names.value_counts().index[0])
    log["day"] = _days(log["time_log_start_date"])
    dated = log["day"] != _NO_DAY
    log = log[dated]
    log = log.merge(tasks[_ITEM].drop_duplicates(), on=_ITEM)  # work on items that were finished
    log = log.merge(tasks[_KEYS].reset_index(names="line"), on=_KEYS, how="left")

    found, small = [], 0
    for key, lines in tasks.groupby("project_key", sort=True):
        entries = log[log["project_key"] == key]
        if len(lines) < LEAST_LINES or entries.empty:
            small += 1
            continue
        position = pd.Series(np.arange(len(lines)), lines.index)
        mine = position.reindex(entries["line"]).fillna(-1)  # someone who never finished their own part
        found.append(
            weekly(
                str(key),
                str(named.get(key, "")),
                planned=_hours(lines["task_plan_time_minutes"]),
                started=_whole(lines["started"]),
                finished=_whole(lines["finished"]),
                entry_line=_whole(mine),
                entry_day=_whole(entries["day"]),
                entry_hours=_hours(entries["time_log_delta_minutes"]),
            )
        )
    return History(
        projects=tuple(found), read=f"{tasks_path.name} and {log_path.name}", undated=int((~dated).sum()),
        small=small,
    )  # fmt: skip


def _from_series(path: Path) -> tuple[Weekly, ...]:
    columns = ["project", "week", "ev_cum_hours", "ev5050_cum_hours", "ac_cum_hours",
               "ac_on_finished_cum_hours", "tasks_done"]  # fmt: skip
    table = _table(path, columns, "organization").sort_values(["project", "week"], kind="stable")
    table["organization"] = table["organization"].fillna("")
    return tuple(
        Weekly(
            project=str(key),
            organisation=str(rows["organization"].iloc[0]),
            ev_finished=rows["ev_cum_hours"].to_numpy(np.float64),
            ev_half=rows["ev5050_cum_hours"].to_numpy(np.float64),
            ac=rows["ac_cum_hours"].to_numpy(np.float64),
            ac_finished=rows["ac_on_finished_cum_hours"].to_numpy(np.float64),
            finished=rows["tasks_done"].to_numpy(np.int64),
        )
        for key, rows in table.groupby("project", sort=True)
    )


def _table(path: Path, columns: list[str], *optional: str) -> pd.DataFrame:
    """The columns, blank where an optional one is not there."""
    wanted = {*columns, *optional}
    table = pd.read_csv(path, usecols=lambda name: name in wanted, na_values=["\\N"])
    missing = [name for name in columns if name not in table]
    if missing:
        raise NoHistoryError(f"{path.name}: no column {', '.join(missing)}")
    return table.reindex(columns=[*columns, *optional])


def _days(dates: Any) -> NDArray[np.int64]:
    """Whole days since 1970, -1 for what is missing or no usable date."""
    found = pd.to_datetime(dates, format=_FORMATS[0], errors="coerce")
    for style in _FORMATS[1:]:
        left = found.isna() & dates.notna()
        if not left.any():
            break
        found = found.fillna(pd.to_datetime(dates.where(left), format=style, errors="coerce"))
    usable = (found >= _SENSIBLE).to_numpy()
    return np.where(usable, found.to_numpy().astype("datetime64[D]").astype(np.int64), _NO_DAY)


def _hours(minutes: Any) -> NDArray[np.float64]:
    """Hours of what is a number; what is none is no time."""
    found = pd.to_numeric(minutes, errors="coerce").to_numpy(np.float64) / 60
    return np.where(np.isfinite(found), found, 0.0)


def _whole(values: Any) -> NDArray[np.int64]:
    return np.asarray(values.to_numpy(np.float64), np.int64)
