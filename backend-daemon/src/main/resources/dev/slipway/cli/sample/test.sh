#!/bin/sh
# Runs every check; the exit code says whether all of them passed.
cd "$(dirname "$0")" || exit
failed=0

# check WHAT EXPECTED METRES NIGHTS
check() {
    actual=$(sh fee.sh "$3" "$4" 2>&1)
    if [ "$actual" = "$2" ]; then
        echo "ok      $1"
    else
        echo "FAILED  $1: expected $2, got $actual"
        failed=1
    fi
}

check 'a small boat for one night' 18 6 1
check 'a small boat for three nights' 54 6 3
check 'a long boat for two nights' 72 12 2

[ $failed = 1 ] || echo 'all checks passed'
exit $failed
