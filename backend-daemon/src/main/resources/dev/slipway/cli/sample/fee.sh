#!/bin/sh
# What a boat pays for its berth, in euros: fee.sh METRES NIGHTS
set -eu

metres=${1:?how long is the boat, in metres?}
nights=${2:?how many nights?}

fee=$((metres * 3 * nights))

echo "$fee"
