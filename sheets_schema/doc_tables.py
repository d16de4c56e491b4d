"""Column tables of docs/workbook.md and docs/portfolio.md, from the contracts.

`python -m sheets_schema.doc_tables` renews them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sheets_schema.loader import load
from sheets_schema.model import Field, Schema, Tab
from sheets_schema.portfolio import load_portfolio

BEGIN, END = "<!-- tables of the contract: begin -->", "<!-- tables of the contract: end -->"
_DOCS = Path(__file__).parents[1] / "docs"
PAGE, PORTFOLIO_PAGE = _DOCS / "workbook.md", _DOCS / "portfolio.md"


def tables(schema: Schema) -> str:
    """Markdown: a heading and a table for each tab."""
    theirs = ["## Tabs that you write", *map(_tab, schema.inputs)] if schema.inputs else []
    parts = [*theirs, "## Tabs that Plumbline writes"]
    return "\n\n".join([*parts, *map(_tab, schema.outputs)])


def renewed(page: str, schema: Schema) -> str:
    """`page` with the tables between the two marks made anew."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{tables(schema)}\n\n{END}{tail}"


def _tab(tab: Tab) -> str:
    fields = tab.keys or tab.fields
    first = "setting" if tab.keys else "figure" if tab.layout == "page" else "column"
    is_input = tab.written_by == "pmo"
    lines = [f"### {tab.title}", "", tab.description]
    if is_input:
        lines[-1] += " Required." if tab.required else " Optional."
    lines += ["", *_table(fields, first, with_headings=is_input)]
    lines += [f"\n{series.description} Unit: {series.unit}." for series in tab.series]
    if tab.thresholds:
        lines.append(
            "\nA setting such as `V1.amber` sets the limit of a check; the page of checks lists them."
        )
    return "\n".join(lines)


def _table(fields: Iterable[Field], first: str, *, with_headings: bool) -> Iterable[str]:
    heads = [first, "holds", "meaning", *(["also headed"] if with_headings else [])]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for field in fields:
        cells = [
            f"**{field.title}**" + (" (required)" if field.required else ""),
            _holds(field),
            _meaning(field),
        ]
        if with_headings:
            cells.append(", ".join(field.headings))
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _holds(field: Field) -> str:
    if field.unit:
        return field.unit
    return {"string": "text", "any": "any value"}.get(field.type, field.type)


def _meaning(field: Field) -> str:
    said = field.description if not field.enum else f"{field.description} One of: {', '.join(field.enum)}."
    return said if field.audience == "internal" else f"{said} May be shown to a client."


if __name__ == "__main__":
    for page, contract in ((PAGE, load()), (PORTFOLIO_PAGE, load_portfolio())):
        page.write_text(renewed(page.read_text("utf-8"), contract), "utf-8")
