"""Runs, results, snapshots, audit, workers, quota."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor_sub', sa.String(length=255), nullable=False),
    sa.Column('actor_email', sa.String(length=320), nullable=False),
    sa.Column('act', sa.String(length=48), nullable=False, comment='subject:object:action'),
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('run_id', sa.String(length=32), nullable=True),
    sa.Column('details', sa.Text(), nullable=False, comment='JSON: what was touched, before and after by hash'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.create_index('ix_audit_workbook_id_at', ['workbook_id', 'at'], unique=False)

    op.create_table('quota',
    sa.Column('key', sa.String(length=96), nullable=False),
    sa.Column('tat', sa.Double(), nullable=False, comment='seconds since 1970 at which the bucket is full'),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_quota'))
    )
    op.create_table('run',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('mode', sa.String(length=16), nullable=False, comment='interactive'),
    sa.Column('state', sa.String(length=16), nullable=False, comment='running | done | failed | interrupted'),
    sa.Column('owner', sa.String(length=64), nullable=False, comment='the process that works on it: worker.id'),
    sa.Column('by_sub', sa.String(length=255), nullable=False, comment="Google's number of the person"),
    sa.Column('by_email', sa.String(length=320), nullable=False, comment='a label'),
    sa.Column('idempotency_key', sa.String(length=200), nullable=True, comment='made by the page, once a click'),
    sa.Column('phase', sa.String(length=16), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(length=300), nullable=False, comment='what it is doing, for people'),
    sa.Column('error', sa.Text(), nullable=True, comment='the problem document, JSON'),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_run'))
    )
    with op.batch_alter_table('run', schema=None) as batch_op:
        batch_op.create_index('ix_run_workbook_id_created_at', ['workbook_id', 'created_at'], unique=False)
        batch_op.create_index('uq_run_active', ['workbook_id'], unique=True, sqlite_where=sa.text("state IN ('queued', 'running')"), postgresql_where=sa.text("state IN ('queued', 'running')"))
        batch_op.create_index('uq_run_by_sub_idempotency_key', ['by_sub', 'idempotency_key'], unique=True)

    op.create_table('snapshot_body',
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False, comment='of the canonical JSON, not of the bytes'),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('workbook_id', 'sha256', name=op.f('pk_snapshot_body'))
    )
    op.create_table('worker',
    sa.Column('id', sa.String(length=64), nullable=False, comment='new with each start of a process'),
    sa.Column('host', sa.String(length=255), nullable=False),
    sa.Column('pid', sa.Integer(), nullable=False),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_worker'))
    )
    op.create_table('result',
    sa.Column('run_id', sa.String(length=32), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('status_date', sa.Date(), nullable=False),
    sa.Column('eac', sa.Float(), nullable=True, comment='major units'),
    sa.Column('bac', sa.Float(), nullable=True, comment='major units'),
    sa.Column('colour', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_result_run_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('run_id', name=op.f('pk_result'))
    )
    op.create_table('snapshot',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('run_id', sa.String(length=32), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('schema_version', sa.String(length=16), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['run.id'], name=op.f('fk_snapshot_run_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['workbook_id', 'sha256'], ['snapshot_body.workbook_id', 'snapshot_body.sha256'], name='fk_snapshot_body'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_snapshot'))
    )
    with op.batch_alter_table('snapshot', schema=None) as batch_op:
        batch_op.create_index('ix_snapshot_run_id', ['run_id'], unique=False)
        batch_op.create_index('ix_snapshot_workbook_id_taken_at', ['workbook_id', 'taken_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('snapshot', schema=None) as batch_op:
        batch_op.drop_index('ix_snapshot_workbook_id_taken_at')
        batch_op.drop_index('ix_snapshot_run_id')

    op.drop_table('snapshot')
    op.drop_table('result')
    op.drop_table('worker')
    op.drop_table('snapshot_body')
    with op.batch_alter_table('run', schema=None) as batch_op:
        batch_op.drop_index('uq_run_by_sub_idempotency_key')
        batch_op.drop_index('uq_run_active', sqlite_where=sa.text("state IN ('queued', 'running')"), postgresql_where=sa.text("state IN ('queued', 'running')"))
        batch_op.drop_index('ix_run_workbook_id_created_at')

    op.drop_table('run')
    op.drop_table('quota')
    with op.batch_alter_table('audit', schema=None) as batch_op:
        batch_op.drop_index('ix_audit_workbook_id_at')

    op.drop_table('audit')
