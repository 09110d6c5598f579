#!/usr/bin/env bash
# Prints the resident memory of `kring serve --demo` at rest, in MiB.
set -eu -o pipefail
data=$(mktemp -d)
KRING_LISTEN=127.0.0.1:0 KRING_RTC_PORT=0 KRING_DATA="$data" "$1" serve --demo > "$data/log" 2>&1 &
pid=$!
trap 'kill $pid; wait $pid || true; rm -rf "$data"' EXIT
for _ in $(seq 100); do
  grep -q http "$data/log" && break
  sleep 0.1
done
sleep 2
awk '/VmRSS/ { printf "kring serve --demo: RSS %.0f MiB\n", $2 / 1024 }' "/proc/$pid/status"
