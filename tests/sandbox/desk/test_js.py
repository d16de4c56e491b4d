"""The desk's own scripts run on node where they need no page; this sees that they did run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent / "js"


def test_every_node_test_of_the_desk_passes() -> None:
    node = shutil.which("node")
    assert node, "node is not installed: run `make setup`"
    files = sorted(path.name for path in HERE.glob("*.test.mjs"))
    told = subprocess.run(
        [node, "--test", "--test-reporter=tap", *files],
        cwd=HERE,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    count = {name: int(number) for name, number in re.findall(r"^# (\w+) (\d+)$", told.stdout, re.MULTILINE)}
    assert told.returncode == 0, told.stdout + told.stderr
    assert count["tests"] >= 25
    assert count["pass"] == count["tests"], "a test was skipped or left as todo"
