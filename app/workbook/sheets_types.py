"""Cells on the wire: what the one read asks for and is answered, and the cells of the one write.

Names and shapes are those of the Sheets API. There are hundreds of thousands of cells, and as these types
they take a third of the time and of the memory that they take as dicts.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from app.typed_json import readable

FIELDS = (
    "spreadsheetId,properties(title,locale,timeZone),developerMetadata(metadataId,metadataKey,metadataValue),"
    "sheets(properties(sheetId,title,index,hidden,gridProperties(rowCount,columnCount)),"
    "tables(tableId,name,range),merges,charts(chartId,spec(title)),"
    "conditionalFormats(ranges,booleanRule(condition,format(backgroundColorStyle))),"
    "developerMetadata(metadataId,metadataKey,metadataValue),"
    "data(startRow,startColumn,rowData(values(effectiveValue,userEnteredValue(formulaValue))),"
    "rowMetadata(hiddenByUser)))"
)
"""The mask of the one read: values, formulas, hidden rows, ids, marks. Sheets refuses blanks after commas."""
CELL, CELL_AND_FORMULA = "effectiveValue", "effectiveValue,userEnteredValue(formulaValue)"


class Part(Struct, frozen=True, gc=False, rename="camel", omit_defaults=True):
    """A part of a message: what is left out has its default, what we don't know is passed over."""


class ErrorValue(Part, frozen=True):
    """`type`: REF, N_A and so on."""

    type: str = ""


class ExtendedValue(Part, frozen=True):
    """Exactly one of them is set."""

    number_value: float | None = None
    string_value: str | None = None
    bool_value: bool | None = None
    error_value: ErrorValue | None = None


class Entered(Part, frozen=True):
    """What was typed into a cell, as far as it is a formula."""

    formula_value: str | None = None


class CellData(Part, frozen=True):
    """One cell; blank without a value."""

    effective_value: ExtendedValue | None = None
    user_entered_value: Entered | None = None


class Link(Part, frozen=True):
    """Where a text leads."""

    uri: str


class RunFormat(Part, frozen=True):
    """How a part of a cell's text looks."""

    link: Link
    foreground_color_style: dict[str, Any]
    underline: bool = True


class TextRun(Part, frozen=True):
    """A part of a cell's text, from its first letter on."""

    format: RunFormat


class CellWrite(Part, frozen=True):
    """One cell as it is written; without a value it becomes blank."""

    user_entered_value: ExtendedValue | None = None
    note: str | None = None
    text_format_runs: list[TextRun] | None = None


class RowData(Part, frozen=True):
    """One row, up to its last cell."""

    values: list[CellData] = []


class RowMetadata(Part, frozen=True):
    """What a row is like beside its cells."""

    hidden_by_user: bool = False


class GridData(Part, frozen=True):
    """A block of rows, and where it begins."""

    start_row: int = 0
    start_column: int = 0
    row_data: list[RowData] = []
    row_metadata: list[RowMetadata] = []


class GridRange(Part, frozen=True):
    """A range; without an end it goes on to the end of the tab."""

    start_row_index: int = 0
    start_column_index: int = 0
    end_row_index: int | None = None
    end_column_index: int | None = None


class GridProperties(Part, frozen=True):
    """The tab's size; a chart's own sheet has none."""

    row_count: int = 0
    column_count: int = 0


class SheetProperties(Part, frozen=True):
    """What a tab is called and where it stands."""

    sheet_id: int = 0
    title: str = ""
    index: int | None = None
    hidden: bool = False
    grid_properties: GridProperties = GridProperties()


class DeveloperMetadata(Part, frozen=True):
    """A mark that only programs see."""

    metadata_id: int = 0
    metadata_key: str = ""
    metadata_value: str = ""


class NamedTable(Part, frozen=True):
    """A Table of the Sheets kind."""

    table_id: str = ""
    name: str = ""
    range: GridRange = GridRange()


class ChartSpec(Part, frozen=True):
    """What a chart shows."""

    title: str = ""


class EmbeddedChart(Part, frozen=True):
    """A chart that floats over the tab."""

    chart_id: int = 0
    spec: ChartSpec = ChartSpec()


class Colour(Part, frozen=True):
    """Each part from 0 to 1."""

    red: float = 0
    green: float = 0
    blue: float = 0


class ColourStyle(Part, frozen=True):
    """A colour of its own; a theme's colour reads as black."""

    rgb_color: Colour = Colour()


class RuleFormat(Part, frozen=True):
    """How a conditional rule paints."""

    background_color_style: ColourStyle = ColourStyle()


class ConditionValue(Part, frozen=True):
    """A formula or value of a condition."""

    user_entered_value: str = ""


class Condition(Part, frozen=True):
    """When a conditional rule applies."""

    type: str = ""
    values: list[ConditionValue] = []


class BooleanRule(Part, frozen=True):
    """A rule that paints all its cells alike."""

    condition: Condition = Condition()
    format: RuleFormat = RuleFormat()


class ConditionalFormat(Part, frozen=True):
    """A conditional rule; one without a boolean rule is a colour scale."""

    ranges: list[GridRange] = []
    boolean_rule: BooleanRule | None = None


class Sheet(Part, frozen=True):
    """One tab."""

    properties: SheetProperties = SheetProperties()
    tables: list[NamedTable] = []
    merges: list[GridRange] = []
    charts: list[EmbeddedChart] = []
    conditional_formats: list[ConditionalFormat] = []
    developer_metadata: list[DeveloperMetadata] = []
    data: list[GridData] = []


class SpreadsheetProperties(Part, frozen=True):
    """What the workbook is called, and where."""

    title: str = ""
    locale: str = "en_US"
    time_zone: str = "Etc/GMT"


@readable
class Spreadsheet(Part, frozen=True):
    """The whole answer."""

    spreadsheet_id: str = ""
    properties: SpreadsheetProperties = SpreadsheetProperties()
    developer_metadata: list[DeveloperMetadata] = []
    sheets: list[Sheet] = []


class DeletedRule(Part, frozen=True):
    """The rule that a request took away, whole, so that it can be put back if it was not ours."""

    rule: dict[str, Any] = {}


class Reply(Part, frozen=True):
    """What Google says of one request of a batch."""

    delete_conditional_format_rule: DeletedRule | None = None


@readable
class BatchAnswer(Part, frozen=True):
    """The answer to a write: what its requests came to, and what the workbook is like now."""

    replies: list[Reply] = []
    updated_spreadsheet: Spreadsheet | None = None
