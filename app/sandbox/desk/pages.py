"""The desk's pages and what each may load: nothing from outside this machine."""

from __future__ import annotations

import html
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.sandbox.desk.hosts import DESK, FRAME, Origins, origins
from app.sandbox.desk.workbooks import Files, workbooks

STATIC = Path(__file__).parent / "static"


def desk_policy(where: Origins) -> str:
    """The page and its workers talk to their own server; the sidebar's frame has the other origin."""
    return _policy(
        default_src="'none'",
        script_src="'self'",
        style_src="'self'",
        img_src="'self' data:",
        connect_src="'self'",
        worker_src="'self'",
        frame_src=where.frame,
        base_uri="'none'",
        form_action="'none'",
        frame_ancestors="'none'",
    )


def frame_policy(where: Origins) -> str:
    """The sidebar may run its own scripts and styles, and can reach nothing but the desk that holds it."""
    return _policy(
        default_src="'none'",
        script_src=f"'unsafe-inline' {where.frame}",
        style_src=f"'unsafe-inline' {where.frame}",
        img_src="data:",
        connect_src="'none'",
        frame_ancestors=where.desk,
    )


def _policy(**directives: str) -> str:
    return "; ".join(f"{name.replace('_', '-')} {sources}" for name, sources in directives.items())


def page(name: str, policy: str, **values: str) -> HTMLResponse:
    """A page of the static folder with its `{{name}}` places filled in."""
    text = (STATIC / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace("{{" + key + "}}", html.escape(value))
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(text, headers=headers)


def page_router(files: Files) -> APIRouter:
    """`/`, `/desk`, `/desk/{id}`, and the sidebar's frame on the other origin."""
    router = APIRouter()

    def elsewhere(request: Request) -> Response | None:
        """A desk opened by the frame's name is sent to its own."""
        if request.url.hostname == DESK:
            return None
        return RedirectResponse(origins(request).desk + request.url.path)

    @router.get("/", include_in_schema=False)
    def first() -> RedirectResponse:
        held = workbooks(files)
        return RedirectResponse(f"/desk/{held[0].file_id}" if held else "/desk")

    @router.get("/desk", include_in_schema=False)
    def shelf(request: Request) -> Response:
        return elsewhere(request) or page("shelf.html", desk_policy(origins(request)))

    @router.get("/desk/{spreadsheet_id}", include_in_schema=False)
    def desk(spreadsheet_id: str, request: Request) -> Response:
        where = origins(request)
        return elsewhere(request) or page(
            "desk.html", desk_policy(where), spreadsheet_id=spreadsheet_id, frame_origin=where.frame
        )

    @router.get("/desk/frame/sidebar", include_in_schema=False)
    def frame(request: Request) -> Response:
        if request.url.hostname != FRAME:
            raise HTTPException(421, "The sidebar lives on its own origin.")
        where = origins(request)
        return page("frame/sidebar.html", frame_policy(where), desk_origin=where.desk)

    return router
