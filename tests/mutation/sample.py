"""`python -m tests.mutation.sample`: a seeded sample of mutants of each module, how many the tests kill, and
the survivors with what was changed.

Texts in quotation marks are left as they are: a flag's words are held by the tests of what it says.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.mutation.ground import ROOT, lay_out
from tests.mutation.relevant import tests_of

GOAL = 0.85
_KILLED, _SURVIVED, _UNTESTED = (1, 3), 0, (5, 33)
AT_IMPORT = ("app.checks.check.", "app.checks.limits.", "app.checks.settings_keys.", "app.checks.catalogue.")
"""Modules whose functions make the catalogue at import: their mutants act in a fresh import only."""


def main() -> None:
    """Lays out a copy, mutates it, runs the sample, prints the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rooms", nargs="+", default=["app/checks", "app/forecast"])
    asked.add_argument("--each", type=int, default=4, help="mutants of each module")
    asked.add_argument("--only", default="", help="only modules whose path holds one of these, by commas")
    asked.add_argument("--seed", type=int, default=1)
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        lay_out(Path(folder), tuple(chosen.rooms))
        os.chdir(folder)
        sys.path[:] = [folder, *[path for path in sys.path if Path(path or ".").resolve() != ROOT]]
        for name in [name for name in sys.modules if name.split(".")[0] in ("app", "tests")]:
            del sys.modules[name]  # so that the copy's own are taken
        share = run(chosen.each, chosen.seed, chosen.only)
    sys.exit(0 if share >= GOAL else 1)


def run(each: int, seed: int, only: str) -> float:
    """The share killed. The mutation tool works in the folder it is started in."""
    import mutmut.__main__ as tool
    from mutmut.mutation import mutators
    from mutmut.runners.harness import PytestRunner

    mutators.mutation_operators[:] = [  # type: ignore[index]
        pair for pair in mutators.mutation_operators if pair[1] is not mutators.operator_string
    ]
    Path("mutants").mkdir(exist_ok=True)
    tool.copy_src_dir()
    tool.copy_also_copy_files()
    tool.setup_source_paths()
    tool.create_mutants(1)
    by_module: dict[str, list[str]] = {}
    for data, name, _ in tool.collect_source_file_mutation_data(mutant_names=())[0]:
        if any(part in str(data.path) for part in only.split(",")):
            by_module.setdefault(str(data.path), []).append(name)
    chance = random.Random(seed)  # a sample, not a secret
    names = [
        name
        for module in sorted(by_module)
        for name in chance.sample(by_module[module], min(each, len(by_module[module])))
    ]
    functions = {name.rpartition("__mutmut_")[0] for name in names}
    tests = tests_of(functions, Path.cwd())

    def known(*_args: object, **_more: object) -> None:
        tool.state().tests_by_mangled_function_name.update(tests)
        tool.state().duration_by_test.update(dict.fromkeys({t for each in tests.values() for t in each}, 0.3))

    tool.collect_or_load_stats = known
    PytestRunner.run_tests = _afresh(PytestRunner.run_tests)  # type: ignore[method-assign]
    print(f"{len(names)} of {sum(map(len, by_module.values()))} mutants in {len(by_module)} modules")
    tool._run(tuple(names), int(os.environ.get("MUTATION_PROCESSES", "1")))
    return _report(tool, names)


def _afresh(run_tests: Callable[..., int]) -> Callable[..., int]:
    """`run_tests`, the project imported anew for mutants that act at import only."""

    def run(runner: object, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        if mutant_name and mutant_name.startswith(AT_IMPORT):
            for name in [name for name in sys.modules if name.split(".")[0] in ("app", "tests")]:
                del sys.modules[name]
        return run_tests(runner, mutant_name=mutant_name, tests=tests)

    return run


def _report(tool: object, names: list[str]) -> float:
    found = tool.collect_source_file_mutation_data(mutant_names=())[0]  # type: ignore[attr-defined]
    results = {name: result for _, name, result in found if name in set(names)}
    counts = Counter(
        "killed" if code in _KILLED else "survived" if code == _SURVIVED else "untested"
        if code in _UNTESTED else "timed out"
        for code in results.values()
    )  # fmt: skip
    killed = counts["killed"] + counts["timed out"]
    share = killed / max(1, len(results))
    for name, code in sorted(results.items()):
        if code == _SURVIVED or code in _UNTESTED:
            print(f"\n{name}")
            print(tool.get_diff_for_mutant(name))  # type: ignore[attr-defined]
    print(f"\n{dict(counts)}: {share:.1%} killed (goal {GOAL:.0%})")
    return share


if __name__ == "__main__":
    main()
