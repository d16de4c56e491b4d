"""184 figures of one project, as the commercial program ProTrack (OR-AS) calculated them.

Source: the extended tracking overview of a construction project in the repository ghbonne/PMConverter on
GitHub: 8 periods, budget 3,027,133, planned from 2006-04-17 08:00 to 2007-12-26 10:00 on a week of Monday
to Friday, 08-12 and 13-17. Costs hold to 1e-6 (a 32-bit export), dates to half a working hour (they
were rounded to whole hours; 59 seconds of float residue are written as the full hour here).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import numpy as np
import pytest

from app.forecast.earned_time import METHODS, duration_forecasts
from app.forecast.performance import FACTORS, eac_by_factor, index, performance_factors

BAC = 3_027_133.0
START, FINISH = "2006-04-17T08", "2007-12-26T10"

# status date, earned schedule, PV, EV, AC, (SV, CV, SPI %, CPI %, SPI(t) %, SV(t)),
# EAC by the eight factors, EAC(t) by PV, ED and ES, each with three factors
PERIODS: list[tuple[Any, ...]] = [
    (
        "2006-07-07T08",
        "2006-07-06T17",
        5_716.8501,
        5_716.8501,
        5_716.8501,
        (0.0, 0.0, 100, 100, 100, "0"),
        (3_027_133, 3_027_133, 3_027_133, 3_027_133, 3_027_133, 3_027_133, 3_027_133, 3_027_133),
        "2007-12-26T10 2007-12-26T10 2007-12-26T10 "
        "2007-12-26T10 2007-12-26T10 2007-12-26T10 "
        "2007-12-26T10 2007-12-26T10 2007-12-26T10",
    ),
    (
        "2007-02-08T08",
        "2006-12-08T17",
        779_169.1875,
        253_804.5781,
        283_418.6562,
        (-525364.625, -29614.0781, 33, 90, 80, "-43d"),
        (3_056_747.25, 3_380_340.8, 8_797_418, 3_758_236.3, 9_790_837, 4_163_680, 3_831_887.3, 3_449_198.3),
        "2008-04-10T17 2011-06-29T15 2012-02-07T09 "
        "2008-07-14T16 2011-06-29T15 2012-01-03T10 "
        "2008-02-25T10 2008-05-30T09 2008-07-24T16",
    ),
    (
        "2007-03-17T08",
        "2007-01-22T09",
        1_048_578.75,
        647_075.3125,
        685_780.5,
        (-401503.4375, -38705.1875, 62, 94, 83, "-39d 7h"),
        (3_065_838.25, 3_208_202.8, 4_542_639, 3_540_066, 4_773_339.5, 3_710_796.8, 3_395_726, 3_268_254.8),
        "2008-03-17T16 2009-01-13T14 2009-03-13T12 "
        "2008-05-02T09 2009-01-13T14 2009-02-23T09 "
        "2008-02-20T09 2008-04-28T11 2008-05-21T15",
    ),
    (
        "2007-06-04T08",
        "2007-04-11T12",
        1_790_853,
        1_183_389.5,
        1_209_484.125,
        (-607463.5, -26094.625, 66, 98, 87, "-37d 4h"),
        (3_053_227.5, 3_093_883.5, 3_999_667.3, 3_321_734, 4_061_193, 3_368_310.8, 3_224_726.3, 3_135_434.5),
        "2008-04-28T17 2008-11-07T10 2008-11-27T17 "
        "2008-05-14T11 2008-11-07T10 2008-11-19T12 "
        "2008-02-15T15 2008-03-25T14 2008-04-01T11",
    ),
    (
        "2007-07-02T08",
        "2007-06-01T09",
        1_944_325,
        1_790_091.375,
        1_881_315.5,
        (-154233.625, -91224.125, 92, 95, 93, "-20d 7h"),
        (3_118_357, 3_181_397.5, 3_224_940.3, 3_206_154, 3_293_412.3, 3_273_668.5, 3_189_878.8, 3_186_274.5),
        "2008-01-25T15 2008-02-18T11 2008-03-21T16 "
        "2008-01-30T10 2008-02-18T11 2008-02-28T15 "
        "2008-01-24T09 2008-02-07T14 2008-02-19T15",
    ),
    (
        "2007-10-24T08",
        "2007-10-03T14",
        2_530_047.75,
        2_506_206.5,
        2_583_683,
        (-23841.25, -77476.5, 99, 97, 96, "-14d 3h"),
        (3_104_609.5, 3_120_713.3, 3_109_565, 3_124_180.5, 3_125_822, 3_140_889.3, 3_118_446, 3_121_403.3),
        "2007-12-31T15 2008-01-01T12 2008-01-21T10 "
        "2007-12-31T17 2008-01-01T12 2008-01-02T17 "
        "2008-01-15T14 2008-01-17T16 2008-01-21T15",
    ),
    (
        "2008-01-10T08",
        "2007-12-26T10",
        3_027_133,
        3_027_133,
        3_102_395.5,
        (0.0, -75262.5, 100, 98, 98, "-10d 6h"),
        (
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
        ),
        "2007-12-26T10 2007-12-26T10 2008-01-10T10 "
        "2008-01-09T17 2008-01-09T17 2008-01-09T17 "
        "2008-01-09T17 2008-01-09T17 2008-01-09T17",
    ),
    (
        "2008-01-11T08",
        "2007-12-26T10",
        3_027_133,
        3_027_133,
        3_102_395.5,
        (0.0, -75262.5, 100, 98, 97, "-11d 6h"),
        (
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
            3_102_395.5,
        ),
        "2007-12-26T10 2007-12-26T10 2008-01-10T10 "
        "2008-01-10T17 2008-01-10T17 2008-01-10T17 "
        "2008-01-10T17 2008-01-10T17 2008-01-10T17",
    ),
]


def hours(moment: str) -> float:
    """Working hours from the planned start."""
    return _since_2000(moment) - _since_2000(START)


def _since_2000(moment: str) -> float:
    at = datetime.fromisoformat(f"{moment}:00")
    weeks, rest = divmod((at.date() - date(2000, 1, 3)).days, 7)
    today = max(0.0, min(at.hour, 12) - 8) + max(0.0, min(at.hour, 17) - 13) if rest < 5 else 0.0
    return (weeks * 5 + min(rest, 5)) * 8.0 + today


def duration(text: str) -> float:
    """`-39d 7h` in working hours."""
    found = re.fullmatch(r"(-?)(?:(\d+)d)?\s*(?:(\d+)h)?", text if text != "0" else "0h")
    assert found
    return (-1 if found[1] else 1) * (int(found[2] or 0) * 8.0 + int(found[3] or 0))


def one(value: float) -> np.ndarray:
    return np.array([value])


def test_the_planned_duration() -> None:
    assert hours(FINISH) == 3538


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period[0])
def test_the_eight_cost_forecasts(period: tuple[Any, ...]) -> None:
    status, earned, pv, ev, ac, _, costs, _ = period
    spi_t = index(one(hours(earned)), one(hours(status)))
    factors = performance_factors(index(one(ev), one(ac)), index(one(ev), one(pv)), spi_t)
    found = [eac_by_factor(one(BAC), one(ev), one(ac), factors[name])[0] for name in FACTORS]
    assert found == pytest.approx(list(costs), rel=1e-6)


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period[0])
def test_the_nine_duration_forecasts(period: tuple[Any, ...]) -> None:
    status, earned, pv, ev, ac, _, _, dates = period
    found = duration_forecasts(
        bac=BAC, pv=one(pv), ev=one(ev), planned=hours(FINISH), actual=one(hours(status)),
        earned=one(hours(earned)), cpi=index(one(ev), one(ac)),
    )  # fmt: skip
    wanted = [hours(moment) for moment in dates.split()]
    assert len(wanted) == 9
    assert [found[name][0] for name in METHODS] == pytest.approx(wanted, abs=0.5)


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period[0])
def test_variances_and_indices(period: tuple[Any, ...]) -> None:
    status, earned, pv, ev, ac, (sv, cv, spi, cpi, spi_t, sv_t), _, _ = period
    assert ev - pv == pytest.approx(sv, abs=0.05)
    assert ev - ac == pytest.approx(cv, abs=0.05)
    assert 100 * index(one(ev), one(pv))[0] == pytest.approx(spi, abs=0.5)
    assert 100 * index(one(ev), one(ac))[0] == pytest.approx(cpi, abs=0.5)
    assert 100 * index(one(hours(earned)), one(hours(status)))[0] == pytest.approx(spi_t, abs=0.5)
    assert hours(earned) - hours(status) == duration(sv_t)


def test_all_of_them_are_here() -> None:
    assert len(PERIODS) * (len(FACTORS) + len(METHODS)) == 136
    assert len(PERIODS) * (len(FACTORS) + len(METHODS) + 6) == 184
