"""What the last refresh of each workbook replaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('undo',
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('run_ids', sa.Text(), nullable=False, comment='JSON: the refresh, and later ones without changes'),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False, comment='JSON, compressed: what was replaced'),
    sa.PrimaryKeyConstraint('workbook_id', name=op.f('pk_undo'))
    )


def downgrade() -> None:
    op.drop_table('undo')
