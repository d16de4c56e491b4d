"""Bandit over all that is shipped: each finding is mended, or excused in its own line with a reason."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
# ruff knows Bandit's checks by the same number: S603 is B603.
EXCUSE = re.compile(r"#\s*(?:noqa: S|nosec B)(\d+)\s*(?:#|-)\s*\w+")


def scanned(*paths: str, cwd: Path = ROOT) -> dict[str, Any]:
    """Bandit's report, its own excuses set aside."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", *paths, "-f", "json", "--ignore-nosec",
               "-c", str(ROOT / "pyproject.toml")]  # fmt: skip
    report: dict[str, Any] = json.loads(
        subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=120).stdout
    )
    return report


def unexcused(report: dict[str, Any], cwd: Path = ROOT) -> list[str]:
    """Findings whose lines bear no excuse for this very check."""
    found = []
    for finding in report["results"]:
        lines = (cwd / finding["filename"]).read_text("utf-8").splitlines()
        span = lines[min(finding["line_range"]) - 1 : max(finding["line_range"])]
        excused = {f"B{number}" for line in span for number in EXCUSE.findall(line)}
        if finding["test_id"] not in excused:
            where = f"{Path(finding['filename'])}:{finding['line_number']}"
            found.append(f"{where} {finding['test_id']}")
    return found


def test_everything_found_is_excused_with_a_reason() -> None:
    report = scanned("app", "sheets_schema")
    assert report["errors"] == []
    assert report["metrics"]["_totals"]["loc"] > 10_000
    assert unexcused(report) == []


def test_what_has_no_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(
        "import yaml\nimport random\n"
        "a = yaml.load('x')\n"
        "b = random.random()  # noqa: S311\n"
        "c = random.random()  # noqa: S506 - of another check\n"
        "d = random.random()  # noqa: S311 - not a secret\n"
    )
    report = scanned("one.py", cwd=tmp_path)
    assert unexcused(report, tmp_path) == ["one.py:3 B506", "one.py:4 B311", "one.py:5 B311"]
