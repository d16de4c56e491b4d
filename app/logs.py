"""One log, for our own lines and those of libraries: no token and no cell is in it, tracebacks included.

Events are named `noun.verb` (`refresh.started`), values are flat fields. A traceback tells where and which
kind of error, not its message: messages quote what a workbook holds ("could not convert string to float").
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError
from structlog.typing import EventDict, Processor

from app.errors import AppError

# Google's access tokens, refresh tokens, JWTs, and whatever follows "Bearer".
SECRET = re.compile(
    r"ya29\.[\w.~+/-]+=*|\b1//[\w-]{20,}|eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|(?<=[Bb]earer )[\w.~+/=-]+"
)
PLACEHOLDER = "[secret]"


def without_secrets(text: str) -> str:
    """`text` with every token replaced."""
    return SECRET.sub(PLACEHOLDER, text)


# Their messages tell of connections, files and our own words, never of a cell.
SPEAKING = (AppError, OSError, ImportError, OperationalError)


def traceback_without_values(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """In place of structlog's own: kinds of error and lines of code, from the first cause on."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_told(error))
    return event


def _told(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _told(cause)
        yield "which led to:"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    yield f"{kind}: {error}" if isinstance(error, SPEAKING) else kind


def redact(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Replace tokens in every text field; runs after tracebacks have become text."""
    return {key: without_secrets(value) if isinstance(value, str) else value for key, value in event.items()}


def configure(*, json: bool | None = None, level: str = "INFO") -> None:
    """Set up logging for the process. `json` None: JSON unless standard error is a terminal."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        traceback_without_values,
        redact,
    ]
    as_json = not sys.stderr.isatty() if json is None else json
    last: Processor = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _flat, last],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(capture=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.NOTSET)
    # Paths hold workbook ids; our own line for each request carries the template instead.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _flat(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Anything that is no plain value becomes redacted text, so that nothing hides inside a structure."""
    plain = (str, int, float, bool, type(None))
    return {
        key: value if isinstance(value, plain) else without_secrets(str(value))
        for key, value in event.items()
    }
