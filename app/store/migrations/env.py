"""How Alembic reaches the database: one online run, for both kinds of database."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from app.store.engine import make_engine
from app.store.tables import UtcDateTime, metadata, one_active_run


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Tables of others in the same database are not ours to drop."""
    return kind != "table" or name in metadata.tables


def plain_type(_kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Revisions name no class of ours, which may change after them."""
    return "sa.DateTime(timezone=True)" if isinstance(item, UtcDateTime) else False


one_active_run()
engine = make_engine(context.config.attributes["url"])
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_name=ours,
        render_item=plain_type,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
