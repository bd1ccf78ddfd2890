# The environment of every build and test command: where the tools are. Sourced, never run.
export DECLIC_TOOLS="${DECLIC_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/declic}"
export PATH="$DECLIC_TOOLS/bin:$DECLIC_TOOLS/npm/node_modules/.bin:$PATH"
# One shared, warm target folder outside the clone; set CARGO_TARGET_DIR to choose another.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$DECLIC_TOOLS/target}"
# The linked toolchain of .ci/setup, where rustup could not download the pinned one.
if [ -d "$DECLIC_TOOLS/toolchain/bin" ]; then export RUSTUP_TOOLCHAIN=declic; fi
export CHROMIUM="${CHROMIUM:-/usr/bin/chromium}"
# The newest server: a machine with the client only has such a folder too.
PG_BIN="${PG_BIN:-$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)")}"
if [ "$PG_BIN" = . ]; then PG_BIN=; fi
export PG_BIN
