#!/usr/bin/env bash
# Lint and types of the add-on: the .gs files against Apps Script's own types, the pages against a browser's.
set -euo pipefail
cd "$(dirname "$0")"
npm ci --no-audit --no-fund --silent
node extract.mjs
npx eslint --max-warnings 0 .
npx tsc --noEmit --allowJs --checkJs --skipLibCheck --lib ES2022 --types google-apps-script \
  types/granular_consent.d.ts build/gs/*.js
npx tsc --noEmit --allowJs --checkJs --skipLibCheck --lib ES2022,DOM,DOM.Iterable --types google.script.client-side build/page/*.js
echo "add-on: lint and types are clean"
