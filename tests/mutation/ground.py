"""A copy of the project to make mutants in: checks and properties without the decorator that hides them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("app", "sheets_schema", "tests", "docs", "deploy", "pyproject.toml")
SLOW = ("test_any_project.py",)
_SAME_EXAMPLES = """
from hypothesis import Phase

settings.register_profile(
    "mutants", settings.get_profile("plumbline"), derandomize=True, database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("mutants")
"""
"""What conftest.py ends with: the same examples for each mutant, and none made smaller when it fails."""
_CHECK = re.compile(r"^@check\((.*?)^\)\n(def (\w+)\(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_PROPERTY = re.compile(r"^    @property\n(    def (\w+)\(.*?\n)(?=\n*(?:    )?\S)", re.MULTILINE | re.DOTALL)


def lay_out(folder: Path, rooms: tuple[str, ...], only: str = "") -> None:
    """Copies the project into `folder`, ready to be mutated in `rooms` (such as app/checks).

    `only`: mutants of those modules alone whose path holds one of these parts, by commas.
    """
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "images")
            shutil.copytree(source, target, ignore=ignored, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    for room in rooms:
        for path in (folder / room).rglob("*.py"):
            path.write_text(undecorated(path.read_text("utf-8")), "utf-8")
    with (folder / "tests" / "conftest.py").open("a") as conftest:
        conftest.write(_SAME_EXAMPLES)
    modules = [
        path
        for room in rooms
        for path in sorted(str(each.relative_to(folder)) for each in (folder / room).rglob("*.py"))
        if any(part in path for part in only.split(","))
    ]
    tested = [
        str(path.relative_to(folder))
        for room in rooms
        for path in sorted((folder / "tests" / room.removeprefix("app/")).glob("test_*.py"))
        if path.name not in SLOW
    ]
    (folder / "setup.cfg").write_text(
        "[mutmut]\n"
        "source_paths=app\n"
        "only_mutate=\n" + "".join(f"    {path}\n" for path in modules) +
        "also_copy=\n    sheets_schema\n    docs\n    deploy\n"
        "pytest_add_cli_args_test_selection=\n" + "".join(f"    {name}\n" for name in tested)
    )  # fmt: skip


def undecorated(code: str) -> str:
    """`@check(...) def f` as `def f` and `f = check(...)(f)` beneath it; a property likewise in its class."""
    code = _CHECK.sub(lambda m: f"{m[2].rstrip()}\n\n\n{m[3]} = check({m[1]})({m[3]})\n\n\n", code)
    return _PROPERTY.sub(lambda m: f"{m[1]}\n    {m[2]} = property({m[2]})\n", code)
