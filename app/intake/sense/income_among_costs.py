"""Lines that call themselves income and stand in the cost budget like the costs around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from app.intake.labels import folded
from app.intake.sense.ground import Ground, shown
from app.project.problem import Problem, ProblemKind
from app.workbook.named import column_name

_INCOME = re.compile(
    r"(?:(?:other|project|state|client|operating|external) )?(?:income|revenues?)|(?:otros )?ingresos|"
    r"(?:autres )?recettes|(?:sonstige )?(?:einnahmen|ertrage|erlose)|(?:прочие )?доходы|הכנסה|הכנסות"
)
_INCOME_OF = re.compile(r"הכנסות \w+")  # "income of the state": a heading, and as a title perhaps a programme
_LEAST = 3  # lines of cost that show which sign costs have


def income_among_costs(ground: Ground) -> Iterator[Problem]:
    """One problem for all of them. A label of more than these words may well be work on somebody's income."""
    columns = ground.located.columns
    if ground.located.contract.name != "budget" or "cost" not in columns:
        return
    labels = {"phase": (_INCOME, _INCOME_OF), "title": (_INCOME,)}
    named = {
        columns[name]: _named(ground, columns[name], *says)
        for name, says in labels.items()
        if name in columns
    }
    if not any(named.values()):
        return
    costs = np.nan_to_num(ground.numbers(columns["cost"]))
    lines = [row for row in ground.lines if costs[row]]
    income = [row for row in lines if any(ground.value(row, at) in texts for at, texts in named.items())]
    around = sorted({*lines} - {*income})
    if not income or len(around) < _LEAST:
        return
    if np.sign(np.median(costs[income])) != np.sign(np.median(costs[around])):
        return
    held, cost = float(costs[income].sum()), columns["cost"]
    called = next(str(ground.value(income[0], at)) for at, texts in named.items() if texts)
    says = "1 line of '{}' counts" if len(income) == 1 else f"{len(income):,} lines of '{{}}' count"
    yield Problem(
        kind=ProblemKind.INCOME_AMONG_COSTS,
        message=f"{ground.place(income[0], cost)}: {says.format(called.strip())} as cost, with "
        f"{shown(held)}; the other lines come to {shown(float(costs[around].sum()))}",
        mend=f"Move it to the Revenue column: the budget falls by {shown(held)}",
        places=ground.runs(income, cost),
        amount=ground.money(cost, held),
        count=len(income),
        column=column_name(ground.located, cost),
    )


def _named(ground: Ground, column: int, *says: re.Pattern[str]) -> set[str]:
    """The texts of a column that say income."""
    texts = {row[column] for row in ground.tab.rows[ground.first :] if column < len(row)}
    return {
        text
        for text in texts
        if isinstance(text, str) and any(each.fullmatch(folded(text).strip()) for each in says)
    }
