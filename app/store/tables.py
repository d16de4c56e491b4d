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
    sa.Column("mode", sa.String(16), nullable=False, comment="interactive | nightly"),
    sa.Column(
        "state",
        sa.String(16),
        nullable=False,
        comment="queued | running | done | failed | interrupted | cancelled",
    ),
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
    sa.Column("resumes", sa.Integer, nullable=False, server_default="0", comment="how often taken over"),
    sa.Column("due_at", UtcDateTime, comment="the schedule's moment that this run serves"),
    sa.Column("night_id", sa.String(32), comment="the night it belongs to"),
    sa.Index("ix_run_night_id", "night_id"),
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
    sa.Column("pace", sa.Double, nullable=False, server_default="1", comment="part of its rate, at paced_at"),
    sa.Column("paced_at", sa.Double, nullable=False, server_default="0", comment="seconds since 1970"),
)

# By workbook: what the last refresh by night left, and what Drive has told of it since.
seen = sa.Table(
    "seen",
    metadata,
    sa.Column("workbook_id", sa.String(128), primary_key=True),
    sa.Column("run_id", sa.String(32), nullable=False),
    sa.Column("account", sa.String(320), nullable=False, comment="the service account that wrote"),
    sa.Column("written_from", UtcDateTime, nullable=False),
    sa.Column("written_until", UtcDateTime, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False, comment="when it was written, all stood as it was read"),
    sa.Column("steady", sa.Boolean, nullable=False, comment="no cell changes by itself"),
    sa.Column("basis", sa.String(64), nullable=False, comment="hash of all that a result rests on besides"),
    sa.Column("status_date", sa.Date, nullable=False),
    sa.Column("version", sa.BigInteger, comment="Drive's, once it told of our write as the last change"),
    sa.Column("modified_at", UtcDateTime, comment="Drive's, then"),
)

schedule = sa.Table(
    "schedule",
    metadata,
    sa.Column("workbook_id", sa.String(128), primary_key=True),
    sa.Column("workspace", sa.String(255), nullable=False, comment="the domain it belongs to"),
    sa.Column("title", sa.String(300), nullable=False, comment="the workbook's title when last seen"),
    sa.Column("hour", sa.Integer, nullable=False, comment="0 to 23, by the clocks of the zone"),
    sa.Column("zone", sa.String(64), nullable=False, comment="IANA name"),
    sa.Column("days", sa.String(7), nullable=False, comment="1 Monday to 7 Sunday, such as 12345"),
    sa.Column("state", sa.String(8), nullable=False, comment="active | paused"),
    sa.Column("reason", sa.String(64), nullable=False, comment="why paused, a slug; empty while active"),
    sa.Column("next_at", UtcDateTime, comment="when it is due; none while paused"),
    sa.Column("failures", sa.Integer, nullable=False, comment="nights in a row that failed"),
    sa.Column(
        "outcome", sa.String(16), nullable=False, comment="of the last night: done, unchanged or failed"
    ),
    sa.Column("looked_at", UtcDateTime, comment="when the night last dealt with it"),
    sa.Column("service_account", sa.String(320), nullable=False, comment="who opens it by night"),
    sa.Column(
        "confirmed_sub", sa.String(255), nullable=False, comment="who showed last that they may edit it"
    ),
    sa.Column("confirmed_by", sa.String(320), nullable=False, comment="a label"),
    sa.Column("confirmed_at", UtcDateTime, nullable=False),
    sa.Column("made_sub", sa.String(255), nullable=False),
    sa.Column("made_by", sa.String(320), nullable=False, comment="a label"),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Index("ix_schedule_next_at", "next_at"),
)

