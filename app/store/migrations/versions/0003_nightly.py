"""Schedules, nights, and what a nightly run has besides."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

SAID = {
    'mode': ('interactive', 'interactive | nightly'),
    'state': (
        'running | done | failed | interrupted',
        'queued | running | done | failed | interrupted | cancelled',
    ),
}


def upgrade() -> None:
    op.add_column('run', sa.Column('resumes', sa.Integer(), server_default='0', nullable=False, comment='how often taken over'))
    op.add_column('run', sa.Column('due_at', sa.DateTime(timezone=True), nullable=True, comment="the schedule's moment that this run serves"))
    op.add_column('run', sa.Column('night_id', sa.String(length=32), nullable=True, comment='the night it belongs to'))
    op.create_index('ix_run_night_id', 'run', ['night_id'])
    if op.get_bind().dialect.name != 'sqlite':  # SQLite keeps no comments
        for column, (before, after) in SAID.items():
            op.alter_column('run', column, existing_type=sa.String(length=16), comment=after, existing_comment=before)
    op.create_table('schedule',
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('workspace', sa.String(length=255), nullable=False, comment='the domain it belongs to'),
    sa.Column('title', sa.String(length=300), nullable=False, comment="the workbook's title when last seen"),
    sa.Column('hour', sa.Integer(), nullable=False, comment='0 to 23, by the clocks of the zone'),
    sa.Column('zone', sa.String(length=64), nullable=False, comment='IANA name'),
    sa.Column('days', sa.String(length=7), nullable=False, comment='1 Monday to 7 Sunday, such as 12345'),
    sa.Column('state', sa.String(length=8), nullable=False, comment='active | paused'),
    sa.Column('reason', sa.String(length=64), nullable=False, comment='why paused, a slug; empty while active'),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True, comment='when it is due; none while paused'),
    sa.Column('failures', sa.Integer(), nullable=False, comment='nights in a row that failed'),
    sa.Column('outcome', sa.String(length=16), nullable=False, comment='of the last night: done, unchanged or failed'),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True, comment='when the night last dealt with it'),
    sa.Column('service_account', sa.String(length=320), nullable=False, comment='who opens it by night'),
    sa.Column('confirmed_sub', sa.String(length=255), nullable=False, comment='who showed last that they may edit it'),
    sa.Column('confirmed_by', sa.String(length=320), nullable=False, comment='a label'),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_sub', sa.String(length=255), nullable=False),
    sa.Column('made_by', sa.String(length=320), nullable=False, comment='a label'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workbook_id', name=op.f('pk_schedule'))
    )
    op.create_index('ix_schedule_next_at', 'schedule', ['next_at'])
    op.create_table('night',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('under_way', sa.Integer(), nullable=True, comment='1 until it ends: there is one such night at most'),
    sa.Column('unchanged', sa.Integer(), nullable=False, comment='workbooks left alone: nothing had changed'),
    sa.Column('done', sa.Integer(), nullable=False, comment='counted at its end'),
    sa.Column('failed', sa.Integer(), nullable=False, comment='counted at its end'),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True, comment='when what follows a night was done'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_night'))
    )
    op.create_index('ix_night_began_at', 'night', ['began_at'])
    op.create_index('uq_night_under_way', 'night', ['under_way'], unique=True)


def downgrade() -> None:
    op.drop_table('night')
    op.drop_table('schedule')
    if op.get_bind().dialect.name != 'sqlite':
        for column, (before, after) in SAID.items():
            op.alter_column('run', column, existing_type=sa.String(length=16), comment=before, existing_comment=after)
    op.drop_index('ix_run_night_id', 'run')
    for column in ('night_id', 'due_at', 'resumes'):
        op.drop_column('run', column)
