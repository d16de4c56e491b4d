"""Where comments are kept: one row each, with its replies inside."""

from __future__ import annotations

from typing import Any

import orjson

from app.sandbox.database import Database

JsonDict = dict[str, Any]
TABLE = """CREATE TABLE IF NOT EXISTS comments (
  number INTEGER PRIMARY KEY AUTOINCREMENT, file_id TEXT NOT NULL, comment BLOB NOT NULL)"""


class CommentStore:
    """Comments by file. Authors are kept by e-mail address and shown by name."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.transaction() as connection:
            connection.execute(TABLE)
            connection.execute("CREATE INDEX IF NOT EXISTS comments_of_a_file ON comments (file_id)")

    def all(self, file_id: str) -> list[JsonDict]:
        """In the order of writing."""
        rows = self._database.rows(
            "SELECT comment FROM comments WHERE file_id = ? ORDER BY number", (file_id,)
        )
        return [orjson.loads(row[0]) for row in rows]

    def add(self, file_id: str, comment: JsonDict) -> JsonDict:
        """The comment with its new id."""
        with self._database.transaction() as connection:
            number = connection.execute(
                "INSERT INTO comments (file_id, comment) VALUES (?, '{}')", (file_id,)
            ).lastrowid
            made = {"id": f"AAAA{number:07d}", **comment}
            connection.execute(
                "UPDATE comments SET comment = ? WHERE number = ?", (orjson.dumps(made), number)
            )
        return made

    def keep(self, comment: JsonDict) -> None:
        """The comment as it is from now on."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE comments SET comment = ? WHERE number = ?",
                (orjson.dumps(comment), int(comment["id"].removeprefix("AAAA"))),
            )
