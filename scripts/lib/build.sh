# shellcheck shell=sh
# To be sourced, after jdk.sh. Builds the command line's distribution when it is missing or stale.
#
# Each build is copied to a folder of its own, target/launcher/<number>, and target/launcher/current names the newest:
# a program that trains for hours keeps the jars that it was started with, whatever is built meanwhile.

# Succeeds if there is no build of checkout $1, or something it was made from is newer.
is_stale() {
  [ -r "$1/target/launcher/current" ] || return 0
  [ -r "$1/target/launcher/$(cat "$1/target/launcher/current")/panagrad-cli.jar" ] || return 0
  changed=$(cd "$1" && find pom.xml .mvn base/pom.xml base/src/main \
    native-bindings/pom.xml native-bindings/src/main native-bindings/src/jextract \
    tensor/pom.xml tensor/src/main tensor/src/generated nn/pom.xml nn/src/main table/pom.xml table/src/main \
    table-parquet/pom.xml table-parquet/src/main report/pom.xml report/src/main measure/pom.xml measure/src/main tune/pom.xml tune/src/main \
    integrations/onnx/pom.xml integrations/onnx/src/main \
    cli/pom.xml cli/src/main cli/src/launcher -newer target/launcher/current | head -n 1)
  [ -n "$changed" ]
}

# Builds checkout $1 if it is stale, one process at a time.
build_if_stale() {
  is_stale "$1" || return 0
  need_maven
  (mkdir -p "$1/target/launcher" && : >"$1/target/launcher/lock") 2>/dev/null || {
    printf 'panagrad: %s must be built, and %s cannot write there: run scripts/panagrad --version as its owner first\n' \
      "$1" "$(id -un 2>/dev/null || id -u)" >&2
    exit 2
  }
  if command -v flock >/dev/null; then
    # The kernel gives this lock back, however the process ends.
    exec 9>"$1/target/launcher/lock"
    flock 9
    build_now_if_stale "$1"
    exec 9>&-
  else
    build_lock=$1/target/launcher/lock.d
    take_lock_folder
    build_now_if_stale "$1"
    rm -rf "$build_lock"
    trap - EXIT INT TERM
  fi
}

# Waits for the lock, the folder $build_lock, on systems without flock.
take_lock_folder() {
  until mkdir "$build_lock" 2>/dev/null; do
    owner=$(cat "$build_lock/pid" 2>/dev/null) || owner=
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      printf 'panagrad: a build that was killed left %s: delete that folder\n' "$build_lock" >&2
      exit 1
    fi
    sleep 1
  done
  trap 'rm -rf "$build_lock"' EXIT
  trap 'exit 130' INT TERM
  printf '%s\n' $$ >"$build_lock/pid"
}

# The caller has the lock. Another process may have built while this one waited for it.
build_now_if_stale() {
  is_stale "$1" || return 0
  printf 'panagrad: building (once, and again when the sources change) ...\n' >&2
  launcher=$1/target/launcher
  # Dated before the build, so that what is edited meanwhile counts as newer.
  : >"$launcher/next"
  (cd "$1" && mvn -B -ntp -pl cli -am -Dmaven.test.skip=true package) >"$launcher/build.log" 2>&1 9>&- || {
    # With Maven's hints on how to use Maven left out.
    grep -E '^\[(ERROR|WARNING)\] +[^ ]' "$launcher/build.log" |
      grep -vE 'Help|re-run Maven|Re-run Maven|For more information|After correcting|mvn <args>' | head -n 40 >&2 || :
    printf 'panagrad: the build failed; the whole log is %s\n' "$launcher/build.log" >&2
    exit 1
  }
  delete_unused "$launcher"
  id=$(date +%Y%m%d-%H%M%S)-$$
  rm -rf "${launcher:?}/$id"
  mkdir "$launcher/$id" "$launcher/$id/users"
  cp -R "$1/cli/target/panagrad/." "$launcher/$id/"
  printf '%s\n' "$id" >"$launcher/name"
  touch -r "$launcher/next" "$launcher/name"
  mv -f "$launcher/name" "$launcher/current"
}

# Deletes builds in $1 that no running program uses; the current one stays, for one may be starting with it.
delete_unused() {
  current=$(cat "$1/current" 2>/dev/null) || current=
  for users in "$1"/*/users; do
    [ -d "$users" ] || continue
    build=$(dirname -- "$users")
    [ "$(basename -- "$build")" != "$current" ] || continue
    in_use=
    for user in "$users"/*; do
      if [ -e "$user" ] && kill -0 "$(basename -- "$user")" 2>/dev/null; then
        in_use=yes
      fi
    done
    [ -n "$in_use" ] || rm -rf "$build"
  done
}

# Sets PANAGRAD_BUILD to the build of checkout $1, and notes that this process uses it.
use_build() {
  PANAGRAD_BUILD=$1/target/launcher/$(cat "$1/target/launcher/current")
  # A checkout may be read-only. In a subshell, because a redirection of ":" that fails would end the script.
  (: >"$PANAGRAD_BUILD/users/$$") 2>/dev/null || :
}
