# Commits everything in a work tree; the message comes on standard input.
# $1 work tree, $2 session's branch, $3 bytes above which a file is called large
set -eu
cd "$1"
export GIT_DIR="$1/.git"
work=$2 large=$3
empty=4b825dc642cb6eb9a060e54bf8d69288fbee4904

problem() {
    echo "problem $1"
    exit 0
}
[ -d .git ] || problem gone
tries=0
while [ -e .git/index.lock ] && [ $tries -lt 10 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
rm -f .git/index.lock

if [ -d .git/rebase-merge ] || [ -d .git/rebase-apply ]; then
    problem rebase
fi
if [ -n "$(git ls-files -u | head -c 1)" ]; then
    unresolved=$(git diff --name-only --diff-filter=U -z | xargs -0 -r grep -lE '^(<<<<<<<|>>>>>>>)( |$)' -- 2>/dev/null | head -50 || :)
    if [ -n "$unresolved" ]; then
        printf '%s\n' "$unresolved" | sed 's/^/path /'
        problem conflict
    fi
fi

head=$(git rev-parse -q --verify HEAD || :)
here=$(git symbolic-ref -q HEAD || :)
if [ "$here" != "refs/heads/$work" ]; then
    tip=$(git rev-parse -q --verify "refs/heads/$work" || :)
    if [ -n "$head" ] && { [ -z "$tip" ] || git merge-base --is-ancestor "$tip" "$head"; }; then
        git update-ref "refs/heads/$work" "$head"
        git symbolic-ref HEAD "refs/heads/$work"
        here="refs/heads/$work"
    else
        problem elsewhere
    fi
fi

errors=$(git add -A --ignore-errors 2>&1 >/dev/null | grep -E '^(error|fatal): ' | head -5 || :)
case $errors in
*'No space left on device'* | *'Disk quota exceeded'* | *'Resource temporarily unavailable'*)
    printf '%s\n' "$errors" >&2
    exit 1
    ;;
esac
if [ -n "$errors" ]; then
    printf '%s\n' "$errors" | sed 's/^/skipped /'
fi
tree=$(git write-tree)
before=$empty
if [ -n "$head" ]; then
    before=$(git rev-parse "$head^{tree}")
fi
merging=
if [ -e .git/MERGE_HEAD ]; then
    merging=$(cat .git/MERGE_HEAD)
fi
if [ "$tree" = "$before" ] && [ -z "$merging" ]; then
    problem nothing
fi

set --
if [ -n "$head" ]; then
    set -- -p "$head"
fi
for parent in $merging; do
    set -- "$@" -p "$parent"
done
commit=$(git commit-tree "$tree" "$@" -F -)
git update-ref -m 'commit by slipway' "$here" "$commit" "${head:-0000000000000000000000000000000000000000}"
rm -f .git/MERGE_HEAD .git/MERGE_MSG .git/MERGE_MODE .git/AUTO_MERGE .git/CHERRY_PICK_HEAD .git/REVERT_HEAD .git/SQUASH_MSG
echo "commit $commit"
echo "stat $(git diff-tree -r -M --shortstat "$before" "$tree")"
added() {
    git diff-tree -r --raw --no-abbrev --no-renames --diff-filter=AMT "$before" "$tree"
}
added | awk -F'[ \t]' '$2 == "160000" { print "nested " substr($0, index($0, "\t") + 1) }' | head -20
added | awk -F'[ \t]' '$2 != "160000" { print $4 " " substr($0, index($0, "\t") + 1) }' |
    git cat-file --batch-check='%(objectsize) %(rest)' |
    awk -v limit="$large" '$1 ~ /^[0-9]+$/ && $1 > limit { print "large " $0 }' |
    head -20
