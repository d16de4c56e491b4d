"""What a start loads: the first healthy answer waits for nothing that only a refresh needs."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {
    "alembic",
    "app.refresh",
    "babel",
    "cryptography",
    "googleapiclient",
    "gspread",
    "numpy",
    "openpyxl",
    "pandas",
    "requests",
    "sqlalchemy.dialects.postgresql",
    "yaml",
}


def test_importing_the_service_is_light() -> None:
    code = "import json, sys, app.main; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert HEAVY & set(json.loads(run.stdout)) == set()
