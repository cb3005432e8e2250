#!/bin/sh
# Installs what a fresh clone misses: the locked packages (Node 26 among them) and a redis-server.
# Says nothing when nothing is missing, and speaks on stderr only, because `npm start` owns stdout.
#
#   sh scripts/setup.sh          packages and redis-server
#   sh scripts/setup.sh start    the same, but a configured REDIS_URL makes redis-server unnecessary
set -eu
cd "$(dirname "$0")/.."
exec 1>&2

stamp=node_modules/.puente-setup

say() { echo "setup: $*"; }
fail() { say "$*"; exit 1; }

# npm runs from the machine's own Node: the one in node_modules/.bin is removed while npm works.
# The development packages are asked for by name, because Node itself is one of them. `npm ci` refuses a lock
# that misses an optional package of another platform; `npm install --no-save` installs the same versions then.
install_packages() {
  say 'installing the locked packages (npm ci)'
  outer_path=$(printf '%s\n' "$PATH" | tr ':' '\n' | grep -Fxv "$PWD/node_modules/.bin" | paste -s -d : -)
  PATH=$outer_path npm ci --include=dev --no-audit --no-fund --loglevel=error ||
    PATH=$outer_path npm install --no-save --include=dev --no-audit --no-fund --loglevel=error ||
    fail 'npm could not install the packages; its message is above'
  printf '%s\n' "$lock_sum" > "$stamp"
}

# The path is written out: a shell that has run `node` before would go on using the machine's own.
check_node() {
  version=$(node_modules/.bin/node --version 2>/dev/null) || version=none
  case $version in
    v26.*) ;;
    *) fail "node_modules/.bin/node is $version, 26 is needed: run 'npm rebuild node' with install scripts allowed" ;;
  esac
}

has_redis() { command -v redis-server >/dev/null 2>&1 || command -v valkey-server >/dev/null 2>&1; }

redis_is_elsewhere() {
  [ -n "${REDIS_URL:-}${REDIS_URL_FILE:-}" ] || grep -Eqs '^(export )?REDIS_URL(_FILE)?=.' .env
}

# Debian starts a server as soon as it is installed, and again at each boot. Puente starts its own, so both
# are switched off, but only here, where the package was not on the machine before.
install_redis() {
  say 'installing redis-server (apt-get)'
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1
  apt-get update -qq >/dev/null || say 'apt-get update had errors; trying with the lists that are there'
  apt-get install -y -qq --no-install-recommends redis-server >/dev/null || true
  if command -v systemctl >/dev/null 2>&1; then
    systemctl disable --now redis-server >/dev/null 2>&1 || true
  fi
}

ensure_redis() {
  if has_redis; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then install_redis; fi
  hash -r
  has_redis || fail 'no redis-server or valkey-server on the PATH: install one (apt install redis-server, dnf install valkey, brew install redis), or set REDIS_URL for npm start'
}

lock_sum=$(cksum < package-lock.json)
[ "$(cat "$stamp" 2>/dev/null)" = "$lock_sum" ] || install_packages
check_node
if [ "${1:-}" = start ] && redis_is_elsewhere; then exit 0; fi
ensure_redis
