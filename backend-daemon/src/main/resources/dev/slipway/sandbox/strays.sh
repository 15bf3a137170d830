# strays.sh, read by others with $root set: "strays ID" kills what keeps the sandbox ID of this root, however it came to be
# forgotten: its number was never written, or its directory was taken away. What is inside ends with it. Keepers carry the
# sandbox's name and a digest of the root in their environment, so those of another daemon are never hit.
strays() {
    digest=$(printf %s "$root" | cksum)
    for file in $(grep -lzxF "SLIPWAY_KEEPER=$1.${digest%% *}" /proc/[0-9]*/environ 2>/dev/null); do
        pid=${file%/environ}
        kill -KILL "${pid#/proc/}" 2>/dev/null
    done
}
