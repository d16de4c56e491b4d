"""Data sources: BigQuery and Looker are out of reach here, and are refused in so many words."""

from __future__ import annotations

from typing import Any

from app.sandbox.errors import unimplemented
from app.sandbox.sheets.kinds.registry import Context, kind

JsonDict = dict[str, Any]
KINDS = (
    "addDataSource",
    "updateDataSource",
    "deleteDataSource",
    "refreshDataSource",
    "cancelDataSourceRefresh",
)


def refuse(_ctx: Context, _request: JsonDict) -> None:
    """Nothing is connected, and the caller is told so."""
    raise unimplemented("Connecting to data sources (BigQuery, Looker)")


for _name in KINDS:
    kind(_name)(refuse)
