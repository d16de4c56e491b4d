"""The link a cell carries as a whole."""

from __future__ import annotations

import re
from typing import Any

from app.sandbox.grid.cell_format import Format
from app.sandbox.grid.value import Formula, Value

_HYPERLINK = re.compile(r'=\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;].*)?\)\s*\Z', re.IGNORECASE | re.DOTALL)


def hyperlink(entered: Value, cell_format: Format | None, extra: dict[str, Any]) -> str:
    """The address a `=HYPERLINK("…")` or a linked text format names, else that of a single linked run."""
    if type(entered) is Formula:
        match = _HYPERLINK.match(entered.text)
        if match is not None:
            return match[1].replace('""', '"')
    if cell_format is not None:
        uri = cell_format.json.get("textFormat", {}).get("link", {}).get("uri")
        if uri:
            return str(uri)
    links = {run.get("format", {}).get("link", {}).get("uri") for run in extra.get("textFormatRuns", ())}
    links.discard(None)
    return str(links.pop()) if len(links) == 1 else ""
