#!/bin/sh
# Builds the reaper for this machine: build.sh FOLDER-OF-CLASSES. Without a C compiler the jar has
# none, and conmon is needed where containers are run.
set -eu
cd "$(dirname "$0")"
compiler=${CC:-gcc}
case $(uname -m) in
  x86_64) folder=amd64 ;;
  aarch64) folder=aarch64 ;;
  *) echo "reaper: not built, there are no system call numbers for $(uname -m)"; exit 0 ;;
esac
if ! command -v "$compiler" >/dev/null 2>&1; then
  echo "reaper: not built, there is no $compiler"
  exit 0
fi
target=$1/io/felucca/reaper/felucca-reaper.$folder
mkdir -p "$(dirname "$target")"
# One segment for code and constants, without the tables that only a C library or a debugger reads.
"$compiler" -std=gnu11 -Os -Wall -Wextra -static -nostdlib -ffreestanding -fno-pie -no-pie \
  -fno-stack-protector -fno-asynchronous-unwind-tables -fno-ident \
  -fno-tree-loop-distribute-patterns -fcf-protection=none \
  -Wl,--build-id=none -Wl,-z,noseparate-code -Wl,-z,noexecstack -Wl,-s \
  -o "$target" start.c reaper.c launch.c record.c terminal.c text.c
