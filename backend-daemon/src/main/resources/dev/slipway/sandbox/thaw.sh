# thaw.sh, read by freeze.sh, stop.sh and recover.sh in the directory of sandboxes: "thaw" lets the programs of sandbox $id go
# on, if its note "frozen" says that they were stopped.
thaw() {
    { read -r what stopped marks < "$id/frozen"; } 2>/dev/null || return 0
    case $what in
        */cgroup.freeze) echo 0 > "$what" ;;
        */freezer.state) echo THAWED > "$what" ;;
        stopped)
            for process in $(stopped_in "$stopped") $(marks_of "$marks"); do kill -s CONT "$process"; done
            thaw_outside "$marks"
            ;;
    esac 2>/dev/null || :
    rm -f "$id/frozen"
}

stopped_in() {
    namespace=$(readlink "/proc/$1/ns/pid") || return 0
    find /proc -mindepth 3 -maxdepth 3 -path '/proc/[0-9]*/ns/pid' -lname "$namespace" 2>/dev/null | cut -d / -f 3 | sort -rn
}

marks_of() {
    grep -lE "^Max file locks +$1[0-9]{6} " /proc/[0-9]*/limits 2>/dev/null | cut -d / -f 3 | sort -rn
}

# nsenter, which stands outside a sandbox as the parent of a program in it, stops itself when it sees its child stopped: at
# once, or a moment later.
thaw_outside() {
    for round in 1 2 3; do
        for process in $(marks_of "$1"); do
            { read -r line < "/proc/$process/stat"; } 2>/dev/null || continue
            case $line in "$process (nsenter) T"*) kill -s CONT "$process" 2>/dev/null || : ;; esac
        done
    done
}
