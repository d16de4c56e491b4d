"""One log, for our own lines and those of libraries; no token survives in it, tracebacks included.

Events are named `noun.verb` (`refresh.started`), values are flat fields, and no cell's content is logged.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

# Google's access tokens, refresh tokens, JWTs, and whatever follows "Bearer".
SECRET = re.compile(
    r"ya29\.[\w.~+/-]+=*|\b1//[\w-]{20,}|eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?|(?<=[Bb]earer )[\w.~+/=-]+"
)
PLACEHOLDER = "[secret]"


def without_secrets(text: str) -> str:
    """`text` with every token replaced."""
    return SECRET.sub(PLACEHOLDER, text)


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
        structlog.processors.format_exc_info,
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
