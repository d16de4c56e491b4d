"""Which workbook gets which project of NetSuite's, and up to when it has."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('netsuite_link',
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('project', sa.String(length=400), nullable=False, comment="its full name, as NetSuite shows it"),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True, comment='when the last reading began whose bookings are all in the workbook'),
    sa.Column('error', sa.Text(), nullable=True, comment='the problem document of the last reading, JSON; null: it went well'),
    sa.PrimaryKeyConstraint('workbook_id', name=op.f('pk_netsuite_link'))
    )


def downgrade() -> None:
    op.drop_table('netsuite_link')
