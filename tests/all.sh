#!/bin/sh
# Linters, types, layers, then every test.
set -eu
bin=.venv/bin
$bin/ruff check .
$bin/ruff format --check .
$bin/mypy
$bin/lint-imports --no-logo
tests/apps_script/lint.sh
$bin/pytest -q -m "not soak and not browser" -p xdist -n 2
$bin/pytest -q -m browser
