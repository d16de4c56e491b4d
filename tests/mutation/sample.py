"""`python -m tests.mutation.sample`: a seeded sample of mutants of each module, how many the tests kill, and
the survivors with what was changed.

Texts in quotation marks are left as they are: a flag's words are held by the tests of what it says.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.mutation.ground import ROOT, lay_out
from tests.mutation.reached import Reached
from tests.mutation.relevant import tests_of

GOAL = 0.85
KILLED, SURVIVED, TIMED_OUT, UNTESTED = "killed", "survived", "timed out", "untested"
_RESULTS = {1: KILLED, 3: KILLED, 0: SURVIVED, -signal.SIGXCPU: TIMED_OUT}
"""By the exit code of a mutant's tests; anything else says nothing of them, and counts as untested."""
_CANNOT_IMPORT, _NO_TESTS = 1, 5
AT_IMPORT = ("app.checks.check.", "app.checks.limits.", "app.checks.settings_keys.", "app.checks.catalogue.")
"""Modules whose functions make the catalogue at import: their mutants act in a fresh import only."""


def main() -> None:
    """Lays out a copy, mutates it, runs the sample, prints the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rooms", nargs="+", default=["app/checks", "app/forecast"])
    asked.add_argument("--each", type=int, default=4, help="mutants of each module")
    asked.add_argument("--only", default="", help="only modules whose path holds one of these, by commas")
    asked.add_argument("--these", nargs="*", default=[], help="these mutants alone, by the names printed")
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        lay_out(Path(folder), tuple(chosen.rooms), chosen.only)
        os.chdir(folder)
        sys.path[:] = [folder, *[path for path in sys.path if Path(path or ".").resolve() != ROOT]]
        for name in [name for name in sys.modules if name.split(".")[0] in ("app", "tests")]:
            del sys.modules[name]  # so that the copy's own are taken
        share = run(chosen.each, chosen.seed, chosen.these)
    sys.exit(0 if share >= GOAL else 1)


def run(each: int, seed: int, these: Sequence[str] = ()) -> float:
    """The share killed. The mutation tool works in the folder it is started in."""
    tool: Any = import_module("mutmut.__main__")
    from mutmut.mutation import mutators
    from mutmut.runners.harness import PytestRunner

    mutators.mutation_operators[:] = [  # type: ignore[index]
        pair for pair in mutators.mutation_operators if pair[1] is not mutators.operator_string
    ]
    Path("mutants").mkdir(exist_ok=True)
    with redirect_stdout(StringIO()):
        tool.copy_src_dir()
        tool.copy_also_copy_files()
        tool.setup_source_paths()
        tool.create_mutants(1)
    by_module: dict[str, list[str]] = {}
    for data, name, _ in tool.collect_source_file_mutation_data(mutant_names=())[0]:
        by_module.setdefault(str(data.path), []).append(name)
    names = list(these) or [
        name
        for module in sorted(
            by_module
        )  # each has its own chance: the same sample, whichever others are asked
        for name in random.Random(f"{seed} {module}").sample(
            by_module[module], min(each, len(by_module[module]))
        )
    ]
    functions = {name.rpartition("__mutmut_")[0] for name in names}
    checks = {function for function in functions if function.startswith("app.checks.")}
    tests = dict(tests_of(checks, Path.cwd())) if checks else {}
    seconds = dict.fromkeys({test for some in tests.values() for test in some}, 0.3)
    at_import = {name for name in names if name.startswith(AT_IMPORT)}
    if functions - checks:
        reached = _recorded(tool, sorted({_tests_folder(function) for function in functions - checks}))
        tests |= reached.of(functions - checks)
        seconds |= reached.seconds
        at_import |= {name for name in names if name.rpartition("__mutmut_")[0] in reached.at_import}

    def known(*_args: object, **_more: object) -> None:
        tool.state().tests_by_mangled_function_name.update(tests)
        tool.state().duration_by_test.update(seconds)

    tool.collect_or_load_stats = known
    # the tool has no other place for it
    PytestRunner.run_tests = _afresh(PytestRunner.run_tests, at_import)  # type: ignore[method-assign]
    print(f"{len(names)} of {sum(map(len, by_module.values()))} mutants in {len(by_module)} modules")
    tool._run(tuple(names), int(os.environ.get("MUTATION_PROCESSES", "1")))
    return _report(tool, names)


def _tests_folder(function: str) -> str:
    return f"tests/{function.split('.')[1]}"


def _recorded(tool: Any, folders: list[str]) -> Reached:
    """What the tests of these folders reach; they must pass."""
    from mutmut.runners.harness import PytestRunner
    from mutmut.utils.file_utils import change_cwd

    reached = Reached(tool.state()._stats)
    tool.set_mutant_under_test("stats")
    with change_cwd("mutants"), tool.CatchOutput(spinner_title="What the tests reach") as told:
        if PytestRunner().execute_pytest(["-q", "-m", "not soak", *folders], plugins=[reached]):
            told.dump_output()
            sys.exit("Without a mutant some test fails already: nothing can be said of mutants.")
    tool.set_mutant_under_test("")
    return reached


def _afresh(run_tests: Callable[..., int], at_import: Container[str]) -> Callable[..., int]:
    """`run_tests`, the project imported anew for mutants that act when it is imported.

    Such a one may break the import itself, which every test notices; for any other, tests that cannot be
    run say nothing.
    """

    def run(runner: object, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        from mutmut.runners.harness import BadTestExecutionCommandsException

        if mutant_name in at_import:
            for name in [name for name in sys.modules if name.split(".")[0] in ("app", "tests")]:
                del sys.modules[name]
        try:
            result = run_tests(runner, mutant_name=mutant_name, tests=tests)
        except BadTestExecutionCommandsException:
            result = pytest.ExitCode.USAGE_ERROR
        if result in (pytest.ExitCode.INTERRUPTED, pytest.ExitCode.USAGE_ERROR):
            return _CANNOT_IMPORT if mutant_name in at_import else _NO_TESTS
        return result

    return run


def _report(tool: Any, names: list[str]) -> float:
    found = tool.collect_source_file_mutation_data(mutant_names=())[0]
    results = {name: _RESULTS.get(code, UNTESTED) for _, name, code in found if name in set(names)}
    counts = Counter(results.values())
    share = (counts[KILLED] + counts[TIMED_OUT]) / max(1, len(results))
    for name, result in sorted(results.items()):
        if result != KILLED:
            print(f"\n{result}: {name}")
            print(tool.get_diff_for_mutant(name))
    killed = Counter(name.split(".x")[0] for name, result in results.items() if result in (KILLED, TIMED_OUT))
    for module, number in sorted(Counter(name.split(".x")[0] for name in results).items()):
        print(f"{killed[module]:4} of {number:3}  {module}")
    print(f"\n{dict(counts)}: {share:.1%} killed (goal {GOAL:.0%})")
    return share


if __name__ == "__main__":
    main()
