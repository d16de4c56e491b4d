"""Settings: what is refused, what is closed while unset, and a page that describes each of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("PLUMBLINE_"):
            monkeypatch.delenv(name)


def test_unset_is_strict_and_closed() -> None:
    settings = Settings()
    assert settings.environment == "production"
    assert not settings.configured
    assert settings.sheets_url == "https://sheets.googleapis.com"
    assert settings.certificates_url == "https://www.googleapis.com/oauth2/v1/certs"
    assert settings.tokeninfo_url == "https://www.googleapis.com/oauth2/v3/tokeninfo"
    assert settings.database == "sqlite:///data/plumbline.db"


def test_lists_come_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "PLUMBLINE_CLIENT_IDS", "one.apps.googleusercontent.com, two.apps.googleusercontent.com,"
    )
    monkeypatch.setenv("PLUMBLINE_DOMAINS", "Northlight.example")
    settings = Settings()
    assert settings.client_ids == ("one.apps.googleusercontent.com", "two.apps.googleusercontent.com")
    assert settings.domains == ("northlight.example",)
    assert settings.configured


def test_every_google_request_goes_where_it_is_sent() -> None:
    settings = Settings(google_url="http://127.0.0.1:8000/")
    assert settings.sheets_url == "http://127.0.0.1:8000"
    assert settings.certificates_url == "http://127.0.0.1:8000/oauth2/v1/certs"
    assert settings.tokeninfo_url == "http://127.0.0.1:8000/oauth2/v3/tokeninfo"


@pytest.mark.parametrize(
    "address",
    [
        "http://sandbox.example",
        "https://sheets.googleapis.com.evil.example",
        "http://sheets.googleapis.com",
        "http://127.0.0.1.evil.example",
        "http://10.0.0.7:8000",
    ],
)
def test_tokens_leave_the_machine_in_development_only(address: str) -> None:
    with pytest.raises(ValidationError, match="PLUMBLINE_GOOGLE_URL"):
        Settings(google_url=address)
    assert Settings(google_url=address, environment="development").google_url == address


@pytest.mark.parametrize("address", ["http://localhost:1", "http://[::1]:8000", "https://www.googleapis.com"])
def test_here_and_google_itself_are_fine(address: str) -> None:
    assert Settings(google_url=address).google_url == address


@pytest.mark.parametrize(
    "wrong",
    [
        {"google_url": "ftp://127.0.0.1"},
        {"google_url": "http://user:secret@127.0.0.1"},
        {"google_url": "http://127.0.0.1/?key=1"},
        {"domains": "*"},
        {"domains": "*.example.com"},
        {"domains": "ana@example.com"},
        {"domains": "localhost"},
        {"client_ids": "*"},
        {"client_ids": "short"},
        {"database_url": "sqlite://"},
        {"database_url": "sqlite:///:memory:"},
        {"database_url": "mysql://somewhere"},
        {"database_url": "postgresql://somewhere"},
        {"wait_seconds": 51},
        {"environment": "staging"},
    ],
)
def test_what_is_unsafe_or_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Settings(**wrong)


def test_the_page_describes_exactly_what_there_is() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    told = dict(re.findall(r"^### `PLUMBLINE_([A-Z_]+)`\n\n(.+?)\n(?=\n|\Z)", page, re.MULTILINE))
    described = {name.upper(): field.description for name, field in Settings.model_fields.items()}
    assert told == described
