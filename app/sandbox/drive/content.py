"""Bytes that a client sent, with what it called them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """`content_type` as sent, parameters included."""

    data: bytes
    content_type: str

    @property
    def mime_type(self) -> str:
        """Without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()
