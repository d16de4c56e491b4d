"""The back-test: what it may know, what it learns, and how it scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.command.task_history import read_history
from app.forecast.backtest.credit import published_factors
from app.forecast.backtest.formulation import CLASS_MEDIAN, FORMULATIONS, RULE, Formulation
from app.forecast.backtest.learning import Forecasts, learn
from app.forecast.backtest.nested import chosen_by_nested_validation
from app.forecast.backtest.pace import moments as pace_moments
from app.forecast.backtest.run import CALIBRATED, CHOSEN, NOTHING, ORGANISATION, PROJECT, backtest
from app.forecast.backtest.scores import difference, interval_scores, limit_scores, point_scores
from app.forecast.backtest.shipped import shipped_forecasts
from app.forecast.backtest.states import States, states
from app.forecast.backtest.weekly import Weekly, weekly
from app.forecast.calibrated import calibrated
from app.forecast.class_fit import conformal_quantile, dearness_of_rest, dearness_so_far
from tests.forecast.finished_projects import made


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> list[Weekly]:
    return list(read_history(made(tmp_path_factory.mktemp("made"))).projects)


@pytest.fixture(scope="module")
def moments(projects: list[Weekly]) -> States:
    return states(projects)


def test_weeks_of_a_project_by_hand() -> None:
    """Two lines: 10 h from day 0 to 8, 20 h from day 7 to 15; 4 h booked late on the first."""
    found = weekly(
        "P",
        "A",
        planned=np.array([10.0, 20.0]),
        started=np.array([100, 107]),
        finished=np.array([108, 115]),
        entry_line=np.array([0, 1, 0, -1]),
        entry_day=np.array([100, 108, 114, 114]),
        entry_hours=np.array([6.0, 9, 4, 1]),
    )
    assert found.ev_finished.tolist() == [0, 10, 30]
    assert found.ev_half.tolist() == [5, 20, 30]
    assert found.ac.tolist() == [6, 15, 20]
    assert found.ac_finished.tolist() == [0, 6, 19]  # work on what others finished is on no finished line
    assert found.finished.tolist() == [0, 1, 2]
    assert (found.bac, found.final, len(found)) == (30, 20, 3)


def test_a_start_after_the_finish_counts_as_the_finish() -> None:
    found = weekly(
        "P", "", planned=np.array([8.0]), started=np.array([30]), finished=np.array([9]),
        entry_line=np.array([0]), entry_day=np.array([0]), entry_hours=np.array([8.0]),
    )  # fmt: skip
    assert found.ev_half.tolist() == [0, 8]


def test_moments_are_the_first_weeks_past_each_tenth_and_never_the_last() -> None:
    ev = np.array([5.0, 25, 25, 60, 100])
    one = Weekly(
        project="P", organisation="A", ev_finished=ev, ev_half=ev, ac=ev, ac_finished=ev,
        finished=np.arange(5),
    )  # fmt: skip
    found = states([one])
    assert found.share.tolist() == [
        0.1,
        0.2,
        0.3,
        0.4,
        0.5,
        0.6,
    ]  # 70 % and more are reached in the last week
    assert found.ev_finished.tolist() == [25, 25, 60, 60, 60, 60]
    assert set(found.final.tolist()) == {100}


def test_nothing_later_than_the_moment_reaches_the_forecast(projects: list[Weekly]) -> None:
    """The project's own end may be anything: forecasts of it stay as they are."""
    tested = states(projects)
    mine = tested.project == projects[3].project
    other = replace_final(tested, np.where(mine, 5 * tested.final, tested.final))
    for one in FORMULATIONS:
        was, now = (learn(one, each, each.project).forecasts() for each in (tested, other))
        assert was.point[mine] == pytest.approx(now.point[mine], rel=1e-12), one.name
        assert was.quantiles[mine] == pytest.approx(now.quantiles[mine], rel=1e-12, nan_ok=True), one.name
        assert not np.allclose(was.quantiles[~mine], now.quantiles[~mine])  # others do learn from it


