"""Exports as NetSuite and others write them, made by hand for tests."""

from __future__ import annotations

REPORT = """\
Northlight Works Ltd (invented),,,,,,
Project Cost Detail,,,,,,
End of Mar 2026,,,,,,
,,,,,,
Account,Date,Document Number ,Project,Employee,Memo,Amount
5100 - Labour,,,,,,
,03/13/2026,TB-1,Harbour lights,Ben,Drawings,"7,000.00"
,03/20/2026,TB-2,Harbour lights,Ana,Lamps,1234.56
,03/20/2026,TB-2,Harbour lights,Ana,Lamps again,(34.56)
Total - 5100 - Labour,,,,,,"$8,200.00"
5200 - Travel,,,,,,
,03/31/2026,EX-9,Harbour lights,,Ferry,120.40 CR
Total - 5200 - Travel,,,,,,-120.40
Total,,,,,,"8,079.60"
"""

_SEARCH = """\
Internal ID|Date|Transaction Number|Internal ID|Project|Project Task|Employee|Duration (Decimal)
41|2026-03-13|TB-1|7|Parent : Harbour lights|1.2 Drawings|Ben|8.00
42|2026-03-16|TB-3|7|Parent : Harbour lights|2.1 Lamps|Ana|4.50
43|2026-03-17|TB-4|8|Parent : Other work|2.1 Lamps|Ana|2.00
"""
_MONEY = """\
Amount (Net of Tax)|Amount (Net)|Currency|Internal ID|Approval Status
|560.00|EUR|9|Approved
360.00|428.40|EUR|9|Pending
160.00|190.40|EUR|9|Approved
"""
SEARCH = "\ufeff" + "\r\n".join(
    f"{left}|{right}".replace("|", "\t")
    for left, right in zip(_SEARCH.splitlines(), _MONEY.splitlines(), strict=True)
)


def _row(*cells: str | float | None) -> str:
    """A row of SpreadsheetML; what is blank is left out, and the next cell says where it stands."""
    said = []
    for at, cell in enumerate(cells, 1):
        if cell is not None:
            kind = "String" if isinstance(cell, str) else "Number"
            gap = f' ss:Index="{at}"' if at > 1 and cells[at - 2] is None else ""
            said.append(f'<Cell{gap}><Data ss:Type="{kind}">{cell}</Data></Cell>')
    return f"<Row>{''.join(said)}</Row>"


_SS = "urn:schemas-microsoft-com:office:spreadsheet"
SPREADSHEETML = (
    f'<?xml version="1.0" encoding="utf-8"?><Workbook xmlns="{_SS}" xmlns:ss="{_SS}">'
    '<Worksheet ss:Name="Results"><Table>'
    + _row("Posting Period", "Document Number", "Project Task", "Debit", "Credit")
    + _row("Mar 2026", "JE-1", "1.2", 500.25)
    + _row("Mar 2026", "JE-1", "2.1", None, 20.25)
    + "</Table></Worksheet></Workbook>"
)

PLAIN = """\
Datum;Belegnummer;Aufgabe;Mitarbeiter;Stunden;Betrag
13.03.2026;R-1;Drawings;Ben;8,5;1.234,50
31.03.2026;R-2;Lamps;Ana;;-34,50
"""
