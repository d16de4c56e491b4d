#!/bin/sh
# tests/with_postgres.sh COMMAND...: runs it with TEST_DATABASE_URL naming a PostgreSQL server of its own.
set -eu
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
dir=$(mktemp -d)
as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
trap 'as "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null; rm -rf "$dir"' EXIT
as "$bin/initdb" -D "$dir/data" -A trust -U postgres --no-sync >/dev/null
as "$bin/pg_ctl" -w -D "$dir/data" -l "$dir/log" start >/dev/null \
  -o "-k $dir -c listen_addresses= -c fsync=off -c max_connections=200"
TEST_DATABASE_URL="postgresql+psycopg://postgres@/postgres?host=$dir" "$@"
