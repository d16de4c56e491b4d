"""Which names of this machine the desk answers to, and the two origins it lives on."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import HTTPException, Request

DESK, FRAME = "127.0.0.1", "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The desk and the sidebar's frame: one server, two origins, so that neither reads the other."""

    desk: str
    frame: str


def origins(request: Request) -> Origins:
    """Both origins, at the port of this request."""
    port = f":{request.url.port}" if request.url.port else ""
    return Origins(desk=f"http://{DESK}{port}", frame=f"http://{FRAME}{port}")


def on_this_machine(request: Request) -> None:
    """Refuses every other name: a page elsewhere may point its own name at this machine."""
    if request.url.hostname not in (DESK, FRAME):
        raise HTTPException(421, f"The desk answers at {origins(request).desk} only.")
