#!/usr/bin/env bash
# Serves the release build on fresh demonstration data for the browser tests. Usage: serve.sh PORT
# E2E_DATABASE_URL chooses an empty PostgreSQL database instead of a SQLite file, E2E_LOG the file of its log.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/env.sh

port=$1 data=$(mktemp -d)
stop() { kill "${server:-}" 2>/dev/null && wait "$server" || true; rm -rf "$data" "target/end2end-declic-$port"; }
trap stop EXIT
trap 'exit 0' TERM INT

unset DECLIC_DATABASE_URL DECLIC_SMTP_URL
if [ -n "${E2E_DATABASE_URL:-}" ]; then export DECLIC_DATABASE_URL=$E2E_DATABASE_URL; fi
export DECLIC_ADDR="127.0.0.1:$1" DECLIC_BASE_URL="http://localhost:$1" DECLIC_DATA_DIR=$data DECLIC_DEVELOPMENT=true DECLIC_SITE_DIR="${DECLIC_SITE_DIR:-$PWD/target/site}"
# Each test says which address it comes from: a hundred sign-ups from one would be refused.
export DECLIC_BEHIND_PROXY=true

"$CARGO_TARGET_DIR/release/declic" seed --demo
mkdir -p target
# The program on the same database, for what is done on its command line.
{
  echo '#!/usr/bin/env bash'
  printf 'export DECLIC_DATA_DIR=%q\n' "$data"
  if [ -n "${DECLIC_DATABASE_URL:-}" ]; then printf 'export DECLIC_DATABASE_URL=%q\n' "$DECLIC_DATABASE_URL"; fi
  printf 'exec %q "$@"\n' "$CARGO_TARGET_DIR/release/declic"
} >"target/end2end-declic-$1"
chmod +x "target/end2end-declic-$1"
"$CARGO_TARGET_DIR/release/declic" serve >"${E2E_LOG:-target/end2end-server.log}" 2>&1 &
server=$!
wait "$server"
