"""Canonical JSON, its hash, and its compressed form: one content, one hash, whatever wrote it."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

LEVEL = 6


def canonical(value: Any) -> bytes:
    """Keys sorted, no blanks; NaN and infinity are refused: an undefined figure is null."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=False
    ).encode()


def digest(body: bytes) -> str:
    """SHA-256 in hex, of the JSON itself: compressed bytes vary by build."""
    return hashlib.sha256(body).hexdigest()


def packed(body: bytes) -> bytes:
    """Compressed."""
    return zlib.compress(body, LEVEL)


def unpacked(blob: bytes) -> bytes:
    """The JSON again."""
    return zlib.decompress(blob)
