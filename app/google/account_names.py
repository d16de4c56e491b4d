"""The service accounts' addresses, for whom a workbook must be shared with; of their keys nothing is used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.errors import NoServiceAccount, UnusableKeyFile


def account_names(files: Iterable[Path]) -> tuple[str, ...]:
    """The addresses that stand in these key files, in order, each once."""
    return tuple(sorted({_address(file) for file in files}))


def account_for(workbook_id: str, names: Sequence[str]) -> str:
    """Which account opens a workbook by night: always the same one, and about as many workbooks each.

    By the highest hash of both (rendezvous): an account more takes over its part, and moves nothing else.
    """
    if not names:
        raise NoServiceAccount("No service account is set up.")
    return max(names, key=lambda name: hashlib.sha256(f"{name} {workbook_id}".encode()).digest())


def _address(file: Path) -> str:
    try:
        found = json.loads(file.read_text("utf-8"))["client_email"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UnusableKeyFile(f"{file.name} can't be read as a service account's key file.") from None
    if not isinstance(found, str):
        raise UnusableKeyFile(f"{file.name} names no service account.")
    return found
