#!/usr/bin/env bash
# Runs every stage, goes on after one fails, and ends with the sum.
set -u
cd "$(dirname "$0")/.."
rm -rf build/results && mkdir -p build/results
failed=()
stage() {
  local name=$1 start=$SECONDS
  shift
  echo "=== $name"
  "$@" || failed+=("$name")
  echo "=== $name: $((SECONDS - start)) s"
}
stage deps make deps
stage build make build
stage check make check
stage unit make unit
stage contract make contract
stage e2e make e2e
stage fuzz make fuzz
node tools/count.mjs build/results "${failed[@]}"
