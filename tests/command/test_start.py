"""`plumbline run` as a person meets it: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.command.start import CannotStart, ready_to_serve

RUN = [sys.executable, "-m", "app", "run", "--no-browser"]


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def refused(port: int, data: Path) -> str:
    done = subprocess.run(
        [*RUN, "--port", str(port), "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stdout + done.stderr
    assert "desk" not in done.stdout
    return done.stderr


@contextmanager
def running(port: int, data: Path) -> Iterator[subprocess.Popen[str]]:
    command = [*RUN, "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        try:
            yield process
        finally:
            process.kill()


def printed_until(process: subprocess.Popen[str], word: str) -> str:
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if word in line:
            break
    return "".join(lines)


def test_it_prints_the_desk_and_nothing_else_and_ends_at_ctrl_c(tmp_path: Path) -> None:
    port = free_port()
    with running(port, tmp_path) as process:
        said = printed_until(process, "Ctrl+C")
        assert [line.strip() for line in said.splitlines() if line.strip()] == [
            f"Plumbline's desk: http://127.0.0.1:{port}/desk/1DemoClaimsPortalRenewalForecastWorkbook0001",
            "(stop with Ctrl+C)",
        ]
        # A second start, on the same port or on the same folder, says what is so and leaves the first alone.
        assert f"Port {port} is taken by another program" in refused(port, tmp_path / "other")
        assert "Another Plumbline is using the folder" in refused(free_port(), tmp_path)

        process.send_signal(signal.SIGINT)
        assert process.stdout
        rest = process.stdout.read()
        assert process.wait(20) == 0
        assert "Traceback" not in rest


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refused(free_port(), tmp_path / "file" / "data")
    assert "cannot be written to (Not a directory). Choose another one with --data." in said


def test_a_port_there_is_not(tmp_path: Path) -> None:
    assert "less than or equal to 65535" in refused(70_000, tmp_path)


def test_the_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    port = free_port()
    with ready_to_serve(port, tmp_path), pytest.raises(CannotStart), ready_to_serve(free_port(), tmp_path):
        pass
    with ready_to_serve(port, tmp_path):
        pass
