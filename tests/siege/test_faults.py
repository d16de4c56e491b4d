"""Whatever befalls a refresh: the workbook is as without trouble or untouched, and the person is told so."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.siege.fortress import UNLIMITED, fortress
from tests.siege.play import Played, Stage
from tests.siege.schedule import RUN_SECONDS, schedule

SERVICE = "tests.siege.hasty_service"
SETTINGS = UNLIMITED | {"PLUMBLINE_RUN_SECONDS": str(RUN_SECONDS)}
SAMPLE = (9, 15, 18, 1, 2, 10, 11, 14)  # three deaths, five schedules of faults
FULL, FORTRESSES = 300, 3


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with fortress(tmp_path_factory.mktemp("siege"), module=SERVICE, **SETTINGS) as held:
        yield Stage(held)


@pytest.mark.parametrize("seed", [*SAMPLE, pytest.param(17, marks=pytest.mark.soak)])
def test_a_schedule(stage: Stage, seed: int) -> None:
    stage.play(schedule(seed))


@pytest.mark.soak
def test_three_hundred_schedules(tmp_path: Path) -> None:
    seeds = iter(range(1000, 1000 + FULL))
    lock, played, failed = threading.Lock(), list[Played](), list[str]()

    def work(stage: Stage) -> None:
        while True:
            with lock:
                seed = next(seeds, None)
            if seed is None:
                return
            try:
                played.append(stage.play(schedule(seed)))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told at the end
                failed.append(f"{schedule(seed)}: {type(error).__name__}: {error}")
                if stage.held.process is None or stage.held.process.poll() is not None:
                    stage.held.start()

    begun = time.monotonic()
    with ExitStack() as stack:
        stages = []
        for place in range(FORTRESSES):
            folder = tmp_path / str(place)
            folder.mkdir()
            stages.append(Stage(stack.enter_context(fortress(folder, module=SERVICE, **SETTINGS))))
        threads = [threading.Thread(target=work, args=(stage,)) for stage in stages]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:  # also when whoever waits has had enough
            figures(played, failed, time.monotonic() - begun)
    assert not failed
    assert len(played) == FULL


def figures(played: list[Played], failed: list[str], seconds: float) -> None:
    print(f"\n{len(played)} schedules held, {len(failed)} did not, {seconds:.0f} s")
    print("killed in:", dict(Counter(one.schedule.kill or "not killed" for one in played)))
    print("told:", dict(Counter(str(one.said and one.said.value) for one in played)))
    print("written before the second click:", sum(one.written for one in played))
    for line in failed:
        print("  ", line)
