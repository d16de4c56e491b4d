"""Every published figure of the real projects, where their folder is present."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.forecast.figure import Figure, Figures
from app.forecast.forecast import forecast_project
from app.forecast.result import Forecast, Measures
from app.project.month import label
from tests.forecast.real_projects import load, statuses

MINOR = 100.0


def value(column: Figures | np.ndarray[Any, Any], index: int = 0) -> float | None:
    figure = column.at(index) if isinstance(column, Figures) else Figure(float(column[index]))
    return figure.value


def same(found: float | None, expected: float | None, *, money: bool) -> bool:
    if found is None or expected is None:
        return found is expected
    return abs(found / (MINOR if money else 1.0) - expected) <= 1e-6


def compare(name: str, found: float | None, expected: float | None, *, money: bool, wrong: list[str]) -> int:
    if not same(found, expected, money=money):
        wrong.append(f"{name}: {found} instead of {expected}")
    return 1


def rule_figures(measures: Measures) -> dict[str, float | None]:
    eac_pf1, eac_cpi = value(measures.eac_pf1), value(measures.eac_cpi)
    ac, bac = float(measures.ac[0]), float(measures.bac[0])
    return {
        "ev": value(measures.ev),
        "cv": value(measures.cv),
        "cpi": value(measures.cpi),
        "eac_pf1": eac_pf1,
        "eac_cpi": eac_cpi,
        "etc_pf1": None if eac_pf1 is None else eac_pf1 - ac,
        "etc_cpi": None if eac_cpi is None else eac_cpi - ac,
        "vac_pf1": None if eac_pf1 is None else bac - eac_pf1,
        "vac_cpi": None if eac_cpi is None else bac - eac_cpi,
        "tcpi_bac": value(measures.tcpi_bac),
    }


def differences(forecast: Forecast, expected: dict[str, Any]) -> tuple[list[str], int]:
    wrong: list[str] = []
    seen = 0
    pairs = ("hours", forecast.hours, False), ("cost", forecast.cost, True)
    for basis, levels, money in pairs:
        project = levels.project
        by_month = forecast.monthly.actual_cost if money else forecast.monthly.actual_hours
        months = dict(zip(map(label, forecast.monthly.months), by_month, strict=True))
        side = 1 if money else 0
        simple = {
            "ac": (value(project.ac), expected["ac"][basis]),
            "ac_on_finished_lines": (value(project.ac_finished), expected["ac_on_finished_lines"][basis]),
            "bottom_up_floor_eac": (value(project.eac_floor), expected["bottom_up_floor_eac"][basis]),
        }
        for month, figures in expected["ac_by_month"].items():
            simple[f"month {month}"] = months[month], figures[basis]
        for phase, figures in expected["ac_by_phase"].items():
            simple[f"phase {phase}"] = forecast.ac_by_phase[phase][side], figures[basis]
        for person, figures in expected["ac_by_person"].items():
            simple[f"person {person}"] = forecast.ac_by_person[person][side], figures[basis]
        for name, (found, wanted) in simple.items():
            seen += compare(f"{basis} {name}", found, wanted, money=money, wrong=wrong)
        for rule, figures in expected["rules"].items():
            by_rule = forecast.by_rule[rule]
            found_figures = rule_figures(by_rule.cost if money else by_rule.hours)
            assert set(figures[basis]) == set(found_figures)
            for name, wanted in figures[basis].items():
                is_money = money and name not in {"cpi", "tcpi_bac"}
                seen += compare(
                    f"{basis} {rule} {name}", found_figures[name], wanted, money=is_money, wrong=wrong
                )
    seen += compare(
        "bill value", forecast.finance.bill_value, expected["bill_value"], money=True, wrong=wrong
    )
    for name, wanted in {**expected["lines"], **expected["checks"]}.items():
        seen += compare(name, forecast.counts[name], wanted, money=False, wrong=wrong)
    assert set(forecast.ac_by_phase) == set(expected["ac_by_phase"])
    assert set(forecast.ac_by_person) == set(expected["ac_by_person"])
    return wrong, seen


def test_real_projects() -> None:
    """Every figure of every project and status date is found, to 1e-6 of a currency unit or an hour."""
    seen = 0
    for folder, expected in statuses():
        project = load(folder, expected["id"], expected["date"])
        forecast, problems = forecast_project(project)
        wrong, count = differences(forecast, expected)
        assert wrong == [], f"{folder.name} {expected['id']}"
        assert not problems
        seen += count
        assert forecast.cost.project.eac[0] == pytest.approx(forecast.cost.project.eac_floor[0], rel=1e-12)
    assert seen >= 100 * len(statuses())


def test_budgets_of_real_projects() -> None:
    """BAC by phase is the sum of all lines, finished or not."""
    import json

    for folder in sorted({folder for folder, _ in statuses()}):
        expected = json.loads((folder / "expected.json").read_text())
        status = expected["status"][0]
        forecast, _ = forecast_project(load(folder, status["id"], status["date"]))
        for basis, levels, minor in (("cost", forecast.cost, MINOR), ("hours", forecast.hours, 1.0)):
            assert levels.project.bac[0] / minor == pytest.approx(expected["bac"][basis], abs=1e-6)
            phases = dict(zip(forecast.phases, levels.phases.bac / minor, strict=True))
            wanted = {name: figures[basis] for name, figures in expected["bac_by_phase"].items()}
            assert phases == pytest.approx(wanted, abs=1e-6)


def test_a_wrong_figure_is_noticed(tmp_path: Path) -> None:
    """The comparison itself fails when a figure is off by more than the tolerance."""
    wrong: list[str] = []
    compare("x", 100.0, 1.00001, money=True, wrong=wrong)
    compare("y", None, 0.0, money=False, wrong=wrong)
    compare("z", 100.0, 1.0, money=True, wrong=wrong)
    assert len(wrong) == 2
