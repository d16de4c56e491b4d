"""The add-on's own files, served as they are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Response

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\.(gs|html)")
FRESH = {"Cache-Control": "no-store"}


def manifest(folder: Path) -> dict[str, Any]:
    """The add-on's `appsscript.json`, read anew: it may change while the desk is open."""
    held: dict[str, Any] = json.loads((folder / "appsscript.json").read_text(encoding="utf-8"))
    return held


def script_router(folder: Path) -> APIRouter:
    """What an execution loads: the list of files, the manifest, and each file.

    `.gs` files go out as JavaScript, or a worker would not import them.
    """
    router = APIRouter(prefix="/sandbox/script")

    @router.get("")
    def describe(response: Response) -> dict[str, Any]:
        response.headers.update(FRESH)
        return {"files": sorted(path.name for path in folder.glob("*.gs")), "manifest": manifest(folder)}

    @router.get("/files/{name}")
    def file(name: str) -> Response:
        path = folder / name
        if not NAME.fullmatch(name) or not path.is_file():
            raise HTTPException(404, f"The script has no file {name}.")
        kind = "text/javascript" if path.suffix == ".gs" else "text/plain"
        return Response(path.read_bytes(), media_type=f"{kind}; charset=utf-8", headers=FRESH)

    return router
