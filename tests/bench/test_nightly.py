"""The night's rows of the performance table, of a handful of workbooks: requests are counted exactly."""

from __future__ import annotations

import pytest

from app.bench import nightly


def test_what_a_night_asks_of_google(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"WORKBOOKS": 12, "MORE": 12, "CHANGED": 6, "COMPARED": 3, "ROUNDS": 1}.items():
        monkeypatch.setattr(nightly, name, value)
    rows = {row.name: row for row in nightly.nightly_rows()}
    first = rows["nightly_share_of_quota_ceiling"].underneath
    assert (first["sheets_reads"], first["sheets_writes"], first["refused"]) == (12, 12, 0)
    assert first["drive"] == 0  # nothing is known yet that it could be asked about
    quiet = rows["nightly_requests_per_unchanged_workbook"].underneath
    assert (quiet["changed"], quiet["sheets_reads"], quiet["sheets_writes"]) == (2, 2, 2)
    assert 1 <= quiet["drive"] <= 3
    large = rows["nightly_cost_growth"].underneath
    assert (large["workbooks"], large["requests_per_changed"], large["refused"]) == (24, 2, 0)
    assert rows["nightly_cpu_ratio"].value > 0.5
