"""The cells of an HTML table, or of any HTML a line a row."""

from __future__ import annotations

from html.parser import HTMLParser

_CELLS = frozenset({"td", "th"})
_LINES = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._text = ""
        self._in_cell = False
        self._table = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag == "tr":
            self._table = True
            self.rows.append([])
        elif tag in _CELLS:
            self._in_cell, self._text = True, ""
        elif tag == "br":
            self._text += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append(self._text.strip())
            self._in_cell, self._text = False, ""
        elif tag in _LINES and not self._table:
            self.finish()

    def handle_data(self, data: str) -> None:
        if self._in_cell or not self._table:
            self._text += " ".join(data.split()) if self._in_cell else data

    def finish(self) -> None:
        """End a line of text that stands outside any table."""
        if not self._table and self._text.strip():
            self.rows.extend([line.strip()] for line in self._text.strip().split("\n"))
            self._text = ""


def rows_of_html(text: str) -> list[list[str]]:
    """Rows of texts."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.finish()
    return reader.rows
