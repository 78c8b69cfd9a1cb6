#!/bin/sh
# Builds the pause program for this machine: build.sh FOLDER-OF-CLASSES. Without a C compiler the jar
# has none, and pods cannot be made.
set -eu
cd "$(dirname "$0")"
compiler=${CC:-gcc}
case $(uname -m) in
  x86_64) folder=amd64 ;;
  aarch64) folder=aarch64 ;;
  *) echo "pause: not built, there are no system call numbers for $(uname -m)"; exit 0 ;;
esac
if ! command -v "$compiler" >/dev/null 2>&1; then
  echo "pause: not built, there is no $compiler"
  exit 0
fi
mkdir -p "$1/native/$folder"
"$compiler" -std=gnu11 -Os -Wall -Wextra -Werror -static -nostdlib -ffreestanding -fno-pie -no-pie \
  -fno-stack-protector -fno-asynchronous-unwind-tables -fno-ident -fcf-protection=none \
  -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,-z,noexecstack -Wl,-s \
  -o "$1/native/$folder/pause" pause.c
