#!/bin/sh
# Prepares this folder for `docker compose up`: .env from its template, secrets/ with two generated passwords,
# config/ for routes.json, and companies/ for the profile `fleet`. What is there already stays as it is, so it may be run again at any time.
set -eu
cd "$(dirname "$0")/.."

say() { echo "prepare: $*"; }

# The folder keeps other users of this machine out; the files are readable because the containers read them as
# users of their own.
umask 077
mkdir -p secrets
umask 022
mkdir -p config companies

keep() { [ -s "secrets/$1" ] || { printf '%s' "$2" > "secrets/$1"; chmod 644 "secrets/$1"; }; }
random() { od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'; }

keep redis_url "redis://:$(random)@redis:6379/0"
keep dashboard_password "$(random)"
for name in managementpro_apikey aceptabits_token redis_sentinel_password dashboard_viewer_password alert_webhook_url alert_heartbeat_url smtp_url; do
  [ -e "secrets/$name" ] || { : > "secrets/$name"; chmod 644 "secrets/$name"; }
done

[ -e .env ] || { cp .env.example .env; say 'wrote .env: fill in the addresses and the shop'; }
grep -q '^COMPOSE_PROFILES=' .env || printf '\n# Which services of docker-compose.yml are yours.\nCOMPOSE_PROFILES=live\n' >> .env

for name in managementpro_apikey aceptabits_token; do
  [ -s "secrets/$name" ] || say "secrets/$name is empty: put the credential there"
done
say 'the password of the dashboard is in secrets/dashboard_password'
