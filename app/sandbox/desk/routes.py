"""Puts the desk into an application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Response
from fastapi.staticfiles import StaticFiles

from app.sandbox.desk.editor import PREFIX, Doorkeepers, Editor
from app.sandbox.desk.hosts import on_this_machine
from app.sandbox.desk.pages import STATIC, page_router
from app.sandbox.desk.relay import relay_router
from app.sandbox.desk.scripts import manifest, script_router
from app.sandbox.desk.storage import ScriptStorage, storage_router
from app.sandbox.desk.workbooks import Files, workbook_router


class FreshFiles(StaticFiles):
    """Static files which a browser asks about each time: there is no build step to rename them."""

    async def get_response(self, path: str, scope: Any) -> Response:
        """The file, with the order to ask again."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def install(
    app: FastAPI, *, files: Files, doorkeepers: Doorkeepers, scripts: Path, backend: str | None = None
) -> None:
    """Add the desk's pages and what its scripts ask for.

    `files` is the sandbox's store; `doorkeepers` its `Traffic`; `scripts` the folder of the add-on (`.gs`,
    `.html`, `appsscript.json`); `backend` the address that stands for the manifest's first
    `urlFetchWhitelist` entry, such as `http://127.0.0.1:8000/v1`; None: the same path on this very server.
    """

    def production() -> str | None:
        allowed: list[str] = manifest(scripts).get("urlFetchWhitelist", [])
        return allowed[0] if allowed else None

    desk = APIRouter(dependencies=[Depends(on_this_machine)])
    for router in (
        page_router(files),
        workbook_router(files),
        script_router(scripts),
        storage_router(ScriptStorage()),
        relay_router(prefix=production, backend=backend),
    ):
        desk.include_router(router)
    app.mount(PREFIX, Editor(app.router, doorkeepers))
    app.mount("/desk/static", FreshFiles(directory=STATIC), name="desk-static")
    app.include_router(desk)
