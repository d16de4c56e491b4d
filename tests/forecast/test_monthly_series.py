"""Thirteen months of a published project, with every index and forecast worked out month by month.

Source: the series of a plant revamp (budget 360,738 EUR, planned 9 months, taken 13) in the repository
castor00/Dev_Data_Prod_Course_prj on GitHub; by its totals the "re-vamp check-in" project of Vandevoorde and
Vanhoucke 2006. The expected figures were computed apart from this code, in months, to nine decimals.
"""

from __future__ import annotations

import numpy as np
import pytest

from app.forecast.earned_time import METHODS, earned_schedule_times
from app.forecast.performance import FACTORS, recent_index
from app.forecast.portfolio import PortfolioForecasts, portfolio_forecasts

PV = [
    28.975,
    81.681,
    91.681,
    138.586,
    218.141,
    302.478,
    323.632,
    345.876,
    360.738,
    360.738,
    360.738,
    360.738,
    360.738,
]
EV = [
    25.645,
    68.074,
    89.135,
    125.244,
    198.754,
    268.763,
    292.469,
    306.725,
    312.864,
    327.694,
    338.672,
    349.861,
    360.738,
]
AC = [
    25.567,
    66.293,
    78.293,
    124.073,
    191.367,
    259.845,
    285.612,
    290.843,
    303.489,
    316.431,
    320.69,
    336.756,
    349.379,
]
BAC = 360.738

# cpi spi es spi(t), EAC by eight factors, EAC(t) by PV, ED, ES with three factors each; a row a month
EXPECTED = """
    1.003050808 0.885073339 0.885073339 0.885073339 360.66 359.640805069 404.171783584 404.171783584 403.02024632 403.02024632 367.688784652 367.688784652 9.083079687 10.168648859 10.137720623 9.114926661 10.168648859 10.140762152 9.114926661 10.168648859 10.140762152
    1.026865582 0.833412911 1.741832049 0.870916025 358.957 351.300118019 417.45626621 402.334583443 408.268885167 393.54282653 362.459150661 360.228072187 9.339479068 10.798968769 10.516438532 9.333174178 10.798968769 10.568763943 9.258167951 10.333946953 10.115908355
    1.138479813 0.972229797 2.7454 0.915133333 349.896 316.859373243 357.653909216 375.083631602 323.673643577 338.983289112 324.036462219 326.602003946 9.063519784 9.257070735 8.131080261 9.08331061 9.257070735 8.495987425 9.2546 9.834632476 9.003297026
    1.009437992 0.903727649 3.715552713 0.928888178 359.567 357.365190141 384.65371831 377.595442764 382.217353924 375.225071485 362.355881051 361.148762526 9.332867621 9.958752515 9.865640676 9.385089403 9.958752515 9.903039673 9.284447287 9.689002628 9.63581188
    1.038601222 0.91112629 4.756306957 0.951261391 353.351 347.330613955 369.151355253 361.650374737 362.543724553 355.321529586 351.255464157 349.998597882 9.483683449 9.877884219 9.510757365 9.444368551 9.877884219 9.696590103 9.243693043 9.461121917 9.295317417
    1.03432046 0.888537348 5.600234772 0.933372462 351.82 348.768117672 363.35781259 358.38551168 359.923086594 355.115774837 351.347495948 350.538423867 9.841150641 10.129005853 9.792908718 9.668775911 10.129005853 9.991998623 9.399765228 9.642452896 9.521590296
    1.024008095 0.903708533 5.881321365 0.840188766 353.881 352.280418287 361.155161867 366.866359404 359.38403583 364.961333085 353.884537709 354.763075265 9.777481164 9.958963172 9.725473091 9.674040268 9.958963172 9.88958963 10.118678635 10.711878519 10.624852711
    1.054606781 0.886806254 6.200765813 0.775095727 344.856 342.059245689 351.750328676 360.528586113 348.596590982 356.92031656 343.742638468 344.926060814 9.976772616 10.148778222 9.623281781 9.905549966 10.148778222 10.03751603 10.799234187 11.611468998 11.42446973
    1.030890741 0.867288725 6.490970975 0.721218997 351.363 349.928450963 358.688610732 369.868283111 357.034549061 367.879221477 351.450753822 352.89679626 10.194401477 10.377167076 10.066214261 10.194401477 10.377167076 10.335900131 11.509029025 12.478872624 12.37462787
    1.035593858 0.908398893 7.182611041 0.718261104 349.475 348.339261866 352.807090108 362.436553984 351.556826439 360.855321021 349.14281593 350.42243277 9.82440996 9.907541792 9.567014827 10.916011066 11.008379769 10.973721272 11.817388959 12.530262252 12.443295924
    1.056072843 0.938830952 7.676137385 0.697830671 342.756 341.584392037 344.193698883 352.310851454 342.945755405 350.631922724 342.058852621 343.105128888 9.550521431 9.586390372 9.077395026 11.672859527 11.716699343 11.678645747 12.323862615 12.897111533 12.796383219
    1.038915417 0.969847923 8.268133495 0.689011125 347.633 347.225572236 347.971160381 352.542392428 347.551065895 351.951069952 347.366652279 347.981732335 9.271368694 9.279805408 8.932204933 12.361824926 12.373073878 12.359099376 12.731866505 13.062198387 13.022410843
    1.032511971 1.0 9.0 0.692307692 349.379 349.379 349.379 349.379 349.379 349.379 349.379 349.379 9.0 9.0 8.716605958 13.0 13.0 13.0 13.0 13.0 13.0
"""  # noqa: E501


