"""The audit is append-only: the database itself refuses to change or remove a row.

Whoever may alter the tables can take the triggers away again, which is an act of its own: give the service an
account that doesn't own them to rule that out, too. A later migration that rebuilds `audit` on SQLite (batch
mode copies the table) must make its triggers again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# Without the third, INSERT OR REPLACE would take a row away unseen by the second.
SQLITE = {
    'audit_no_update': 'BEFORE UPDATE ON audit',
    'audit_no_delete': 'BEFORE DELETE ON audit',
    'audit_no_replace': 'BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)',
}
POSTGRESQL = (
    """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$
""",
    """
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()
""",
)


def upgrade() -> None:
    op.create_index('ix_audit_at', 'audit', ['at'])
    if op.get_bind().dialect.name == 'sqlite':
        for name, when in SQLITE.items():
            refusal = "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
            op.execute(sa.text(f'CREATE TRIGGER {name} {when} {refusal}'))
        return
    op.create_table_comment('audit', 'append-only: triggers refuse every change, see migration 0002')
    for statement in POSTGRESQL:
        op.execute(sa.text(statement))


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for name in SQLITE:
            op.execute(sa.text(f'DROP TRIGGER {name}'))
    else:
        op.execute(sa.text('DROP TRIGGER audit_append_only ON audit'))
        op.execute(sa.text('DROP FUNCTION audit_append_only()'))
        op.drop_table_comment('audit')
    op.drop_index('ix_audit_at', 'audit')