def test_nothing_of_the_own_organisation_reaches_the_forecast(moments: States) -> None:
    mine = moments.organisation == "A"
    other = replace_final(moments, np.where(mine, 3 * moments.final, moments.final))
    for one in FORMULATIONS:
        was, now = (learn(one, each, each.organisation).forecasts() for each in (moments, other))
        assert was.point[mine] == pytest.approx(now.point[mine], rel=1e-12), one.name
        assert was.quantiles[mine] == pytest.approx(now.quantiles[mine], rel=1e-12, nan_ok=True), one.name


def test_the_choice_for_a_project_does_not_see_its_end(moments: States) -> None:
    mine = moments.project == moments.project[0]
    other = replace_final(moments, np.where(mine, 7 * moments.final, moments.final))
    found = [
        chosen_by_nested_validation([learn(one, each, each.project) for one in FORMULATIONS], each)
        for each in (moments, other)
    ]
    assert found[0][0].point[mine] == pytest.approx(found[1][0].point[mine], rel=1e-12)
    assert sum(found[0][1].values()) == len(np.unique(moments.project))


def replace_final(tested: States, final: np.ndarray) -> States:
    return replace(tested, final=final)


@pytest.mark.parametrize("unit", ["project", "organisation"])
@pytest.mark.parametrize("rule", [RULE, FORMULATIONS[1], CLASS_MEDIAN], ids=lambda rule: rule.name)
def test_learning_agrees_with_the_rule_written_out(moments: States, rule: Formulation, unit: str) -> None:
    """Level, centre and slope, residuals by leaving each history project out, conformal ranks: in loops."""
    units = getattr(moments, unit)
    found = learn(rule, moments, units).forecasts()
    half = rule.credit == "50/50"
    ev, base = (moments.ev_half, moments.ac) if half else (moments.ev_finished, moments.ac_finished)
    x = dearness_so_far(ev, base)
    y = dearness_of_rest(moments.bac, ev, base, moments.final)

    def middle(history: list[int], at: float) -> float:
        level, centre = np.median(y[history]), np.median(x[history])
        run, rise = x[history] - centre, np.clip(y[history] - level, -1, 1)
        slope = 0.0 if not rule.signs else (run * rise).sum() / ((run**2).sum() + 1)
        return float(level + slope * (at - centre))

    for i in range(len(moments)):
        history = [
            j for j in range(len(moments)) if moments.share[j] == moments.share[i] and units[j] != units[i]
        ]
        left = moments.bac[i] - ev[i]
        m = middle(history, x[i])
        assert found.point[i] == pytest.approx(base[i] + left * np.exp(m), rel=1e-9)
        residuals = sorted(y[j] - middle([k for k in history if k != j], x[j]) for j in history)
        for column, p in enumerate((0.1, 0.5, 0.8, 0.9)):
            rank = p * (len(history) + 1)
            k = int(np.ceil(rank - 1e-9) if p >= 0.5 else np.floor(rank + 1e-9))
            if 1 <= k <= len(history):
                wanted = base[i] + left * np.exp(m + residuals[k - 1])
                assert found.quantiles[i, column] == pytest.approx(wanted, rel=1e-9)
            else:
                assert np.isnan(found.quantiles[i, column])


def test_ranks_need_enough_history() -> None:
    nine = np.arange(9.0)
    assert [conformal_quantile(nine, p) for p in (0.1, 0.5, 0.8, 0.9)] == [0, 4, 7, 8]
    assert conformal_quantile(np.arange(8.0), 0.1) is None
    assert conformal_quantile(np.arange(8.0), 0.9) is None
    assert conformal_quantile(np.arange(39.0), 0.8) == 31  # the 32nd: 0.8 x 40 in floats is above 32
    assert conformal_quantile(np.empty(0), 0.5) is None


