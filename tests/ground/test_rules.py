"""House rules that imports can't say; each tells what it prevents, and fires when broken."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = {"project", "forecast", "checks"}


def faults(path: Path, text: str) -> list[str]:
    """The rules broken in `text`, as `path:line rule`; a line may carry `# rule-skip: <rule>`."""
    lines, room, found = text.splitlines(), path.parts[1] if len(path.parts) > 2 else "", []
    for node in ast.walk(ast.parse(text)):
        call = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
        rule = ""
        if room in CORE and call in {"now", "today", "time"}:
            rule = "hidden-clock"  # a rerun must give the same forecast
        elif room == "project" and call == "float":
            rule = "money-float"  # cents drift in sums
        elif room not in {"google", "sandbox"} and call == "batchUpdate":
            rule = "bare-write"  # every write passes quota and stamps
        if rule and isinstance(node, ast.Call) and f"# rule-skip: {rule}" not in lines[node.lineno - 1]:
            found.append(f"{path}:{node.lineno} {rule}")
    return found


SOURCES = sorted(path.relative_to(ROOT) for path in (ROOT / "app").rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_rules(path: Path) -> None:
    assert faults(path, (ROOT / path).read_text()) == []


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("app/forecast/x.py", "datetime.now()", "hidden-clock"),
        ("app/checks/x.py", "date.today()", "hidden-clock"),
        ("app/project/x.py", "float(cell)", "money-float"),
        ("app/workbook/x.py", "service.batchUpdate(body)", "bare-write"),
    ],
)
def test_each_rule_fires(path: str, text: str, rule: str) -> None:
    assert faults(Path(path), text) == [f"{path}:1 {rule}"]
    assert faults(Path(path), f"{text}  # rule-skip: {rule}") == []


def test_the_production_image_carries_no_sandbox() -> None:
    """The image's lock lacks the formula engine, and the build drops the stand-in."""
    assert "formualizer" not in (ROOT / "requirements.lock").read_text()
    assert "rm -rf app/sandbox" in (ROOT / "Dockerfile").read_text()
