# way.sh SOCKET: makes the directory of the unix SOCKET, and removes what an earlier daemon or connection left there. The
# relay's user may pass that directory, though not find out what is in it.
set -eu
directory=${1%/*}
[ -d "$directory" ] || mkdir -p "$directory"
chmod 711 "$directory"
rm -f "$1"
