"""The add-on's own tests run on node; this lets one command run them, and sees that they did run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def test_every_node_test_of_the_add_on_passes() -> None:
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
    assert count["tests"] > 80
    assert count["pass"] == count["tests"], "a test was skipped or left as todo"