def found() -> PortfolioForecasts:
    return portfolio_forecasts(
        pv=np.array([PV]),
        ev=np.array([EV]),
        ac=np.array([AC]),
        bac=np.array([BAC]),
        times=np.arange(1.0, 14.0),
    )


def test_every_index_and_forecast_of_every_month() -> None:
    result = found()
    columns = [result.cpi, result.spi, result.earned_schedule, result.spi_t]
    columns += [result.eac[name] for name in FACTORS] + [result.duration[name] for name in METHODS]
    expected = np.array([[float(cell) for cell in row.split()] for row in EXPECTED.split("\n") if row])
    assert expected.shape == (13, 21)
    assert np.stack([column[0] for column in columns], axis=1) == pytest.approx(expected, abs=1e-6)


def test_how_far_the_forecasts_were_off_in_the_mean() -> None:
    """Mean absolute error over months 1 to 12, per cent of the final figure."""
    result = found()

    def error(column: np.ndarray, final: float) -> float:
        return float(np.mean(np.abs(column[0, :12] / final - 1)) * 100)

    errors = [error(result.eac[name], AC[-1]) for name in ("1", "CPI", "SCI")]
    assert errors == pytest.approx([1.37, 1.84, 5.33], abs=0.005)
    errors = [error(result.duration[name], 13) for name in ("ES, 1", "ES, SPI(t)")]
    assert errors == pytest.approx([20.0, 15.2], abs=0.05)


def test_lateness_shows_in_time_not_in_money() -> None:
    """Four months late: SPI has drifted to 1, SPI(t) says 9/13."""
    result = found()
    assert result.spi[0, -1] == 1
    assert result.spi_t[0, -1] == pytest.approx(9 / 13)


def test_earned_schedule_interpolates_and_passes_idle_periods() -> None:
    """PV 10, 30, 30, 60, 100: the third period has no work."""
    pv = np.array([[10, 30, 30, 60, 100.0]])
    ev = np.array([[0, 5, 10, 29, 30, 45, 100, 104.0]])
    earned, planned = earned_schedule_times(pv, ev, np.array([100.0]), np.arange(1.0, 6.0))
    assert earned[0] == pytest.approx([0.0, 0.5, 1.0, 1.95, 3.0, 3.5, 5.0, 5.0], abs=1e-9)
    assert planned.tolist() == [5]


def test_many_projects_at_once_are_each_alone() -> None:
    rng = np.random.default_rng(7)
    pv, ev, ac = (np.cumsum(rng.random((20, 24)), axis=1) for _ in range(3))
    bac, times = pv[:, 17].copy(), np.arange(1.0, 25.0)
    pv = np.minimum(pv, bac[:, None])
    together = portfolio_forecasts(pv=pv, ev=ev, ac=ac, bac=bac, times=times)
    for row in range(20):
        one = slice(row, row + 1)
        alone = portfolio_forecasts(pv=pv[one], ev=ev[one], ac=ac[one], bac=bac[one], times=times)
        for name in FACTORS:
            np.testing.assert_array_equal(alone.eac[name][0], together.eac[name][row])
        for name in METHODS:
            np.testing.assert_array_equal(alone.duration[name][0], together.duration[name][row])


def test_undefined_forecasts_are_blank_not_infinite() -> None:
    zero = np.zeros((1, 2))
    result = portfolio_forecasts(
        pv=np.array([[5.0, 10.0]]), ev=zero, ac=zero, bac=np.array([10.0]), times=np.array([1.0, 2.0])
    )
    assert result.eac["1"].tolist() == [[10, 10]]
    for name in FACTORS[1:]:
        assert np.isnan(result.eac[name]).all(), name
    for column in result.duration.values():
        assert not np.isinf(column).any()


def test_the_index_of_the_last_months() -> None:
    ev, ac = np.array([10.0, 20, 40, 50]), np.array([10.0, 30, 50, 90])
    assert recent_index(ev, ac, 3) == pytest.approx((50 - 10) / (90 - 10))
    assert recent_index(ev, ac, 4) == pytest.approx(50 / 90)
    assert np.isnan(recent_index(ev, ac, 6))
    assert np.isnan(recent_index(ev, np.full(4, 9.0), 3))


def test_a_plan_of_ten_years_of_months_is_walked_to_its_end() -> None:
    """128 periods of one each, a budget of 200: what is earned beyond the plan earns no more time."""
    pv = np.arange(1.0, 129.0)[None, :]
    earned, _ = earned_schedule_times(
        pv, np.array([[127.5, 150.0]]), np.array([200.0]), np.arange(1.0, 129.0)
    )
    assert earned.tolist() == [[127.5, 128.0]]
