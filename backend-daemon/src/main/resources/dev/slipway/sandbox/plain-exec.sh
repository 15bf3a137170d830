# plain-exec.sh PROCESSES FILES DIRECTORY [NAME=VALUE...] -- COMMAND [ARGUMENT...]: COMMAND without any isolation.
ulimit -n "$2" 2>/dev/null
ulimit -c 0
cd -- "$3" || exit 126
shift 3
while [ "$1" != -- ]; do
    export "$1"
    shift
done
shift
exec "$@"
