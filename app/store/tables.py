"""The tables. Times are UTC; ids of runs are uuid4 in hex; bodies are canonical JSON, compressed."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(sa.TypeDecorator[dt.datetime]):
    """An aware time, kept and returned in UTC (SQLite returns what it is given without a zone)."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: dt.datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> dt.datetime | None:
        """A time without a zone is a mistake, never UTC by guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(dt.UTC)

    def process_result_value(
        self,
        value: dt.datetime | None,
        dialect: sa.Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> dt.datetime | None:
        """In UTC, aware."""
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


run = sa.Table(
    "run",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("workbook_id", sa.String(128), nullable=False),
    sa.Column("mode", sa.String(16), nullable=False, comment="interactive"),
    sa.Column("state", sa.String(16), nullable=False, comment="running | done | failed | interrupted"),
    sa.Column("owner", sa.String(64), nullable=False, comment="the process that works on it: worker.id"),
    sa.Column("by_sub", sa.String(255), nullable=False, comment="Google's number of the person"),
    sa.Column("by_email", sa.String(320), nullable=False, comment="a label"),
    sa.Column("idempotency_key", sa.String(200), comment="made by the page, once a click"),
    sa.Column("phase", sa.String(16), nullable=False),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("text", sa.String(300), nullable=False, comment="what it is doing, for people"),
    sa.Column("error", sa.Text, comment="the problem document, JSON"),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Index("uq_run_by_sub_idempotency_key", "by_sub", "idempotency_key", unique=True),
    sa.Index("ix_run_workbook_id_created_at", "workbook_id", "created_at"),
)


def one_active_run() -> sa.Index:
    """The index that allows a workbook one active run; for the migrations, which make it.

    Not part of the table above: to name the dialects loads them, 0.1 s of every start.
    """
    active = sa.text("state IN ('queued', 'running')")
    return sa.Index(
        "uq_run_active", run.c.workbook_id, unique=True, sqlite_where=active, postgresql_where=active
    )


# Apart from `run`, which is polled: a result may be large.
result = sa.Table(
    "result",
    metadata,
    sa.Column("run_id", sa.ForeignKey("run.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("status_date", sa.Date, nullable=False),
    sa.Column("eac", sa.Float, comment="major units"),
    sa.Column("bac", sa.Float, comment="major units"),
    sa.Column("colour", sa.String(8), nullable=False),
)

snapshot_body = sa.Table(
    "snapshot_body",
    metadata,
    sa.Column("workbook_id", sa.String(128), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True, comment="of the canonical JSON, not of the bytes"),
    sa.Column("body", sa.LargeBinary, nullable=False),
)

snapshot = sa.Table(
    "snapshot",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("workbook_id", sa.String(128), nullable=False),
    sa.Column("run_id", sa.ForeignKey("run.id", ondelete="CASCADE"), nullable=False),
    sa.Column("taken_at", UtcDateTime, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("schema_version", sa.String(16), nullable=False),
    sa.ForeignKeyConstraint(
        ["workbook_id", "sha256"],
        ["snapshot_body.workbook_id", "snapshot_body.sha256"],
        name="fk_snapshot_body",
    ),
    sa.Index("ix_snapshot_workbook_id_taken_at", "workbook_id", "taken_at"),
    sa.Index("ix_snapshot_run_id", "run_id"),
)

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor_sub", sa.String(255), nullable=False),
    sa.Column("actor_email", sa.String(320), nullable=False),
    sa.Column("act", sa.String(48), nullable=False, comment="subject:object:action"),
    sa.Column("workbook_id", sa.String(128), nullable=False),
    sa.Column("run_id", sa.String(32)),
    sa.Column("details", sa.Text, nullable=False, comment="JSON: what was touched, before and after by hash"),
    sa.Index("ix_audit_workbook_id_at", "workbook_id", "at"),
    sa.Index("ix_audit_at", "at"),
    comment="append-only: triggers refuse every change, see migration 0002",
)

worker = sa.Table(
    "worker",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True, comment="new with each start of a process"),
    sa.Column("host", sa.String(255), nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("beat_at", UtcDateTime, nullable=False),
)

quota = sa.Table(
    "quota",
    metadata,
    sa.Column("key", sa.String(96), primary_key=True),
    sa.Column("tat", sa.Double, nullable=False, comment="seconds since 1970 at which the bucket is full"),
)
