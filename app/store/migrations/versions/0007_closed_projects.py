"""Closed projects, for the calibrated range of others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('closed_project',
    sa.Column('workbook_id', sa.String(length=128), nullable=False),
    sa.Column('workspace', sa.String(length=255), nullable=False),
    sa.Column('body', sa.Text(), nullable=False, comment='JSON: where it stood and how it ended, in shares of its budget'),
    sa.PrimaryKeyConstraint('workbook_id', name=op.f('pk_closed_project'))
    )
    op.create_index('ix_closed_project_workspace', 'closed_project', ['workspace'])


def downgrade() -> None:
    op.drop_table('closed_project')
