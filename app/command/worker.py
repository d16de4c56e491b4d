"""`plumbline worker`: nightly runs and nothing else, until it is told to stop."""

from __future__ import annotations

import signal
import threading
from types import FrameType

import structlog

from app.settings import Settings

log = structlog.get_logger(__name__)


def work(settings: Settings) -> int:
    """Exit code: 0 when told to stop, 1 when it can't begin.

    SIGTERM and SIGINT let what is under way end; what doesn't within seconds, another worker takes over.
    """
    from app.jobs.upkeep import Upkeep
    from app.main import limits_of, prepare
    from app.store.engine import make_engine
    from app.worker import prepare_night, shift_of

    if not settings.service_account_files:
        log.error("worker.not_started", why="PLUMBLINE_SERVICE_ACCOUNT_FILES is not set")
        return 1
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: _tell(told, _number, _frame))
    engine = make_engine(settings.database)
    prepare(settings, engine)
    prepare_night(settings, engine)
    upkeep = Upkeep(engine)
    upkeep.start()
    shift = shift_of(settings, engine, upkeep, limits_of(settings))
    shift.start()
    log.info("worker.started", worker=upkeep.worker_id)
    told.wait()
    shift.stop()
    upkeep.stop()
    engine.dispose()
    log.info("worker.stopped", worker=upkeep.worker_id)
    return 0


def _tell(told: threading.Event, _number: int, _frame: FrameType | None) -> None:
    told.set()