def test_published_factors_by_hand() -> None:
    found = published_factors(hand())
    wanted = {
        "PF=1, 0/100": 120 + 60,
        "CPI, 0/100": 120 + 60 / (40 / 120),
        "PF=1, 50/50": 120 + 50,
        "CPI, 50/50": 120 + 50 / (50 / 120),
        "PF=1, matched": 80 + 60,
        "CPI, matched": 80 + 60 / (40 / 80),
    }
    assert {name: values[0] for name, values in found.items()} == pytest.approx(wanted)


def hand(final: float = 200.0, count: int = 1) -> States:
    """Moments at half of 100 h: 40 earned (50 by halves), 120 spent, 80 of them on finished lines."""
    one = np.ones(count)
    return States(
        project=np.array([f"P{i}" for i in range(count)]), organisation=np.array(["A"] * count),
        share=0.5 * one, bac=100 * one, ac=120 * one, ev_finished=40 * one, ev_half=50 * one,
        ac_finished=80 * one, final=final * one,
    )  # fmt: skip


def test_scores_by_hand() -> None:
    tested = hand(count=2)
    whole, half = point_scores("m", NOTHING, np.array([190.0, 230.0]), tested)
    assert (whole.mean_absolute, whole.bias, whole.median_absolute, whole.n) == (10, 5, 10, 2)
    assert (whole.share, half.share) == (None, 0.5)
    missing = point_scores("m", NOTHING, np.array([190.0, np.nan]), tested)[0]
    assert (missing.n, missing.mean_absolute) == (1, 5)

    quantiles = np.array([[180.0, 190, 210, 220], [210.0, 220, 230, 240]])
    score = interval_scores("m", NOTHING, Forecasts(point=quantiles[:, 1], quantiles=quantiles), tested)[0]
    assert (score.cover, score.below_p50, score.below_p80, score.below_p90) == (50, 50, 100, 100)
    assert score.width == pytest.approx(100 * (40 / 200 + 30 / 200) / 2)
    first = (0.1 * 20 + 0.5 * 10 + 0.2 * 10 + 0.1 * 20) / 4
    second = (0.9 * 10 + 0.5 * 20 + 0.2 * 30 + 0.1 * 40) / 4
    assert score.pinball == pytest.approx(100 * (first + second) / 2 / 200)

    inside = limit_scores("m", NOTHING, np.array([190.0, 230.0]), tested)
    assert [(one.share, one.limit, one.n, one.inside) for one in inside] == [(0.5, 7, 2, 50)]
    same = difference("m", "n", NOTHING, np.array([190.0, 190]), np.array([180.0, 180]), tested)
    assert (same.points, same.low, same.high) == pytest.approx((-5, -5, -5))


def test_every_method_is_scored_wins_and_losses(projects: list[Weekly]) -> None:
    found = backtest(projects)
    assert (found.projects, found.organisations) == (14, 2)
    methods = {score.method for score in found.points}
    assert {
        f"{name}, {credit}" for name in ("PF=1", "CPI") for credit in ("0/100", "50/50", "matched")
    } < methods
    assert {CALIBRATED, CHOSEN, *(one.name for one in FORMULATIONS)} < methods
    for left_out in (PROJECT, ORGANISATION):
        assert found.error(CALIBRATED, left_out) is not None
        assert {score.share for score in found.points if score.left_out == left_out} == {
            None,
            *found.states.share,
        }
        floored = found.rule[left_out].not_below(found.states.ac)
        assert found.error(CALIBRATED, left_out) == pytest.approx(
            float(np.mean(np.abs(floored.point / found.states.final - 1)) * 100)
        )
    assert {one.against for one in found.differences} > {"PF=1, 0/100", "CPI, 50/50"}


def test_short_projects_and_single_organisations(projects: list[Weekly]) -> None:
    alone = backtest([one for one in projects if one.organisation == "A"])
    assert (alone.projects, alone.organisations) == (7, 1)
    assert alone.error(CALIBRATED, PROJECT) is not None
    assert alone.error(CALIBRATED, ORGANISATION) is None
    assert alone.cover(CALIBRATED, PROJECT) is None  # six others give no 80 % range
    assert backtest(projects, least_lines=61).projects == 0
    assert backtest(projects, least_weeks=1000).points == ()


