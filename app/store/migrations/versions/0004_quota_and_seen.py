"""Buckets that can run slower; what the last refresh by night left of each workbook."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('quota', sa.Column('pace', sa.Double(), server_default='1', nullable=False, comment='part of its rate, at paced_at'))
    op.add_column('quota', sa.Column('paced_at', sa.Double(), server_default='0', nullable=False, comment='seconds since 1970'))
    op.create_table('seen',
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('run_id', sa.String(length=32), nullable=False),
    sa.Column('account', sa.String(length=320), nullable=False, comment='the service account that wrote'),
    sa.Column('written_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('written_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('whole', sa.Boolean(), nullable=False, comment='when it was written, all stood as it was read'),
    sa.Column('steady', sa.Boolean(), nullable=False, comment='no cell changes by itself'),
    sa.Column('basis', sa.String(length=64), nullable=False, comment='hash of all that a result rests on besides'),
    sa.Column('status_date', sa.Date(), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=True, comment="Drive's, once it told of our write as the last change"),
    sa.Column('modified_at', sa.DateTime(timezone=True), nullable=True, comment="Drive's, then"),
    sa.PrimaryKeyConstraint('workbook_id', name=op.f('pk_seen'))
    )


def downgrade() -> None:
    op.drop_table('seen')
    op.drop_column('quota', 'paced_at')
    op.drop_column('quota', 'pace')
