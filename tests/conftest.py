"""Every test runs: a skipped one fails the run, here as in CI."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# Machines are noisy: no test fails by the clock. In CI the same examples come every time.
settings.register_profile(
    "plumbline",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("plumbline")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests over data kept beside the project: where it is not at hand there is nothing to run."""
    empty = [item for item in items if _has_nothing_to_run(item)]
    if empty:
        items[:] = [item for item in items if item not in empty]
        config.hook.pytest_deselected(items=empty)


def _has_nothing_to_run(item: pytest.Item) -> bool:
    marks = item.iter_markers("skip")
    return any(str(mark.kwargs.get("reason", "")).startswith("got empty parameter set") for mark in marks)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(
            f"SKIPPED, which counts as failed: {report.nodeid}: {report.longrepr}", red=True
        )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
