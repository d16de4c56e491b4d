"""Holds Python's cycle collector still while a refresh builds its large, acyclic structures.

A workbook arrives as hundreds of thousands of dicts and leaves as as many; the collector would walk
all of them again and again (five times the parse of 50,000 cells, measured). None of them is garbage.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_holders = 0


@contextmanager
def collection_paused() -> Iterator[None]:
    """No cycle collection in this process until the last of those who paused it is done."""
    global _holders  # noqa: PLW0603 # the collector itself is one for the process
    with _lock:
        _holders += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _holders -= 1
            if _holders == 0:
                gc.enable()
