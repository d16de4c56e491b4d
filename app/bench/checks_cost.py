"""What all checks cost beside the forecast they look at, of the same large project."""

from __future__ import annotations

from app.bench.forecast_cost import in_turns
from app.bench.large_project import large_project
from app.bench.row import Row
from app.checks.catalogue import CATALOGUE
from app.checks.run import run_checks
from app.forecast.forecast import forecast_project


def checks_rows() -> list[Row]:
    """Both in turns, so that a noisy machine disturbs them alike; processor time, collector off for both."""
    project = large_project()
    forecast, problems = forecast_project(project)
    taken = in_turns(
        forecast=lambda: forecast_project(project),
        checks=lambda: run_checks(project, forecast, problems),
    )
    return [
        Row(
            name="checks_to_forecast_ratio",
            value=taken["checks"] / taken["forecast"],
            unit="all checks, times the forecast's own time",
            goal="<= 1/3",
            underneath={f"{name}_ms": ms for name, ms in taken.items()}
            | {
                "lines": len(project.lines),
                "actuals": len(project.ledger),
                "checks": len(CATALOGUE),
                "flags": len(run_checks(project, forecast, problems).flags),
            },
        )
    ]
