"""batchUpdate: requests in order on a draft, all or nothing."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from app.sandbox.errors import ApiError, invalid, unimplemented
from app.sandbox.sheets import kinds
from app.sandbox.sheets.kinds.registry import HANDLERS, Context

JsonDict = dict[str, Any]

for _module in iter_modules(kinds.__path__):
    import_module(f"{kinds.__name__}.{_module.name}")


def apply_requests(ctx: Context, requests: list[JsonDict]) -> list[JsonDict]:
    """Replies of all requests; the first that cannot be done raises, naming its place and kind."""
    if not requests:
        raise invalid("Must specify at least one request.")
    return [_apply(ctx, place, request) for place, request in enumerate(requests)]


def _apply(ctx: Context, place: int, request: JsonDict) -> JsonDict:
    if not request:
        raise invalid(f"Invalid requests[{place}]: No request set.")
    ((name, content),) = request.items()
    handler = HANDLERS.get(name)
    if handler is None:
        raise unimplemented(f"requests[{place}].{name}: this kind of request")
    try:
        reply = handler(ctx, content)
    except ApiError as refusal:
        refusal.message = f"Invalid requests[{place}].{name}: {refusal.message}"
        raise
    ctx.settled = False
    return {} if reply is None else {name: reply}
