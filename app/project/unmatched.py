"""Entries and planned hours that name no line of the Budget: still counted, and listed by name."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.project.booked import Booked
from app.project.model import Project, ResourcePlan
from app.project.month import first_day
from app.project.names import folded
from app.project.nearest import NearestName
from app.project.problem import Problem, ProblemKind
from app.project.runs import places_in_runs
from app.project.worth import HourWorth, Worth


def unmatched(project: Project, booked: Booked) -> tuple[Problem, ...]:
    """One problem a name that actuals use and the Budget does not have, most money first.

    `amount` is the cost it holds up to the status date (minor units): in the project's total, in no line.
    """
    loose = np.flatnonzero(booked.line < 0)
    if not len(loose):
        return ()
    typed = [project.ledger.line_names[index] for index in booked.entry[loose]]
    bare = {name: folded(name) for name in dict.fromkeys(typed)}
    spelling: dict[str, str] = {}
    for name, key in bare.items():
        spelling.setdefault(key, name.strip())
    codes = {name: code for code, name in enumerate(spelling)}
    which = np.array([codes[bare[name]] for name in typed], np.int64)
    cost = np.bincount(which, booked.cost[loose], len(codes))
    hours = np.bincount(which, booked.hours[loose], len(codes))
    ids, titles = [line.id for line in project.lines], [line.title for line in project.lines]
    nearest, known = NearestName([*ids, *titles]), set(ids)
    names = tuple(spelling)
    problems = []
    for code in np.lexsort((np.arange(len(codes)), -np.abs(cost))):
        name = spelling[names[code]]
        rows = project.ledger.row[booked.entry[loose[which == code]]]
        problems.append(
            _problem(
                project,
                name,
                _id_of(nearest.to(name), ids, titles, known),
                rows,
                cost=cost[code].item(),
                hours=hours[code].item(),
                tab="actuals",
            )
        )
    return tuple(problems)


def _id_of(name: str, ids: list[str], titles: list[str], known: set[str]) -> str:
    """The line whose id or title `name` is; the first of several with one title."""
    if not name or name in known:
        return name
    return ids[titles.index(name)]


def unmatched_plan(project: Project, worth: HourWorth) -> tuple[Problem, ...]:
    """One problem a name that the Resource plan uses and the Budget does not have."""
    plan = project.plan
    if plan is None or not (plan.line < 0).any():
        return ()
    nearest = NearestName([line.id for line in project.lines])
    by_name: dict[str, list[int]] = {}
    for index in np.flatnonzero(plan.line < 0):
        by_name.setdefault(folded(plan.line_names[index]), []).append(int(index))
    problems = []
    for indices in by_name.values():
        name = plan.line_names[indices[0]].strip()
        hours = np.nansum(plan.hours[indices]).item()
        if hours:
            problems.append(
                _problem(
                    project,
                    name,
                    nearest.to(name),
                    plan.row[indices],
                    cost=None,
                    hours=hours,
                    tab="resource_plan",
                    worth=_planned_worth(plan, indices, worth),
                )
            )
    return tuple(problems)


def _planned_worth(plan: ResourcePlan, rows: list[int], worth: HourWorth) -> Worth | None:
    row, column = np.nonzero(np.nan_to_num(plan.hours[rows]))
    first = np.array([first_day(month).toordinal() for month in plan.months], np.int64)
    return worth.of(
        [plan.person[index] for index in rows],
        roles=[plan.role[index] for index in rows],
        which=row.astype(np.int64),
        days=first[column],
        hours=plan.hours[rows][row, column],
    )


def _problem(
    project: Project,
    name: str,
    meant: str,
    rows: NDArray[np.int32],
    *,
    cost: float | None,
    hours: float,
    tab: str,
    worth: Worth | None = None,
) -> Problem:
    count = len(rows)
    what = "entry" if tab == "actuals" else "row"
    counted = f"1 {what}" if count == 1 else f"{count:,} {'entries' if tab == 'actuals' else 'rows'}"
    where = "Actuals" if tab == "actuals" else "Resource plan"
    key = folded(name)
    says, mend = _words(
        name, meant, project.unread_lines.get(key, ""), summing=project.summing_lines.get(key, "")
    )
    digits = project.minor_digits
    money = f", cost {cost / 10**digits:,.{digits}f}" if cost is not None else ""
    return Problem(
        kind=ProblemKind.UNKNOWN_LINE,
        message=f"{where}: {says}: {counted}, {hours:,.2f} hours{money}, "
        "in the project's total but in no line",
        mend=mend,
        places=places_in_runs(project, tab, "line", rows),
        amount=worth.amount if worth else cost,
        basis=worth.basis if worth else "",
        hours=hours,
        count=count,
        subject=name,
        column="" if name else f"{where}, no line",
    )


def _words(name: str, meant: str, unread: str, *, summing: str) -> tuple[str, str]:
    """What is wrong and the mend; `unread`: the cell because of which the Budget's row was left out;
    `summing`: that of a row left out because it adds up other lines."""
    if unread:
        return f"'{name}' is left out of the Budget, because {unread} cannot be read", f"Mend {unread}"
    if summing:
        return (
            f"'{name}' ({summing}) adds up other lines of the Budget, and is none",
            "Write one of the lines that it adds up",
        )
    write = f"Write '{meant}' if that is the line meant" if meant else "Write the line it belongs to"
    if not name:
        return "no line is named", write
    return f"'{name}' is no line of the Budget", f"{write}, or add '{name}' to the Budget"
