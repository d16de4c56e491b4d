"""What is wrong with a request, in Google's words, each with its path."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson

from app.sandbox.errors import ApiError

_BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"

Path = tuple["Path | None", str | int]
"""A place in a request, from its end: `((None, "requests"), 0)`. Spelled out only when something is wrong."""


def spelled(path: Path | None) -> str:
    """`requests[0].add_sheet`; empty for the whole request."""
    text = ""
    while path is not None:
        parent, piece = path
        mark = "" if isinstance(piece, int) or parent is None else "."
        text = f"{mark}{f'[{piece}]' if isinstance(piece, int) else piece}{text}"
        path = parent
    return text


@dataclass(slots=True)
class Violations:
    """Everything found wrong, in order."""

    found: list[tuple[str, str]] = field(default_factory=list)

    def add(self, path: Path | None, text: str) -> None:
        """A violation in words of its own."""
        self.found.append((spelled(path), text))

    def unknown(self, name: str, path: Path | None) -> None:
        """A name that the message at `path` does not have."""
        self.add(path, f"{_payload(name, path)}: Cannot find field.")

    def not_repeating(self, name: str, path: Path | None) -> None:
        """A list where one value belongs."""
        self.add(path, f"{_payload(name, path)}: Proto field is not repeating, cannot start list.")

    def invalid(self, path: Path, type_name: str, shown: str) -> None:
        """A value of the wrong type."""
        self.add(path, f"Invalid value at '{spelled(path)}' ({type_name}), {shown}")

    def error(self) -> ApiError:
        """One 400 that names every violation."""
        violations = [{"field": f, "description": d} if f else {"description": d} for f, d in self.found]
        message = "\n".join(text for _, text in self.found)
        return ApiError(400, message, details=[{"@type": _BAD_REQUEST, "fieldViolations": violations}])


def _payload(name: str, path: Path | None) -> str:
    place = f" at '{spelled(path)}'" if path is not None else ""
    return f'Invalid JSON payload received. Unknown name "{name}"{place}'


def bad_request(field_name: str, text: str) -> ApiError:
    """A 400 with one field violation."""
    return Violations([(field_name, text)]).error()


def shown(value: Any) -> str:
    """A value as a refusal quotes it."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return orjson.dumps(value).decode()
    return str(value)
