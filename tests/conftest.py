"""Every test runs: a skipped one fails the run, here as in CI."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# Machines are noisy: no test fails by the clock. In CI the same examples come every time.
settings.register_profile("plumbline", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("plumbline")


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
