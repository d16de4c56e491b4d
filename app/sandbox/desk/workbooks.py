"""Which workbooks there are, and whether one has changed since the desk last looked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from fastapi import APIRouter, HTTPException, Response

SPREADSHEET = "application/vnd.google-apps.spreadsheet"


class File(Protocol):
    """What the desk needs to know of a file."""

    @property
    def file_id(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def owner(self) -> str: ...  # noqa: D102
    @property
    def mime_type(self) -> str: ...  # noqa: D102
    @property
    def modified(self) -> datetime: ...  # noqa: D102
    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def trashed(self) -> bool: ...  # noqa: D102


class Files(Protocol):
    """The sandbox's store, seen from the desk."""

    def files(self) -> Iterable[File]:
        """All files, newest first."""

    def file(self, file_id: str) -> File:
        """One file; KeyError when there is none."""


def workbooks(files: Files) -> list[File]:
    """The workbooks, oldest first: the demo is the first."""
    held = [file for file in files.files() if file.mime_type == SPREADSHEET and not file.trashed]
    return held[::-1]


def workbook_router(files: Files) -> APIRouter:
    """The list, and the cheap question the page asks several times a second."""
    router = APIRouter(prefix="/sandbox/desk")

    @router.get("/workbooks")
    def listed() -> list[dict[str, Any]]:
        return [
            {"id": file.file_id, "name": file.name, "owner": file.owner, "modified": file.modified}
            for file in workbooks(files)
        ]

    @router.get("/workbooks/{file_id}/version")
    def version(file_id: str, response: Response) -> dict[str, Any]:
        response.headers["Cache-Control"] = "no-store"
        try:
            file = files.file(file_id)
        except KeyError:
            raise HTTPException(404, "There is no such workbook.") from None
        return {"version": file.version, "name": file.name}

    return router
