# tidy.sh, read by seal.sh and start.sh: throws away the working directories of the keepers before this one. Each keeper has
# its own, as the kernel refuses one that a "volatile" mount has used.
(
    for old in "$box"/work.* "$box"/upper/work.*; do
        [ "$old" = "$work" ] || [ ! -d "$old" ] || remove_files "$old"
    done
) < /dev/null > /dev/null 2>&1 &
