"""The collector is held still while anyone needs it to be, and not a moment longer."""

from __future__ import annotations

import gc
import threading

import pytest

from app.gc_pause import collection_paused


def test_the_last_one_out_lets_the_collector_go_on() -> None:
    assert gc.isenabled()
    with collection_paused():
        with collection_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_lets_it_go_on_too() -> None:
    with pytest.raises(ValueError, match="x"), collection_paused():
        raise ValueError("x")
    assert gc.isenabled()


def test_threads_count_together() -> None:
    inside, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with collection_paused():
            inside.set()
            leave.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    with collection_paused():
        pass
    assert not gc.isenabled()
    leave.set()
    holder.join()
    assert gc.isenabled()