def test_the_pace_of_each_tenth_as_of_the_week_that_reached_it() -> None:
    """Budget 100, five weeks: 10 and 20 % in the second, 30 to 60 % in the fourth, the rest at the end."""
    ev = np.array([5.0, 25, 25, 60, 100])
    one = Weekly(
        project="P", organisation="A", ev_finished=ev, ev_half=ev, ac=ev, ac_finished=ev,
        finished=np.arange(5),
    )  # fmt: skip
    second, fourth = ((share, gone, 5.0) for share, gone in ((0.25, 2.0), (0.6, 4.0)))
    assert [(pace.tenth, (pace.share, pace.gone, pace.whole)) for _, pace in pace_moments([one])] == [
        (1, second), (2, second), (3, fourth), (4, fourth), (5, fourth), (6, fourth),
    ]  # fmt: skip


def test_the_shipped_class_is_scored_by_what_the_product_tells() -> None:
    """Half earned and too little earned: the range of the product, and no figure at all."""
    early = replace(hand(count=2), ev_finished=np.array([40.0, 4.0]))
    found = shipped_forecasts(early)
    told = calibrated(bac=100, ev_finished=40, ac_finished=80, ev_half=50, ac=120)
    assert found.point[0] == told.point.value
    assert found.quantiles[0].tolist() == [each.value for each in (told.p10, told.p50, told.p80, told.p90)]
    assert np.isnan(found.point[1])
    assert np.isnan(found.quantiles[1]).all()


def test_each_project_is_told_what_the_formulation_chosen_for_it_tells(moments: States) -> None:
    """Written out: for each project the formulation that errs least on all others, the earlier of two."""
    learned = [learn(one, moments, moments.project) for one in FORMULATIONS]
    found, chosen = chosen_by_nested_validation(learned, moments)
    counted = dict.fromkeys(chosen, 0)
    for unit in np.unique(learned[0].unit).tolist():
        errors = [one.inner_error(unit, moments.final) for one in learned]
        best = learned[errors.index(min(errors))]
        counted[best.formulation.name] += 1
        mine = best.unit == unit
        assert found.point[mine].tolist() == best.forecasts().point[mine].tolist()
    assert chosen == counted


def test_a_project_without_a_budget_or_without_cost_has_no_moments() -> None:
    nothing, ev = np.zeros(5), np.array([5.0, 25, 25, 60, 100])
    for earned, spent in ((ev, nothing), (nothing, ev)):
        one = Weekly(
            project="P", organisation="A", ev_finished=earned, ev_half=earned, ac=spent, ac_finished=spent,
            finished=np.arange(5),
        )  # fmt: skip
        assert len(states([one])) == 0
        assert list(pace_moments([one])) == []


def test_six_weeks_and_fifty_lines_are_enough() -> None:
    def one(weeks: int, lines: int) -> Weekly:
        steps = np.linspace(10.0, 100.0, weeks)
        return Weekly(
            project=f"{weeks} {lines}", organisation="A", ev_finished=steps, ev_half=steps, ac=steps,
            ac_finished=steps, finished=np.linspace(1, lines, weeks).astype(int),
        )  # fmt: skip

    found = backtest([one(6, 50), one(5, 50), one(6, 49), one(7, 51)])
    assert set(found.states.project.tolist()) == {"6 50", "7 51"}


def test_a_line_begun_before_the_first_entry_counts_from_the_first_week() -> None:
    found = weekly(
        "P", "", planned=np.array([10.0, 20.0]), started=np.array([60, 100]), finished=np.array([115, 101]),
        entry_line=np.array([0]), entry_day=np.array([100]), entry_hours=np.array([8.0]),
    )  # fmt: skip
    assert found.ev_half.tolist() == [25, 25, 30]
