# shellcheck shell=sh
# To be sourced, after jdk.sh. Builds the module of the benchmarks.

# Builds target/benchmarks of the module in checkout $1, for script $2, or ends the script with what went wrong.
build_benchmarks() {
  need_maven
  mkdir -p "$1/benchmarks/target"
  log=$1/benchmarks/target/$2.log
  printf '%s: building ...\n' "$2" >&2
  (cd "$1" && mvn -B -ntp -pl benchmarks -am -Dmaven.test.skip=true package) >"$log" 2>&1 || {
    grep '^\[ERROR\] ' "$log" | head -n 20 >&2 || :
    printf '%s: the build failed; the whole log is %s\n' "$2" "$log" >&2
    exit 1
  }
}
