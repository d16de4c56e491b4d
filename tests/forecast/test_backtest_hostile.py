"""A folder of the same shape that is unlike the one at hand: nothing breaks, and cover stays what it says."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.command.backtest import print_backtest
from app.command.task_history import read_history
from app.forecast.backtest.run import CALIBRATED, ORGANISATION, PROJECT, backtest
from tests.forecast.finished_projects import made

Rows = list[list[str]]
TASKS, LOG = "made_task_fact.csv.gz", "made_time_fact.csv.xz"
PLAN, STARTED, FINISHED = -1, 3, 4  # columns of the tasks
MINUTES, DAY, ORGANISATION_AT = -1, -2, 0  # columns of the log


def changed(folder: Path, tasks: Callable[[Rows], Rows] | None, log: Callable[[Rows], Rows] | None) -> Path:
    """The folder with its rows (without headings) put through the two functions."""
    for name, opened, change in ((TASKS, gzip.open, tasks), (LOG, lzma.open, log)):
        if change is None:
            continue
        with opened(folder / name, "rt") as file:  # type: ignore[operator]
            heading, *rows = [line.split(",") for line in file.read().splitlines()]
        with opened(folder / name, "wt") as file:  # type: ignore[operator]
            file.write("\n".join(",".join(row) for row in [heading, *change(rows)]))
    return folder


def each(column: int, change: Callable[[int, str], str], *, every: int = 1) -> Callable[[Rows], Rows]:
    def on(rows: Rows) -> Rows:
        for at, row in enumerate(rows):
            if at % every == 0:
                row[column] = change(at, row[column])
        return rows

    return on


def scaled(factor: float) -> Callable[[int, str], str]:
    return lambda _, text: f"{float(text) * factor:.6g}"


def document(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert print_backtest(folder, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


VARIANTS: dict[str, tuple[Callable[[Rows], Rows] | None, Callable[[Rows], Rows] | None]] = {
    "a thousand times larger": (each(PLAN, scaled(1000)), each(MINUTES, scaled(1000))),
    "a hundred times smaller": (each(PLAN, scaled(0.01)), each(MINUTES, scaled(0.01))),
    "plans far too low": (each(PLAN, scaled(0.05)), None),
    "plans far too high": (each(PLAN, scaled(40)), None),
    "tasks without plan hours": (each(PLAN, lambda *_: r"\N", every=3), None),
    "plans of nothing": (each(PLAN, lambda *_: "0", every=4), None),
    "no start dates": (each(STARTED, lambda *_: r"\N"), None),
    "some never finished": (each(FINISHED, lambda *_: "", every=5), None),
    "impossible dates": (
        each(FINISHED, lambda *_: "31/31/2024", every=9),
        each(DAY, lambda *_: "soon", every=7),
    ),
    "minutes that are no numbers": (
        each(PLAN, lambda *_: "n/a", every=11),
        each(MINUTES, lambda *_: "?", every=13),
    ),
    "minutes taken back": (None, each(MINUTES, lambda _, text: f"-{text}", every=17)),
    "one organisation": (None, each(ORGANISATION_AT, lambda *_: "A")),
    "an organisation a project": (None, lambda rows: [[row[1], *row[1:]] for row in rows]),
    "no organisations told": (None, each(ORGANISATION_AT, lambda *_: "")),
    "every row twice": (lambda rows: rows + rows, lambda rows: rows + rows),
    "ISO dates in the log": (None, each(DAY, lambda _, text: f"2024-{text[:2]}-{text[3:5]}")),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_breaks_and_every_figure_is_one(
    variant: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(changed(made(tmp_path), *VARIANTS[variant]), capsys)
    assert found["projects"] == 14
    assert found["summary"][PROJECT]["calibrated_mean_absolute_error_percent"] >= 0
    assert found["summary"][PROJECT]["p10_p90_cover_percent"] > 60
    assert (found["summary"][ORGANISATION] is None) is (found["organisations"] == 1)
    assert {row["lopo_p50"] is not None for row in found["rows"]} == {True}


def test_the_scale_of_the_hours_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for name, change in (("plain", (None, None)), ("large", VARIANTS["a thousand times larger"])):
        (tmp_path / name).mkdir()
        found.append(document(changed(made(tmp_path / name), *change), capsys)["summary"][PROJECT])
    one, other = (each["calibrated_mean_absolute_error_percent"] for each in found)
    assert one == pytest.approx(other, rel=1e-3)


def test_projects_of_few_tasks_are_scored_where_there_are_no_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(made(tmp_path, lines=35), capsys)
    assert (found["projects"], found["least_lines"]) == (14, 10)
    assert document(made(tmp_path), capsys)["least_lines"] == 50


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (2, 3, 4))])
def test_cover_is_honest_on_projects_of_another_kind(tmp_path: Path, seed: int) -> None:
    """Sixty projects of 35 lines: P10-P90 holds its 80 %, within three standard errors of 60 projects."""
    folder = made(tmp_path, projects=60, lines=35, seed=seed)
    found = backtest(read_history(folder).projects, least_lines=10)
    assert found.projects == 60
    for left_out in (PROJECT, ORGANISATION):
        cover = found.cover(CALIBRATED, left_out)
        assert cover is not None
        assert 80 - 3 * 100 * np.sqrt(0.8 * 0.2 / 60) <= cover <= 97
    for score in found.finishes:
        assert score.cover is None or score.share or score.cover > 62
