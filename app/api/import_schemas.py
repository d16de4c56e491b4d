"""A file of bookings as it is sent, what would come of it, and what did."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from app.intake.uploaded import LARGEST

BASE64 = LARGEST * 4 // 3 + 4
FILE = "RGF0ZSxEb2N1bWVudCxBbW91bnQKMjAyNi0wMy0xMyxKRS0xLDEK"
STAMP = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_TOTAL = "A decimal number, in the file's own currency."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ImportRequest(_Strict):
    """A file of bookings."""

    name: str = Field(
        description="Its name.", min_length=1, max_length=200, examples=["Project Cost Detail.csv"]
    )
    content: str = Field(
        description=f"Its bytes as base64; at most {LARGEST / 1e6:.0f} MB of them.",
        min_length=1,
        max_length=BASE64,
        examples=[FILE],
    )


class ImportOrder(ImportRequest):
    """The same file, and the preview that a person agreed to."""

    preview: str = Field(description="From the preview.", pattern="^[0-9a-f]{64}$", examples=[STAMP])


class ChangedBooking(_Strict):
    """Imported before, and other now; what stands in Actuals is left as it is."""

    document: str = Field(description="Document and line.", examples=["JE-104/2"])
    row: int = Field(description="Row of the file.", examples=[12])
    stands: str = Field(description="What Actuals has.", examples=["560"])
    says: str = Field(description="What the file has.", examples=["570"])


class UnmatchedBooking(_Strict):
    """A booking that no single line fits; it goes in with what the file said, and is flagged."""

    document: str = Field(description="Document and line.", examples=["EX-9"])
    row: int = Field(description="Row of the file.", examples=[12])
    task: str = Field(description="As the file says.", examples=["Ferry"])
    account: str = Field(description="As the file says.", examples=["5200 - Travel"])
    amount: str = Field(description=_TOTAL, examples=["-120.40"])


class ControlView(_Strict):
    """A total that the file states, beside what its bookings come to."""

    label: str = Field(description="What it is of.", examples=["5100 - Labour"])
    row: int = Field(description="Row of the file.", examples=[10])
    stated: str = Field(description=_TOTAL, examples=["8200.00"])
    counted: str = Field(description=_TOTAL, examples=["8200.00"])


class ImportPreview(_Strict):
    """What would come of it. Matched, unmatched and other projects' totals come to the file's."""

    file: str = Field(description="The file's name.", examples=["bookings.csv"])
    kind: str = Field(description="report (grouped, with totals) or list.", examples=["report"])
    bookings: int = Field(description="In the file.", examples=[4])
    total: str = Field(description=_TOTAL, examples=["8079.60"])
    hours: str = Field(description="A decimal number.", examples=["12.5"])
    matched_total: str = Field(description=_TOTAL, examples=["7000.00"])
    unmatched_total: str = Field(description=_TOTAL, examples=["1079.60"])
    other_projects_total: str = Field(description=_TOTAL, examples=["0"])
    new: int = Field(description="That would be added.", examples=[4])
    known: int = Field(description="Imported before.", examples=[0])
    changed: list[ChangedBooking] = Field(description="Imported before, and other now.")
    unmatched: list[UnmatchedBooking] = Field(description="That no single line fits.")
    of_other_projects: int = Field(description="Left out.", examples=[0])
    controls: list[ControlView] = Field(description="Totals of the file; all of them hold.")
    unused_columns: list[str] = Field(description="Headings without a use.", examples=[["Memo"]])
    tab: str = Field(description="Where the rows would go.", examples=["Actuals"])
    cells: str = Field(description="The cells; blank for none.", examples=["A12:J15"])
    preview: str = Field(description="Names this preview when it is confirmed.", examples=[STAMP])


class ImportDone(_Strict):
    """What came of it."""

    tab: str = Field(description="Where the rows are.", examples=["Actuals"])
    cells: str = Field(description="The cells; blank for none.", examples=["A12:J15"])
    written: int = Field(description="Bookings that were added.", examples=[4])
    known: int = Field(description="Imported before.", examples=[0])
    changed: int = Field(description="Imported before and other now; left as they stand.", examples=[0])
