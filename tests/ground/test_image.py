"""What the production image carries is enough: without the sandbox, its extra and the developers' tools."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

BLOCK = """
import importlib.abc, sys
class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "app.sandbox" or name.split(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"{{name}} is not in the image")
sys.meta_path.insert(0, Absent())
"""


def only_for_developers() -> set[str]:
    """Import names of what the developers' lock adds to the image's."""

    def names(lock: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(), re.MULTILINE))

    extra = names("requirements-dev.lock") - names("requirements.lock")
    return {name.replace("-", "_") for name in extra}


def run_without(code: str) -> subprocess.CompletedProcess[str]:
    block = BLOCK.format(absent=only_for_developers())
    return subprocess.run(
        [sys.executable, "-c", block + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_service_and_the_command_load() -> None:
    done = run_without(
        "import app.main, app.cli, app.jobs.refreshing, app.command.refresh, app.command.checks\n"
        "assert not any(name.startswith('app.sandbox') for name in sys.modules)"
    )
    assert done.returncode == 0, done.stderr


def test_the_sandbox_would_be_missed() -> None:
    """The block blocks: what needs the sandbox fails under it."""
    assert "formualizer" in only_for_developers()
    assert run_without("import app.sandbox.app").returncode != 0
    assert run_without("import pytest").returncode != 0
