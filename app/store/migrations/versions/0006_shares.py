"""Shares with clients and the reports that went out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('share',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False, comment='building, shared, paused, revoked, expired, failed'),
    sa.Column('reason', sa.String(length=300), nullable=False, comment='why paused or failed, for people'),
    sa.Column('client', sa.String(length=300), nullable=False, comment='as the workbook names it'),
    sa.Column('title', sa.String(length=300), nullable=False, comment="of the client's file"),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False, comment='reader | commenter'),
    sa.Column('recipients', sa.Text(), nullable=False, comment='JSON: addresses, in order'),
    sa.Column('sections', sa.Text(), nullable=False, comment='JSON: names of sections'),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True, comment='none: until revoked'),
    sa.Column('nightly', sa.Boolean(), nullable=False, comment='published anew by night'),
    sa.Column('service_account', sa.String(length=320), nullable=False, comment='who writes it by night, or empty'),
    sa.Column('file_id', sa.String(length=128), nullable=False, comment="empty until there is one"),
    sa.Column('staging_id', sa.String(length=128), nullable=False, comment='where it is built first; empty: none'),
    sa.Column('number', sa.Integer(), nullable=False, comment='of the last report that went out'),
    sa.Column('owner_sub', sa.String(length=255), nullable=False, comment='who owns the file'),
    sa.Column('owner_email', sa.String(length=320), nullable=False, comment='a label'),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_share'))
    )
    op.create_index('ix_share_workbook_id_made_at', 'share', ['workbook_id', 'made_at'])
    op.create_index('ix_share_state_until', 'share', ['state', 'until'])
    op.create_table('share_report',
    sa.Column('share_id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False, comment='sending | published | withdrawn'),
    sa.Column('sha256', sa.String(length=64), nullable=False, comment='of the canonical JSON'),
    sa.Column('body', sa.LargeBinary(), nullable=False, comment='content and pages, JSON, compressed'),
    sa.Column('status_date', sa.Date(), nullable=False),
    sa.Column('schema_version', sa.String(length=16), nullable=False),
    sa.Column('rules_version', sa.String(length=16), nullable=False),
    sa.Column('scan', sa.Text(), nullable=False, comment='JSON: hits by class, what was not covered'),
    sa.Column('by_email', sa.String(length=320), nullable=False, comment='a label'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['share_id'], ['share.id'], name=op.f('fk_share_report_share_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('share_id', 'number', name=op.f('pk_share_report'))
    )
    op.create_table('share_hold',
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('owner', sa.String(length=32), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workbook_id', name=op.f('pk_share_hold'))
    )


def downgrade() -> None:
    for table in ('share_hold', 'share_report', 'share'):
        op.drop_table(table)
