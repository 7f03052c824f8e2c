# shellcheck shell=sh
# To be sourced. Finds a JDK that can build and run Panagrad.

PANAGRAD_JAVA=25

# Prints the feature version (such as 25) of the JDK in folder $1; fails if there is none.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  [ -n "$version" ] && printf '%s\n' "$version"
}

# Succeeds if folder $1 holds a JDK that is new enough.
jdk_fits() {
  version=$(jdk_version "$1") && [ "$version" -ge "$PANAGRAD_JAVA" ]
}

# Prints the home of the java command on the PATH; fails if there is none.
jdk_on_path() {
  java=$(command -v java) || return 1
  java=$(readlink -f -- "$java" 2>/dev/null || printf '%s\n' "$java")
  home=$(dirname -- "$(dirname -- "$java")")
  # On macOS, and with some version managers, the command is a stub that knows where the JDK is.
  [ -r "$home/release" ] ||
    home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  [ -n "$home" ] && printf '%s\n' "$home"
}

# Prints the homes of the JDKs in the usual places, one on a line.
jdk_usual_places() {
  for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -d "$home" ]; then
      printf '%s\n' "$home"
    fi
  done
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$PANAGRAD_JAVA+" 2>/dev/null || :
  fi
}

# Sets and exports JAVA_HOME, or ends the script with a sentence that says what to do.
find_jdk() {
  HOME=${HOME:-/}
  if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME"; then
    export JAVA_HOME
    return
  fi
  found=$(jdk_on_path) || found=
  if [ -n "$found" ] && jdk_fits "$found"; then
    JAVA_HOME=$found
    export JAVA_HOME
    return
  fi
  # The oldest one that fits, since that is the one Panagrad was made for.
  best=
  best_version=
  while IFS= read -r home; do
    version=$(jdk_version "$home") || continue
    if [ "$version" -ge "$PANAGRAD_JAVA" ] &&
      { [ -z "$best" ] || [ "$version" -lt "$best_version" ]; }; then
      best=$home
      best_version=$version
    fi
  done <<EOF
$(jdk_usual_places)
EOF
  if [ -z "$best" ]; then
    {
      printf 'Panagrad needs JDK %s or newer, and none was found: not in JAVA_HOME (%s),' \
        "$PANAGRAD_JAVA" "${JAVA_HOME:-not set}"
      printf ' not on the PATH (%s), not in the usual places.\n' "${found:-no java}"
      printf 'Install one (for example from https://adoptium.net) or set JAVA_HOME to it.\n'
    } >&2
    exit 2
  fi
  JAVA_HOME=$best
  export JAVA_HOME
}

# Ends the script with a sentence if there is no Maven.
need_maven() {
  command -v mvn >/dev/null || {
    printf 'Panagrad is built with Maven 3.8 or newer, and there is no mvn on the PATH.\n' >&2
    printf 'Install it (for example: apt-get install maven, brew install maven).\n' >&2
    exit 2
  }
}
