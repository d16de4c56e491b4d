"""The back-test as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from app.command.task_history import History
from app.forecast.backtest.pace import FinishScore
from app.forecast.backtest.run import CALIBRATED, CHOSEN, NOTHING, Backtest
from app.forecast.backtest.scores import IntervalScore, PointScore

_WIDTH = 150  # a terminal narrower than the table is scrolled, the table is not folded


def print_tables(found: Backtest, history: History, *, remarks: Iterable[str]) -> None:
    """Errors, ranges, limits and differences, every method that was tried among them."""
    console = Console()
    console.width = max(console.width, _WIDTH)
    known = history.small + len(history.projects)
    console.print(
        f"{found.projects} of {known} finished projects, {found.organisations} organisations, "
        f"{len(found.states)} moments; read from {history.read}"
        + (f"; {history.undated} log entries have no usable date" if history.undated else "")
        + "\n"
    )
    console.print(_points(found.points))
    console.print(_intervals(found.intervals))
    console.print(_finishes(found.finishes))
    console.print(_limits(found))
    console.print(_differences(found))
    for left_out, chosen in found.chosen.items():
        taken = ", ".join(f"{name} ({count})" for name, count in chosen.items() if count)
        console.print(f"Chosen by nested validation, {left_out} left out: {taken}")
    for remark in remarks:
        console.print(f"\n{remark}", highlight=False)


def _points(scores: Sequence[PointScore]) -> Table:
    shares = sorted({score.share for score in scores if score.share is not None})
    table = Table(title="Mean absolute error, % of final cost, by share earned", box=None, pad_edge=False)
    for heading in ("method", "left out", *(f"{share:.0%}" for share in shares), "all", "bias", "median"):
        table.add_column(heading, justify="left" if heading in ("method", "left out") else "right")
    by_row: dict[tuple[str, str], dict[float | None, PointScore]] = {}
    for score in scores:
        by_row.setdefault((score.method, score.left_out), {})[score.share] = score
    for (method, left_out), row in by_row.items():
        whole = row[None]
        cells = [f"{row[share].mean_absolute:.1f}" if share in row else "" for share in shares]
        table.add_row(
            method, "" if left_out == NOTHING else left_out, *cells, f"{whole.mean_absolute:.2f}",
            f"{whole.bias:+.1f}", f"{whole.median_absolute:.1f}",
        )  # fmt: skip
    return table


def _intervals(scores: Sequence[IntervalScore]) -> Table:
    table = Table(
        "method", "left out", "at", "n", "P10-P90 cover %", "below P50", "below P80", "below P90", "width %",
        "pinball %", title="\nRanges (80 % cover is meant)", box=None, pad_edge=False,
    )  # fmt: skip
    for score in scores:
        if score.share is not None and score.method not in (CALIBRATED, CHOSEN):
            continue  # by stage where it matters; the rest is in --json
        table.add_row(
            score.method, "" if score.left_out == NOTHING else score.left_out,
            "all" if score.share is None else f"{score.share:.0%}", str(score.n), f"{score.cover:.1f}",
            f"{score.below_p50:.1f}", f"{score.below_p80:.1f}", f"{score.below_p90:.1f}",
            f"{score.width:.1f}", f"{score.pinball:.2f}",
        )  # fmt: skip
    return table


def _finishes(scores: Sequence[FinishScore]) -> Table:
    table = Table(
        "method", "left out", "at", "n", "mean error %", "bias", "median", "P10-P90 cover %", "width %",
        title="\nWhen it ends, % of the final duration, in weeks (80 % cover is meant)", box=None,
        pad_edge=False,
    )  # fmt: skip
    for score in scores:
        table.add_row(
            score.method, score.left_out, "all" if score.share is None else f"{score.share:.0%}",
            str(score.n), f"{score.mean_absolute:.1f}", f"{score.bias:+.1f}", f"{score.median_absolute:.1f}",
            "" if score.cover is None else f"{score.cover:.1f}",
            "" if score.width is None else f"{score.width:.0f}",
        )  # fmt: skip
    return table


def _limits(found: Backtest) -> Table:
    table = Table(
        "method", "left out", "at", "limit %", "projects inside %", "mean error %",
        title="\nInside limits fixed before looking", box=None, pad_edge=False,
    )  # fmt: skip
    for score in found.limits:
        table.add_row(
            score.method, "" if score.left_out == NOTHING else score.left_out, f"{score.share:.0%}",
            f"{score.limit:g}", f"{score.inside:.0f}", f"{score.mean_absolute:.1f}",
        )  # fmt: skip
    return table


def _differences(found: Backtest) -> Table:
    table = Table(
        "against", "left out", "points", "95 % range", "", title="\nCalibrated minus others", box=None,
        pad_edge=False,
    )  # fmt: skip
    for score in found.differences:
        verdict = "better" if score.high < 0 else "worse" if score.low > 0 else "no clear difference"
        table.add_row(
            score.against, score.left_out, f"{score.points:+.1f}", f"{score.low:+.1f} to {score.high:+.1f}",
            verdict,
        )  # fmt: skip
    return table