# What was due about the same time, from the first run queued to the last one ended.
night = sa.Table(
    "night",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("began_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("under_way", sa.Integer, comment="1 until it ends: there is one such night at most"),
    sa.Column("unchanged", sa.Integer, nullable=False, comment="workbooks left alone: nothing had changed"),
    sa.Column("done", sa.Integer, nullable=False, comment="counted at its end"),
    sa.Column("failed", sa.Integer, nullable=False, comment="counted at its end"),
    sa.Column("told_at", UtcDateTime, comment="when what follows a night was done"),
    sa.Index("ix_night_began_at", "began_at"),
    sa.Index("uq_night_under_way", "under_way", unique=True),
)

# What follows a night: the workbook in which a workspace sees its projects, and what people were told.
portfolio = sa.Table(
    "portfolio",
    metadata,
    sa.Column("workspace", sa.String(255), primary_key=True, comment="the domain whose projects it shows"),
    sa.Column("workbook_id", sa.String(128), nullable=False, unique=True),
    sa.Column("service_account", sa.String(320), nullable=False, comment="who writes it"),
    sa.Column("registered_at", UtcDateTime, nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False, comment="written, unchanged, failed; empty: never"),
    sa.Column("error", sa.String(64), nullable=False, comment="slug; empty unless failed"),
    sa.Column("looked_at", UtcDateTime, comment="when it was last built"),
    sa.Column("written_at", UtcDateTime, comment="when it was last changed"),
)

told = sa.Table(
    "told",
    metadata,
    sa.Column("workspace", sa.String(255), primary_key=True),
    sa.Column("workbook_id", sa.String(128), primary_key=True),
    sa.Column("crossing", sa.String(64), primary_key=True, comment="hash of what was told and still is so"),
    sa.Column("since", UtcDateTime, nullable=False),
)

message = sa.Table(
    "message",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("workspace", sa.String(255), nullable=False, comment="empty for a heartbeat"),
    sa.Column("kind", sa.String(16), nullable=False, comment="digest | heartbeat"),
    sa.Column("night_id", sa.String(32), nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="JSON, compressed"),
    sa.Index("uq_message_workspace_kind_night_id", "workspace", "kind", "night_id", unique=True),
    sa.Index("ix_message_made_at", "made_at"),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("message_id", sa.ForeignKey("message.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("channel", sa.String(64), primary_key=True, comment="hash of its address, which is a secret"),
    sa.Column("label", sa.String(80), nullable=False, comment="the kind of channel, in words"),
    sa.Column("state", sa.String(8), nullable=False, comment="waiting | sending | sent | moved"),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_at", UtcDateTime, nullable=False, comment="when to try, or the end of a try's patience"),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("error", sa.String(120), nullable=False, comment="what the last try met with"),
    sa.Index("ix_delivery_state_next_at", "state", "next_at"),
)

share = sa.Table(
    "share",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("workbook_id", sa.String(128), nullable=False),
    sa.Column(
        "state",
        sa.String(16),
        nullable=False,
        comment="building, shared, paused, revoked, expired, failed",
    ),
    sa.Column("reason", sa.String(300), nullable=False, comment="why paused or failed, for people"),
    sa.Column("client", sa.String(300), nullable=False, comment="as the workbook names it"),
    sa.Column("title", sa.String(300), nullable=False, comment="of the client's file"),
    sa.Column("language", sa.String(8), nullable=False),
    sa.Column("role", sa.String(16), nullable=False, comment="reader | commenter"),
    sa.Column("recipients", sa.Text, nullable=False, comment="JSON: addresses, in order"),
    sa.Column("sections", sa.Text, nullable=False, comment="JSON: names of sections"),
    sa.Column("until", UtcDateTime, comment="none: until revoked"),
    sa.Column("nightly", sa.Boolean, nullable=False, comment="published anew by night"),
    sa.Column("service_account", sa.String(320), nullable=False, comment="who writes it by night, or empty"),
    sa.Column("file_id", sa.String(128), nullable=False, comment="empty until there is one"),
    sa.Column("staging_id", sa.String(128), nullable=False, comment="where it is built first; empty: none"),
    sa.Column("number", sa.Integer, nullable=False, comment="of the last report that went out"),
    sa.Column("owner_sub", sa.String(255), nullable=False, comment="who owns the file"),
    sa.Column("owner_email", sa.String(320), nullable=False, comment="a label"),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("changed_at", UtcDateTime, nullable=False),
    sa.Index("ix_share_workbook_id_made_at", "workbook_id", "made_at"),
    sa.Index("ix_share_state_until", "state", "until"),
)

# What a client saw, cell by cell: kept for as long as anybody may ask.
share_report = sa.Table(
    "share_report",
    metadata,
    sa.Column("share_id", sa.ForeignKey("share.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("state", sa.String(16), nullable=False, comment="sending | published | withdrawn"),
    sa.Column("sha256", sa.String(64), nullable=False, comment="of the canonical JSON"),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="content and pages, JSON, compressed"),
    sa.Column("status_date", sa.Date, nullable=False),
    sa.Column("schema_version", sa.String(16), nullable=False),
    sa.Column("rules_version", sa.String(16), nullable=False),
    sa.Column("scan", sa.Text, nullable=False, comment="JSON: hits by class, what was not covered"),
    sa.Column("by_email", sa.String(320), nullable=False, comment="a label"),
    sa.Column("at", UtcDateTime, nullable=False),
)

# Who works on a workbook's shares at this moment: permissions of one file are never changed by two at once.
share_hold = sa.Table(
    "share_hold",
    metadata,
    sa.Column("workbook_id", sa.String(128), primary_key=True),
    sa.Column("owner", sa.String(32), nullable=False),
    sa.Column("until", UtcDateTime, nullable=False),
)

# How closed projects went, for the forecasts of others of the workspace: no money, no names.
closed_project = sa.Table(
    "closed_project",
    metadata,
    sa.Column("workbook_id", sa.String(128), primary_key=True),
    sa.Column("workspace", sa.String(255), nullable=False),
    sa.Column(
        "body",
        sa.Text,
        nullable=False,
        comment="JSON: where it stood and how it ended, in shares of its budget",
    ),
    sa.Index("ix_closed_project_workspace", "workspace"),
)

undo = sa.Table(
    "undo",
    metadata,
    sa.Column("workbook_id", sa.String(128), primary_key=True),
    sa.Column(
        "run_ids", sa.Text, nullable=False, comment="JSON: the refresh, and later ones without changes"
    ),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False, comment="JSON, compressed: what was replaced"),
)

# Set by the operator, who says by it that a workbook's readers may see a project's bookings.
netsuite_link = sa.Table(
    "netsuite_link",
    metadata,
    sa.Column("workbook_id", sa.String(128), primary_key=True),
    sa.Column("project", sa.String(400), nullable=False, comment="its full name, as NetSuite shows it"),
    sa.Column("linked_at", UtcDateTime, nullable=False),
    sa.Column(
        "read_at",
        UtcDateTime,
        comment="when the last reading began whose bookings are all in the workbook",
    ),
    sa.Column("error", sa.Text, comment="the problem document of the last reading, JSON; null: it went well"),
)
