"""Thresholds on the Settings tab: limits, switches, what is neither, and a key in two rows."""

from __future__ import annotations

from typing import Any

import pytest

from app.project.model import Settings
from app.project.problem import ProblemKind
from tests.workbook.books import draft, of_kind


def with_rows(*rows: tuple[str, Any]) -> Settings:
    book = draft()
    grid = book.grid("Settings")
    grid += [[key, value, *[None] * (len(grid[0]) - 2)] for key, value in rows]
    return book.read().project.settings


@pytest.mark.parametrize(("typed", "meant"), [(True, 1.0), ("yes", 1.0), (1, 1.0), (False, 0.0), ("No", 0.0)])
def test_a_switch_is_a_number_a_tick_box_or_a_word(typed: Any, meant: float) -> None:
    settings = with_rows(("M12.off", typed), ("l.either", typed))
    assert settings.thresholds == {"M12.off": meant, "L.either": meant}
    assert settings.unread_thresholds == {}


def test_what_is_no_limit_is_kept_as_it_stands() -> None:
    settings = with_rows(("M12.off", "soon"), ("V1.amber", True), ("V1.red", "1,234"))
    assert settings.thresholds == {}
    assert settings.unread_thresholds == {"M12.off": "'soon'", "V1.amber": "'TRUE'", "V1.red": "'1,234'"}


def test_what_is_no_limit_is_no_error_among_the_figures() -> None:
    book = draft()
    book.grid("Settings").append(["M12.off", "soon", None])
    assert of_kind(book.read(), ProblemKind.NOT_A_NUMBER) == []


def test_the_upper_of_two_rows_counts() -> None:
    settings = with_rows(
        ("D3.red", None), ("D3.red", 5), ("d3.RED", 30), ("V1.amber", 0.05), ("V1.amber", 0.05)
    )
    assert settings.thresholds == {"D3.red": 5.0, "V1.amber": 0.05}
    row, shown = settings.double_thresholds["D3.red"]
    assert (row, shown) == (settings.rows["D3.red"] + 1, "'30'")
    assert len(settings.double_thresholds) == 1
