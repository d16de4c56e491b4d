"""`plumbline backtest`: how the forecasts would have done on the finished projects of a folder."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from app.command.backtest_table import print_tables
from app.command.task_history import LEAST_LINES, History, NoHistoryError, read_history
from app.forecast.backtest.formulation import FORMULATIONS
from app.forecast.backtest.learning import Forecasts
from app.forecast.backtest.run import CALIBRATED, ORGANISATION, PROJECT, Backtest, backtest
from app.forecast.backtest.weekly import Weekly

PROTOCOL = (
    "As of each moment only: later bookings and finishes are hidden; the moment is the first week with a "
    "tenth of the budget earned by 0/100, the last week is never scored. What learns is learned without the "
    "project (or without its whole organisation) it is asked about, ranges too. Errors are per cent of "
    "final cost; width and pinball too. Scope is hindsight: lines never finished are in neither budget nor "
    "cost."
)
READ_WITH_CARE = (
    "The shipped reference class was learned from public CESAW projects: on those it has seen the answers.",
    "Formulations were thought of with CESAW at hand; choosing among them is nested, having thought of them "
    "is not. The rule Plumbline forecasts by is 'calibrated', whichever of them does better here.",
    "With one project left out, cover is near its nominal rank by construction; leaving out organisations "
    "says more.",
)

ENOUGH_LINES = 50  # below, a tenth of a project is a handful of lines
LEAST_PROJECTS = 9  # others, for an 80 % range
_FEW = (
    f"Too few projects have {ENOUGH_LINES} finished lines: those of {LEAST_LINES} and more are scored, whose "
    "tenths are coarse."
)

_PUBLISHED = ("PF=1, 0/100", "CPI, 0/100", "PF=1, 50/50", "CPI, 50/50")


def print_backtest(
    folder: Path, *, as_json: bool, least_weeks: int = 6, least_lines: int | None = None
) -> int:
    """Prints the tables (or JSON); 0 when there was something to score, 2 otherwise."""
    try:
        history = read_history(folder)
    except NoHistoryError as nothing:
        print(nothing, file=sys.stderr)
        return 2
    least = least_lines or enough_lines(history.projects, least_weeks=least_weeks)
    found = backtest(history.projects, least_weeks=least_weeks, least_lines=least)
    if not len(found.states):
        short = f"has {least_weeks} weeks and {least} finished lines"
        print(f"{folder}: none of {len(history.projects)} finished projects {short}", file=sys.stderr)
        return 2
    if as_json:
        print(json.dumps(as_document(found, history, least_lines=least), indent=1, allow_nan=False))
    else:
        few = (_FEW,) if least < ENOUGH_LINES and least_lines is None else ()
        print_tables(found, history, remarks=(PROTOCOL, *few, *READ_WITH_CARE))
    return 0


def enough_lines(projects: Sequence[Weekly], *, least_weeks: int) -> int:
    """Finished lines a project must have to be scored: 50; 10 where too few have 50 for an 80 % range."""
    long = sum(len(one) >= least_weeks and int(one.finished[-1]) >= ENOUGH_LINES for one in projects)
    return ENOUGH_LINES if long > LEAST_PROJECTS else LEAST_LINES


def as_document(found: Backtest, history: History, *, least_lines: int) -> dict[str, Any]:
    """The whole back-test as JSON; undefined figures are null."""
    return {
        "read": history.read,
        "projects": found.projects,
        "projects_left_out": history.small + len(history.projects) - found.projects,
        "least_lines": least_lines,
        "log_entries_without_a_date": history.undated,
        "organisations": found.organisations,
        "moments": len(found.states),
        "protocol": PROTOCOL,
        "read_with_care": READ_WITH_CARE,
        "summary": {left_out: summary(found, left_out) for left_out in (PROJECT, ORGANISATION)},
        "points": [asdict(score) for score in found.points],
        "intervals": [asdict(score) for score in found.intervals],
        "limits": [asdict(score) for score in found.limits],
        "differences": [asdict(score) for score in found.differences],
        "finishes": [asdict(score) for score in found.finishes],
        "formulations_tried": [asdict(one) for one in FORMULATIONS],
        "formulations_chosen": found.chosen,
        "rows": rows(found),
    }


def summary(found: Backtest, left_out: str) -> dict[str, Any] | None:
    """The figures the calibrated rule is judged by; None when this could not be left out."""
    whole = found.error(CALIBRATED, left_out)
    if whole is None:
        return None
    early = {name: found.error(name, "nothing to learn", 0.1) for name in _PUBLISHED}
    best = min((error, name) for name, error in early.items() if error is not None)
    first = found.error(CALIBRATED, left_out, 0.1)
    return {
        "calibrated_mean_absolute_error_percent": whole,
        "p10_p90_cover_percent": found.cover(CALIBRATED, left_out),
        "at_10_percent_complete": {
            "calibrated": first,
            "best_published_factor": best[1],
            "its_error": best[0],
            "ratio": None if first is None else first / best[0],
        },
    }


def rows(found: Backtest) -> list[dict[str, Any]]:
    """One a moment: what was known, and the calibrated rule's forecasts before the floor at actual cost."""
    states = found.states
    columns: dict[str, Any] = {
        "project": states.project,
        "organization": states.organisation,
        "share_earned": states.share,
        "bac": states.bac,
        "final_ac": states.final,
        "ac": states.ac,
        "ev_0_100": states.ev_finished,
        "ev_50_50": states.ev_half,
        "ac_on_finished": states.ac_finished,
    }
    for prefix, forecasts in (
        ("lopo", found.rule.get(PROJECT)),
        ("looo", found.rule.get(ORGANISATION)),
        ("lopo5050", found.unmatched_rule.get(PROJECT)),
    ):
        columns |= _forecast_columns(prefix, forecasts, len(states))
    return [{name: _plain(column[index]) for name, column in columns.items()} for index in range(len(states))]


def _forecast_columns(prefix: str, forecasts: Forecasts | None, count: int) -> dict[str, Any]:
    names = ("point", "p10", "p50", "p80", "p90")
    if forecasts is None:
        return {f"{prefix}_{name}": np.full(count, np.nan) for name in names}
    grid = np.column_stack([forecasts.point, forecasts.quantiles])
    return {f"{prefix}_{name}": grid[:, column] for column, name in enumerate(names)}


def _plain(value: Any) -> str | float | None:
    if isinstance(value, str):
        return str(value)
    return None if math.isnan(value) else float(value)
