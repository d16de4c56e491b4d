"""Every check: one fault gives that flag at that cell and no other; the mended workbook gives none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.checks.catalogue import CATALOGUE
from app.checks.flag import Flag
from tests.checks.planted import PLANTS, Plant
from tests.support.reference import reference, run

TOLD = Path(__file__).with_name("told.json")
"""What each planted fault is told as, word by word, to be read aloud before it is changed."""
OWN_SUMS = {"B11", "B12", "E5", "E11", "E12", "M7", "R2", "R8"}
"""Checks of our own sums: no workbook can raise them, so test_own_sums breaks the forecast instead."""
STOPS = {"M1"}
"""The refresh stops before any check."""
ELSEWHERE = {"B21", "V4", "C6", "D4", "D5", "E9", "P5"}
"""Planted in a small project: they rest on a whole history, or show beside what has the same cause."""


def test_every_check_has_its_fault() -> None:
    ids = {check.id for check in CATALOGUE}
    assert ids == PLANTS.keys() | OWN_SUMS | STOPS | ELSEWHERE
    assert not PLANTS.keys() & (OWN_SUMS | STOPS | ELSEWHERE)


@pytest.mark.parametrize("month", [1, 4, 6, 11])
def test_the_clean_workbook_of_300_lines_gives_no_flag(month: int) -> None:
    clean = run(reference(month))
    assert len(clean.reading.project.lines) == 300
    assert clean.told == []
    assert clean.reading.problems == ()


def test_the_clean_workbook_gives_no_flag_month_after_month() -> None:
    memory = None
    for month in range(1, 13):
        clean = run(reference(month), memory)
        assert clean.told == [], month
        memory = clean.memory


@pytest.mark.parametrize(("check", "plant"), PLANTS.items(), ids=PLANTS.keys())
def test_one_fault_gives_one_flag_at_its_cell_and_the_mended_workbook_none(check: str, plant: Plant) -> None:
    found, cell = plant.planted()
    flags = [(flag.check, flag.figure) for flag in found.findings.flags]
    assert [flag.check for flag in found.findings.flags] == [check], flags
    (flag,) = found.findings.flags
    assert cell in [str(place) for place in flag.places] or str(flag.places[0]).startswith(f"{cell}:"), (
        cell,
        [str(place) for place in flag.places],
    )
    assert any(sign.isdigit() for sign in flag.remedy), flag.remedy
    assert as_told(flag) == json.loads(TOLD.read_text())[check], f"run: python -m {__name__}"
    assert plant.told_when_sound() == []


def as_told(flag: Flag) -> dict[str, Any]:
    """All that a flag says but its rule, money to the cent; of many cells the first and how many."""
    said = {name: getattr(flag, name) for name in ("severity", "title", "figure", "threshold", "remedy")}
    about = {name: getattr(flag, name) for name in ("subject", "line", "owner", "period")}
    stakes = {"stake": flag.stake and round(flag.stake), "hours": flag.hours and round(flag.hours, 2)}
    cells = [str(place) for place in flag.places]
    shown = {"cells": cells if len(cells) < 7 else [*cells[:4], f"{len(cells)} in all", cells[-1]]}
    return {
        name: value for name, value in {**said, **about, **stakes, **shown}.items() if value not in ("", None)
    }


if __name__ == "__main__":
    told = {check: as_told(plant.planted()[0].findings.flags[0]) for check, plant in PLANTS.items()}
    TOLD.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
