# What the scripts share: where the sources are, the .NET SDK, packages of the system. Sourced, with root set.
# shellcheck shell=bash

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDTERMINALLOGGER=off

# Without a home dotnet does not start; some CI systems give none.
export HOME="${HOME:-$root/artifacts/home}"

die() {
  printf 'scripts/%s: %s\n' "$(basename "$0")" "$1" >&2
  exit "${2:-1}"
}

unknown() {
  die "unknown argument '$1': scripts/$(basename "$0") --help tells what there is" 2
}

# Finds dotnet, also where an installer put it without telling the shell.
find_dotnet() {
  local folder
  for folder in "${DOTNET_ROOT:-}" "$HOME/.dotnet" /usr/share/dotnet /usr/lib/dotnet /usr/local/share/dotnet; do
    command -v dotnet >/dev/null && return
    [ -n "$folder" ] && [ -x "$folder/dotnet" ] && PATH="$folder:$PATH"
  done
  command -v dotnet >/dev/null || die "the .NET SDK 10 is not installed: https://dotnet.microsoft.com/download/dotnet/10.0 says how"
}

# Goes to the sources, so that global.json holds, and makes sure that there is an SDK that fits it.
enter_sources() {
  find_dotnet
  cd "$root"
  dotnet --version >/dev/null 2>&1 || die "the SDK of .NET 10 is not installed, only $(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')is: https://dotnet.microsoft.com/download/dotnet/10.0 says how"
}

is_here() {
  command -v "$1" >/dev/null || [ -e "$1" ] || [ -x "/usr/sbin/$1" ]
}

# Installs what is missing. Arguments: PROGRAM-OR-FILE=PACKAGE ..., for each program the package that brings it.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    is_here "${pair%%=*}" || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || die "please install what these Debian packages hold, then try again: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    as_root=(sudo)
    { command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; } \
      || die "not installed, and only root may install it: apt-get install ${missing[*]}"
  fi
  echo "Installing ${missing[*]} ..." >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c '
    apt-get install -y -q --no-install-recommends "$@" || { apt-get update -q && apt-get install -y -q --no-install-recommends "$@"; }
  ' sh "${missing[@]}" </dev/null >&2 || die "apt-get could not install ${missing[*]}: see above"
}
