"""The API's document: committed, complete, and what the service really does."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.main import create_app
from app.settings import Settings
from tests.support.demo_answer import DemoBook
from tests.support.google_wire import ACCESS_TOKEN, FakeGoogle, id_token
from tests.support.service import Service, running_service

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"


def _document() -> dict[str, Any]:
    file = Path(tempfile.gettempdir()) / "never-opened.db"
    return create_app(Settings(database_url=f"sqlite:///{file}")).openapi()


def test_the_committed_document_is_current() -> None:
    """Rewrite it with `.venv/bin/python -m tests.api.test_openapi` and read the difference in review."""
    assert json.loads(COMMITTED.read_text("utf-8")) == _document()


def test_every_operation_is_named_tagged_and_declares_its_problems() -> None:
    for path, operations in _document()["paths"].items():
        for operation in operations.values():
            assert operation["operationId"].isidentifier()
            assert operation["tags"]
            assert operation["summary"]
            if path.startswith("/v1/"):
                assert operation["security"] == [{"IdToken": [], "AccessToken": []}]
                for status in ("401", "403", "404", "422", "500", "503"):
                    assert "application/problem+json" in operation["responses"][status]["content"], path


def test_every_field_is_described_with_an_example() -> None:
    for name, schema in _document()["components"]["schemas"].items():
        if name in {"HTTPValidationError", "ValidationError"}:
            continue
        for field, described in schema.get("properties", {}).items():
            assert described.get("description"), f"{name}.{field}"
            plain = "$ref" not in json.dumps(described)
            assert not plain or "examples" in described, f"{name}.{field}"


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Whoever comes with Ana's tokens; every workbook is the demo, or can't be opened."""
    folder = tmp_path_factory.mktemp("fuzz")
    demo = DemoBook()

    def workbook(asked: Any) -> Any:
        if asked.path.count("a") % 2:
            return 404, {}
        return demo(asked)

    wishes = {"reads_per_minute_user": 10**6, "writes_per_minute_user": 10**6}
    wishes |= {"reads_per_minute_project": 10**6, "writes_per_minute_project": 10**6}
    wishes |= {"requests_per_minute_caller": 10**6, "refreshes_per_minute_workbook": 10**6}
    url = f"sqlite:///{folder / 'p.db'}"
    with running_service(url, FakeGoogle(sheets=[workbook]), **wishes) as running:
        yield running


@pytest.fixture(scope="module")
def api_schema(fuzzed: Service) -> Any:
    async def started(scope: Any, receive: Any, send: Any) -> None:
        """The running service, without a second start."""
        if scope["type"] == "http":
            await fuzzed.app(scope, receive, send)
            return
        for phase in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{phase}.complete"})

    return schemathesis.openapi.from_asgi("/openapi.json", started)


schemathesis.openapi.format("iana-time-zone", st.sampled_from(["Europe/Berlin", "America/Lima", "UTC"]))

OPERATIONS = [
    (path, method)
    for path, methods in json.loads(COMMITTED.read_text("utf-8"))["paths"].items()
    for method in methods
]


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_request_surprises_the_service(
    api_schema: Any, path: str, method: str, mode: GenerationMode
) -> None:
    """Requests that fit the document and requests that don't: each answer is one that it declares."""
    play(api_schema, path, method, mode, examples=40)


@pytest.mark.soak
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_request_of_thousands_surprises_the_service(api_schema: Any, mode: GenerationMode) -> None:
    played = sum(play(api_schema, path, method, mode, examples=1500) for path, method in OPERATIONS)
    print(f"\n{played} requests in mode {mode.value}, every check of schemathesis")
    assert played > 1500


def play(api_schema: Any, path: str, method: str, mode: GenerationMode, *, examples: int) -> int:
    """Requests of one operation, each answer validated by every check there is; how many were sent."""
    operation = api_schema[path][method]
    if mode is GenerationMode.NEGATIVE and not path.startswith("/v1/"):
        assert not list(operation.iter_parameters())  # nothing could be wrong with it
        return 0
    sent = 0
    # No schema tells what is inside a file that is sent.
    beyond = [positive_data_acceptance] if "/actuals" in path else []

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        nonlocal sent
        sent += 1
        headers = {}
        if path.startswith("/v1/"):
            headers = {"Authorization": f"Bearer {id_token()}", "X-Google-Access-Token": ACCESS_TOKEN}
        case.call_and_validate(headers=headers, excluded_checks=beyond)

    one()
    return sent


if __name__ == "__main__":
    COMMITTED.write_text(json.dumps(_document(), indent=1, ensure_ascii=False) + "\n", "utf-8")
