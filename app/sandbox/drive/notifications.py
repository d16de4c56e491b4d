"""The messages that Drive would have sent when a file is shared: kept, never sent."""

from __future__ import annotations

from typing import Any

import orjson

from app.sandbox.clock import stamp
from app.sandbox.database import Database
from app.sandbox.drive.call import Call
from app.sandbox.file_record import FileRecord

TABLE = "CREATE TABLE IF NOT EXISTS notifications (number INTEGER PRIMARY KEY, message BLOB NOT NULL)"


def notify(call: Call, record: FileRecord, permission: dict[str, Any]) -> None:
    """Note what would have gone out."""
    message = {
        "to": permission.get("emailAddress", ""),
        "from": call.identity.email,
        "file_id": record.file_id,
        "name": record.name,
        "role": permission["role"],
        "message": call.query.get("emailMessage", ""),
        "at": stamp(call.state.store.clock()),
    }
    with call.state.store.database.transaction() as connection:
        connection.execute(TABLE)
        connection.execute("INSERT INTO notifications (message) VALUES (?)", (orjson.dumps(message),))


def notifications(database: Database) -> list[dict[str, Any]]:
    """All of them, oldest first."""
    with database.transaction() as connection:
        connection.execute(TABLE)
    return [
        orjson.loads(row[0]) for row in database.rows("SELECT message FROM notifications ORDER BY number")
    ]
