# shellcheck shell=bash
# What a person sees: colours on a terminal only, errors with a remedy, and a live line for anything that takes a while.
# Everything here goes to standard error, so that --json output stays clean.

# shellcheck disable=SC2034 # used by the scripts that source this one
if [ -t 1 ] && [ -t 2 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    BOLD=$'\e[1m' DIM=$'\e[2m' RED=$'\e[31m' GREEN=$'\e[32m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'
else
    BOLD='' DIM='' RED='' GREEN='' YELLOW='' PLAIN=''
fi

say() {
    printf '%s\n' "$*" >&2
}

# die WHAT_HAPPENED [WHAT_TO_DO...]
die() {
    printf '%s%s%s\n' "$RED" "$1" "$PLAIN" >&2
    shift
    [ $# -eq 0 ] || printf '%s\n' "$@" >&2
    exit 1
}

# watch_progress PID TEXT [STAGE_COMMAND [READY_COMMAND]]: returns the exit code of the child PID. Silent when it takes under a
# second; then a live line on a terminal, and one plain line elsewhere. STAGE_COMMAND prints what is going on in a few words.
# With READY_COMMAND it returns 0 once that succeeds, and the child goes on; 1 if the child ends before, 2 if it takes 60 s.
watch_progress() {
    local pid=$1 text=$2 stage=${3:-} ready=${4:-} started=$SECONDS ticks=0 shown='' status=0
    # A background child of a script ignores Ctrl-C; pass it on.
    trap 'kill -TERM "$pid" 2>/dev/null; [ -z "$shown" ] || printf "\n" >&2; exit 130' INT TERM
    while kill -0 "$pid" 2>/dev/null; do
        if [ -n "$ready" ]; then
            if "$ready" >/dev/null; then break; fi
            if [ $((SECONDS - started)) -gt 60 ]; then
                status=2
                break
            fi
        fi
        if [ $ticks -ge 50 ]; then
            if [ -t 2 ]; then
                printf '\r\e[K%s %s%d s%s%s' "$text" "$DIM" $((SECONDS - started)) "${stage:+, $($stage)}" "$PLAIN" >&2
            elif [ -z "$shown" ]; then
                say "$text"
            fi
            shown=yes
        fi
        # Finely at first, as a start should not wait for its own watcher.
        if [ $ticks -lt 50 ] || [ -n "$ready" ]; then sleep 0.02; else sleep 0.1; fi
        ticks=$((ticks + 1))
    done
    if [ -z "$ready" ]; then
        wait "$pid" || status=$?
    elif [ $status = 0 ]; then
        "$ready" >/dev/null || status=1
    fi
    trap - INT TERM
    if [ -n "$shown" ] && [ -t 2 ]; then printf '\r\e[K' >&2; fi
    return $status
}

# with_lock FILE WAITING_TEXT COMMAND...: one holder at a time; the lock falls with its holder. COMMAND must not need to set
# variables for its caller.
with_lock() {
    local file=$1 waiting=$2
    shift 2
    if command -v flock >/dev/null 2>&1; then
        (
            if ! flock -n 9; then
                say "$waiting"
                flock 9
            fi
            "$@"
        ) 9>>"$file"
    else
        until mkdir "$file.d" 2>/dev/null; do
            local holder
            holder=$(cat "$file.d/pid" 2>/dev/null || true)
            if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
                rm -rf "$file.d"
                continue
            fi
            [ -z "$waiting" ] || say "$waiting"
            waiting=''
            sleep 0.2
        done
        (
            # shellcheck disable=SC2016 # for the inner shell, whose parent holds the lock; macOS' bash has no BASHPID
            sh -c 'echo "$PPID"' >"$file.d/pid"
            trap 'rm -rf "$file.d"' EXIT
            "$@"
        )
    fi
}
