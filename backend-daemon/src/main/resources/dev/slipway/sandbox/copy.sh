# copy.sh: copies the changes of a sandbox, /from, to a new layer, /to, while programs go on changing them. It runs where
# these two and /work, for its own notes, are all there is besides the system's programs: whoever changes /from could else
# lead it astray by a link in the middle of a path. Reads what to do from its standard input and answers each line:
#   copy SINCE    brings /to up to date with what changed since the last time; answers "copied" and how many files those were
#   near          nothing will change in a moment; answers "near"
#   take SINCE    nothing changes now: packs what changed since the last "copy"; answers "taken"
#   finish        unpacks that, checks that /to has all there is; answers "done" and the bytes that it has
# SINCE is a time since which no write has been under way that was begun before: what was changed later may be changed again
# without showing.
#
# /work/mapped lists files that some program can write to as its memory, which shows nowhere else.
set -eu
export LC_ALL=C
from=$1 to=$2 work=$3
cd "$from"
[ -e "$work/old" ] || : > "$work/old"
: >> "$work/mapped"

# What there is to $work/all, and that part which was the same before $1 to $work/new; a line for each, ended by NUL.
line='%i %C@ %s %y %p\0'
list() {
    find . -fprintf "$work/all" "$line" ! -newerct "@$1" -fprintf "$work/new" "$line"
    sort -z -o "$work/all" "$work/all"
}

paths() { cut -z -d ' ' -f 5-; }

# What must be copied again, to $work/changed: directories in which something changed, too, for their times.
changed() {
    comm -z -13 "$work/old" "$work/all" | paths > "$work/differ"
    if [ -s "$work/mapped" ]; then
        paths < "$work/all" | sort -z > "$work/paths"
        sort -z -u "$work/mapped" | comm -z -12 - "$work/paths" >> "$work/differ"
    fi
    sed -z 'p; s,/[^/]*$,,' "$work/differ" | sort -z -u > "$work/changed"
}

count() { tr -dc '\0' < "$work/differ" | wc -c; }

pack() {
    tar --create --file=- --format=posix --sparse --xattrs --xattrs-include='*' --acls --numeric-owner --no-recursion \
        --null --verbatim-files-from --files-from="$work/changed"
}

unpack() {
    tar --extract --file=- --directory="$to" --xattrs --xattrs-include='*' --acls --numeric-owner --same-owner \
        --same-permissions --delay-directory-restore
}

# Takes away what is not there any more, or is of another kind.
prune() {
    (cd "$to" && find . -printf '%y %p\0') | sort -z > "$work/have"
    cut -z -d ' ' -f 4- "$work/all" | grep -zv '^s ' | sort -z | comm -z -23 "$work/have" - | cut -z -c 3- > "$work/gone"
    (cd "$to" && xargs -0 -r rm -rf -- < "$work/gone")
}

while read -r what since; do
    case $what in
        copy)
            list "$since" 2>/dev/null || :
            if [ -s "$work/old" ]; then
                changed
                # The count of a "copy" that found next to nothing says that the rest will be quick.
                { pack | { prune && unpack; }; } 2>/dev/null || :
                echo "copied $(count)"
            else
                cp -a --reflink=auto ./. "$to/" 2>/dev/null || :
                echo "copied all"
            fi
            copied=$since
            sort -z -o "$work/old" "$work/new"
            ;;
        near)
            # On a busy host the others can wait for so long.
            renice -n -10 -p $$ > /dev/null 2>&1 || :
            cut -z -d ' ' -f 1,4- "$work/old" | sed -zn 's/ d / /p' | sort -z > "$work/dirs"
            echo near
            ;;
        take)
            # Every moment counts: what can be found out later is. Files that changed show by their time alone, unless a
            # directory above them has been renamed; then, what there is now is compared with what there was.
            find . -fprintf "$work/all" "$line" \( ! -newerct "@$since" -fprintf "$work/new" "$line" , \
                ! -newerct "@$copied" -o -fprint0 "$work/differ" -type d -printf '%i %p\0' \) | sort -z | comm -z -23 - "$work/dirs" > "$work/moved"
            if [ -s "$work/moved" ]; then
                sort -z -o "$work/all" "$work/all"
                comm -z -13 "$work/old" "$work/all" | paths > "$work/differ"
            fi
            [ ! -s "$work/mapped" ] || tr '\0' '\n' < "$work/mapped" | while IFS= read -r path; do
                [ ! -f "$path" ] || printf '%s\0' "$path" >> "$work/differ"
            done
            sed -z 'p; s,/[^/]*$,,' "$work/differ" > "$work/changed"
            pack > "$work/pack" 2> "$work/said" || { cat "$work/said" >&2; exit 1; }
            echo taken
            ;;
        finish)
            renice -n 0 -p $$ > /dev/null 2>&1 || :
            sort -z -o "$work/all" "$work/all"
            prune
            unpack < "$work/pack"
            # Of a directory the size says nothing; dead sockets are left out.
            sed -z 's/^[^ ]* [^ ]* \([^ ]*\) \([^ ]\) /\2 \1 /; s/^d [^ ]* /d 0 /' "$work/all" | grep -zv '^s ' | sort -z > "$work/want"
            (cd "$to" && find . \( -type d -printf 'd 0 %p\0' \) -o -printf '%y %s %p\0') | sort -z > "$work/have"
            if ! cmp -s "$work/want" "$work/have"; then
                echo "the copy is not whole: $(comm -z -3 "$work/want" "$work/have" | tr '\0' '\n' | head -n 3)" >&2
                exit 1
            fi
            sort -z -o "$work/old" "$work/new"
            echo "done $(du -s -B1 "$to" | cut -f 1)"
            ;;
    esac
done
