# shellcheck shell=sh
# To be sourced. Java reads file names and arguments in the encoding of the locale.

# Prints the encoding of the locale; where that cannot be asked, "ASCII" unless the variables name another.
locale_encoding() {
  locale charmap 2>/dev/null && return
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *.*) printf 'named\n' ;;
    *) printf 'ASCII\n' ;;
  esac
}

# Replaces the encoding by UTF-8 where the locale, such as C or POSIX, has ASCII only. What else the locale says stays.
use_utf8_names() {
  case $(locale_encoding) in
    ANSI_X3.4-1968 | US-ASCII | ASCII | 646) ;;
    *) return 0 ;;
  esac
  if [ -n "${LC_ALL:-}" ]; then
    LC_ALL=C.UTF-8
    export LC_ALL
  else
    LC_CTYPE=C.UTF-8
    export LC_CTYPE
  fi
}
