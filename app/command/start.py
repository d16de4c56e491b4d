"""What must be so before anything serves: a free port, and a folder that is ours alone to write to."""

from __future__ import annotations

import errno
import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".in-use"


class CannotStart(Exception):  # noqa: N818 - named for what happened
    """Why not, and what to do, in plain words."""


@contextmanager
def ready_to_serve(port: int, data: Path) -> Iterator[None]:
    """Holds `data` while the block runs; raises CannotStart before it when port or folder will not do."""
    refuse_taken_port(port)
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / LOCK).open("w")
    except OSError as error:
        raise CannotStart(
            f"The folder {data} cannot be written to ({error.strerror}). Choose another one with --data."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(
                f"Another Plumbline is using the folder {data}. Stop it, or choose another one with --data."
            ) from error
        yield


def refuse_taken_port(port: int) -> None:
    """Raises CannotStart when nothing can listen on `port` of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                why = f"Port {port} is taken by another program; perhaps Plumbline runs already"
            else:
                why = f"Port {port} cannot be used ({error.strerror})"
            raise CannotStart(f"{why}. Stop that, or choose another port with --port.") from error
