# Builds the product from source, once for each state of the sources. Sourced, after common.sh.
# shellcheck shell=bash

builds="$root/artifacts/builds"

# A build goes by the checksum of what it is made of, so that any change makes a new one, and going back finds the old one.
sources_checksum() {
  (
    cd "$root"
    find Workscript.Engine Workscript.Web examples Directory.Build.props Directory.Packages.props global.json appsettings.Production.json \
      -type d \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-16
  )
}

# Sets $build to the folder of the program, building it first if need be.
ensure_build() {
  find_dotnet
  build="$builds/$(sources_checksum)"
  [ -d "$build" ] || build_now
  # Held until the process that the caller becomes is gone, so that nobody removes a build that is in use.
  exec 8<"$build"
  flock --shared 8
  touch "$build"
}

build_now() {
  mkdir -p "$builds"
  (
    enter_sources
    flock 9
    [ -d "$build" ] && exit
    [ -t 2 ] && echo "Building Workscript; the first time takes a minute or two ..." >&2
    publish 9>&-
    remove_old
  ) 9>"$builds/.lock"
}

publish() {
  local log="$builds/log" fresh="$builds/.fresh"
  rm -rf "$fresh"
  # A running server keeps its files: each build has a folder of its own, which appears when it is whole.
  dotnet publish Workscript.Web --configuration Release --output "$fresh" --nologo --verbosity quiet --disable-build-servers >"$log" 2>&1 </dev/null || {
    cat "$log" >&2
    die "the build failed: see above"
  }
  mv "$fresh" "$build"
}

# Keeps the three newest builds, and any that runs.
remove_old() {
  local old
  find "$builds" -mindepth 1 -maxdepth 1 -type d ! -name '.*' -printf '%T@ %p\n' | sort -rn | tail -n +4 | while read -r _ old; do
    flock --exclusive --nonblock "$old" rm -rf "$old" || true
  done
}
