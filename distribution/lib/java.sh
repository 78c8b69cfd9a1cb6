# shellcheck shell=sh
# Sourced by the programs in bin/, which set $home: which Java to run, and which class archive fits it.
# shellcheck disable=SC2034,SC2154 # the one half of the variables is theirs, the other for them

# Takes the folder $1 as the Java to use if it holds one of at least 17: sets java_home, java_version (17.0.15) and java_arch
# (x86_64, aarch64).
take_java() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  java_version=
  java_arch=
  while IFS='="' read -r key _ value _; do
    case $key in
      JAVA_VERSION) java_version=$value ;;
      OS_ARCH) java_arch=$value ;;
    esac
  done <"$1/release"
  case ${java_version%%[!0-9]*} in
    '' | ? | 1[0-6]) return 1 ;;
  esac
  java_home=$1
}

# The Java of the environment, of this installation, or of the system, in this order.
find_java() {
  if [ -n "${FELUCCA_JAVA_HOME:-}" ]; then
    take_java "$FELUCCA_JAVA_HOME" || fail "FELUCCA_JAVA_HOME=$FELUCCA_JAVA_HOME holds no Java of at least 17"
    return
  fi
  ! take_java "$home/jre" || return 0
  if [ -r "$home/lib/java-home" ] && read -r recorded <"$home/lib/java-home"; then
    ! take_java "$recorded" || return 0
  fi
  [ -z "${JAVA_HOME:-}" ] || ! take_java "$JAVA_HOME" || return 0
  found=$(command -v java) && found=$(readlink -f "$found") && ! take_java "${found%/bin/java}" || return 0
  for found in /usr/lib/jvm/*; do
    ! take_java "$found" || return 0
  done
  fail "no Java of at least 17 found: install openjdk-17-jre-headless or newer, or set FELUCCA_JAVA_HOME"
}

fail() {
  echo "${0##*/}: $*" >&2
  exit 1
}

java_is_at_least() {
  [ "${java_version%%[!0-9]*}" -ge "$1" ]
}

# What identifies the Java that a class archive was made with.
java_identity() {
  identity="$java_home $java_version"
}

# Sets archive to the class archive of the program $1, in the form that this Java wants: an AOT cache from 25 on.
name_archive() {
  if java_is_at_least 25; then
    archive=$home/lib/$1.aot
  else
    archive=$home/lib/$1.jsa
  fi
}

# Sets archive to nothing unless there is one made with this very Java. (That its jars are the same, Java itself checks.)
find_archive() {
  name_archive "$1"
  java_identity
  made_with=
  if [ -r "$archive.java" ]; then
    read -r made_with <"$archive.java" || true
  fi
  [ -r "$archive" ] && [ "$made_with" = "$identity" ] || archive=
}
