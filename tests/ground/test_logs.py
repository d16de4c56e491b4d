"""No token survives the log, whoever writes the line."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from app import logs
from app.errors import NoBudgetTab
from tests.support.google_wire import id_token

ACCESS = "ya29.a0AfH6SMBx-very_secret.part2"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logs.configure(json=True)
    written = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    logging.captureWarnings(capture=False)
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()


def _lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_own_lines_are_flat_json_with_time_and_level(stream: io.StringIO) -> None:
    structlog.get_logger("app.test").info("refresh.started", run="1", lines=42)
    (line,) = _lines(stream)
    assert (line["event"], line["run"], line["lines"], line["level"]) == ("refresh.started", "1", 42, "info")
    assert line["logger"] == "app.test"
    assert str(line["timestamp"]).endswith("Z")


@pytest.mark.parametrize(
    "secret",
    [
        ACCESS,
        f"Authorization: Bearer {ACCESS}",
        "Authorization: Bearer opaque-of-some-other-shape",
        "1//0gAbCdEfGhIjKlMnOpQrStUvWxYz",
    ],
)
def test_tokens_are_replaced_wherever_they_stand(stream: io.StringIO, secret: str) -> None:
    token = secret.rsplit(maxsplit=1)[-1]
    log = structlog.get_logger("app.test")
    log.info("x.happened", text=f"before {secret} after", nested={"deep": [secret]}, odd=ValueError(secret))
    logging.getLogger("a.library").warning("said %s", secret)
    logging.getLogger("a.library").warning("said %s", {"header": secret})
    try:
        int(secret)
    except ValueError:
        log.exception("x.broke")
        logging.getLogger("a.library").exception("x broke")
    written = stream.getvalue()
    assert len(_lines(stream)) == 5
    assert token not in written
    assert written.count("[secret]") >= 5


def test_an_id_token_is_a_secret_too(stream: io.StringIO) -> None:
    token = id_token()
    structlog.get_logger("app.test").info("x.happened", text=token)
    assert token.split(".")[1] not in stream.getvalue()
    assert token.split(".")[2] not in stream.getvalue()


def test_paths_of_requests_are_not_logged_by_the_server(stream: io.StringIO) -> None:
    logging.getLogger("uvicorn.access").info("GET /v1/workbooks/1SecretBook")
    logging.getLogger("uvicorn.error").info("Started server process")
    assert [line["event"] for line in _lines(stream)] == ["Started server process"]


def test_a_traceback_tells_where_and_not_what(stream: io.StringIO) -> None:
    cell = "CANARY in a cell"

    def inside() -> None:
        try:
            float(cell)
        except ValueError:
            raise KeyError(cell) from None

    for writer in (structlog.get_logger("app.test"), logging.getLogger("a.library")):
        try:
            try:
                inside()
            except KeyError as error:
                raise RuntimeError(f"not expected: {cell}") from error
        except RuntimeError:
            writer.exception("x.broke")
    for line in _lines(stream):
        told = str(line["exception"])
        assert "CANARY" not in json.dumps(line)
        assert "in inside" in told
        assert "builtins.KeyError\nwhich led to:" in told
        assert told.endswith("builtins.RuntimeError")


def test_what_can_hold_no_cell_may_speak(stream: io.StringIO) -> None:
    for error in (ConnectionRefusedError("port 5432"), NoBudgetTab("None of the 2 tabs is a Budget.")):
        logging.getLogger("a.library").error("x broke", exc_info=error)
    first, second = _lines(stream)
    assert "port 5432" in str(first["exception"])
    assert "None of the 2 tabs" in str(second["exception"])
