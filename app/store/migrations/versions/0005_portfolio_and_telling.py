"""The workbook in which a workspace sees its projects, and what people were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('portfolio',
    sa.Column('workspace', sa.String(length=255), nullable=False, comment='the domain whose projects it shows'),
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('service_account', sa.String(length=320), nullable=False, comment='who writes it'),
    sa.Column('registered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False, comment='written, unchanged, failed; empty: never'),
    sa.Column('error', sa.String(length=64), nullable=False, comment='slug; empty unless failed'),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True, comment='when it was last built'),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=True, comment='when it was last changed'),
    sa.PrimaryKeyConstraint('workspace', name=op.f('pk_portfolio')),
    sa.UniqueConstraint('workbook_id', name=op.f('uq_portfolio_workbook_id'))
    )
    op.create_table('told',
    sa.Column('workspace', sa.String(length=255), nullable=False),
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('crossing', sa.String(length=64), nullable=False, comment='hash of what was told and still is so'),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace', 'workbook_id', 'crossing', name=op.f('pk_told'))
    )
    op.create_table('message',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('workspace', sa.String(length=255), nullable=False, comment='empty for a heartbeat'),
    sa.Column('kind', sa.String(length=16), nullable=False, comment='digest | heartbeat'),
    sa.Column('night_id', sa.String(length=32), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False, comment='JSON, compressed'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message'))
    )
    op.create_index('uq_message_workspace_kind_night_id', 'message', ['workspace', 'kind', 'night_id'], unique=True)
    op.create_index('ix_message_made_at', 'message', ['made_at'])
    op.create_table('delivery',
    sa.Column('message_id', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=64), nullable=False, comment='hash of its address, which is a secret'),
    sa.Column('label', sa.String(length=80), nullable=False, comment='the kind of channel, in words'),
    sa.Column('state', sa.String(length=8), nullable=False, comment='waiting | sending | sent | moved'),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=False, comment="when to try, or the end of a try's patience"),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=120), nullable=False, comment='what the last try met with'),
    sa.ForeignKeyConstraint(['message_id'], ['message.id'], name=op.f('fk_delivery_message_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('message_id', 'channel', name=op.f('pk_delivery'))
    )
    op.create_index('ix_delivery_state_next_at', 'delivery', ['state', 'next_at'])


def downgrade() -> None:
    for table in ('delivery', 'message', 'told', 'portfolio'):
        op.drop_table(table)
