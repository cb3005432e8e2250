#!/bin/sh
# Holds the alert rules and their situations by Prometheus' own promtool; says so where there is none.
set -eu
cd "$(dirname "$0")/../docs/observability"
if ! command -v promtool >/dev/null 2>&1; then
  echo 'check:observability: skipped, for there is no promtool (Debian: apt-get install prometheus)' >&2
  exit 0
fi
promtool check rules puente.rules.yml
promtool test rules puente.rules.test.yml
