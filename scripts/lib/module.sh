# shellcheck shell=sh
# To be sourced, after jdk.sh. Builds a module that is not part of the command line's distribution.

# Builds target/$2 of module $2 in checkout $1, for script $3, or ends the script with what went wrong.
build_module() {
  need_maven
  mkdir -p "$1/$2/target"
  log=$1/$2/target/$3.log
  printf '%s: building ...\n' "$3" >&2
  (cd "$1" && mvn -B -ntp -pl "$2" -am -Dmaven.test.skip=true package) >"$log" 2>&1 || {
    grep '^\[ERROR\] ' "$log" | head -n 20 >&2 || :
    printf '%s: the build failed; the whole log is %s\n' "$3" "$log" >&2
    exit 1
  }
}

# Prints the modules that are published as libraries, as Maven's option -pl takes them.
library_modules() {
  printf '%s\n' .,bom,base,native-bindings,tensor,nn,table,table-parquet,serve,openblas,report,tune,integrations/onnx,integrations/spark
}
