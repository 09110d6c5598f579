#!/usr/bin/env bash
# Installs what the tests need, from Debian: two browsers, ffmpeg, coturn's TURN
# client, and what makes a certificate for a test and lets a browser trust it.
# CHROMIUM and FIREFOX may point at browsers that are there already.
set -eu
missing=()
[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || missing+=(chromium)
[ -n "${FIREFOX:-}" ] || command -v firefox-esr >/dev/null || missing+=(firefox-esr)
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
command -v turnutils_uclient >/dev/null || missing+=(coturn)
command -v openssl >/dev/null || missing+=(openssl)
command -v certutil >/dev/null || missing+=(libnss3-tools)
[ ${#missing[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "The tests need: ${missing[*]}. Install them (this needs root and apt), or set CHROMIUM and FIREFOX to the browsers' paths." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-dejavu-core >/dev/null
