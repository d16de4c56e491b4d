"""Workbooks that people made for their own work, where they are at hand: scored by their own script."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app.intake.adopt import adopt
from app.intake.mapping_json import FORMAT, mapping_json

FOLDER = Path(__file__).parents[3] / "shared" / "workbooks"
TRUTHS: dict[str, Any] = (
    json.loads((FOLDER / "truth.json").read_text())["files"] if (FOLDER / "truth.json").exists() else {}
)
THERE = sorted(name for name in TRUTHS if (FOLDER / name).exists())
GOALS = {"total": 0.90, "header": 0.95, "roles": 0.90, "sums": 0.95, "issues": 0.80}


def scoring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", FOLDER / "score.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("folder", [FOLDER] if THERE else [])
def test_the_goals_are_met_over_all_files(folder: Path) -> None:
    score = scoring()
    whole = score.Tally()
    for name in THERE:
        whole.merge(score.score_file(TRUTHS[name], mapping_json(adopt(folder / name))))
    summary = whole.summary()
    assert {key: summary[key] for key, goal in GOALS.items() if summary[key] < goal} == {}, whole.misses


@pytest.mark.parametrize("name", THERE)
def test_the_mapping_is_plain_json_of_its_format_and_the_file_is_untouched(name: str) -> None:
    before = (FOLDER / name).read_bytes()
    mapping = mapping_json(adopt(FOLDER / name))
    assert json.loads(json.dumps(mapping)) == mapping
    assert mapping["format"] == FORMAT
    assert (FOLDER / name).read_bytes() == before
