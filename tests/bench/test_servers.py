"""Processes of their own start, also on a busy machine; one that does not start says why."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from app.bench import servers
from app.bench.servers import OUTGOING, free_port, process, wait_for


def test_a_port_that_outgoing_connections_are_never_given() -> None:
    lowest, highest = map(int, OUTGOING.read_text("ascii").split())
    ports = {free_port() for _ in range(50)}
    assert len(ports) > 45
    assert not any(lowest <= port <= highest for port in ports)


def test_a_port_that_nobody_listens_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        drawn = iter([taken.getsockname()[1], taken.getsockname()[1], 10_321])

        class Chance:
            def randrange(self, *_: int) -> int:
                return next(drawn)

        monkeypatch.setattr(servers.random, "SystemRandom", Chance)
        assert free_port() == 10_321


@pytest.fixture
def slow() -> Iterator[str]:
    """Accepts at once and answers its first three callers late."""
    place = socket.create_server(("127.0.0.1", 0))
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nup"

    def serve() -> None:
        for turn in range(4):
            held, _ = place.accept()
            if turn < 3:
                time.sleep(0.15)
            with held:
                held.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{place.getsockname()[1]}/"
    thread.join()
    place.close()


def test_a_late_answer_is_waited_for(slow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "ASK_SECONDS", 0.1)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as running:
        wait_for(slow, running)


def test_one_that_ends_says_why() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with (
            pytest.raises(RuntimeError, match=rf"(?s){port}.* ended with 1: Port {port} is taken"),
            process("sandbox", "--port", port, healthy=f"http://127.0.0.1:{port}/"),
        ):
            raise AssertionError("it must not have started")


def test_one_that_never_answers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "START_SECONDS", 0.1)
    url = f"http://127.0.0.1:{free_port()}/"
    with (
        subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as running,
        pytest.raises(RuntimeError, match="did not answer within"),
    ):
        wait_for(url, running)
