# Brings a work tree to the newest commits.
# $1 work tree, $2 bare origin, $3 base branch, $4 its tip or "", $5 session's branch, $6 its tip outside or ""
# $7 text for the configuration of a new repository
set -eu
cd "$1"
export GIT_DIR="$1/.git"
origin=$2 base=$3 tip=$4 work=$5 outside=$6

if [ ! -e .git ]; then
    git init -q --template= --initial-branch="$work"
    printf '%s\n' "$7" >>.git/config
    mkdir -p .git/info
fi
if [ ! -e "$origin" ]; then
    mkdir -p "$origin/objects/info" "$origin/objects/pack" "$origin/refs/heads"
    printf '%s\n' "$1/.git/objects" >"$origin/objects/info/alternates"
    printf 'ref: refs/heads/%s\n' "$base" >"$origin/HEAD"
    printf '[core]\n\trepositoryformatversion = 0\n\tbare = true\n' >"$origin/config"
fi

git for-each-ref --count=500 --format='have %(objectname)' refs/remotes/origin "refs/heads/$work"
echo go
read -r answer
if [ "$answer" = pack ]; then
    git index-pack --stdin --fix-thin >/dev/null
fi

if [ -n "$tip" ]; then
    git update-ref "refs/remotes/origin/$base" "$tip"
    git symbolic-ref refs/remotes/origin/HEAD "refs/remotes/origin/$base"
    GIT_DIR=$origin git update-ref "refs/heads/$base" "$tip"
fi
if [ -n "$outside" ]; then
    git update-ref "refs/remotes/origin/$work" "$outside"
    GIT_DIR=$origin git update-ref "refs/heads/$work" "$outside"
fi

clear_lock() {
    tries=0
    while [ -e .git/index.lock ] && [ $tries -lt 10 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    rm -f .git/index.lock
}

# From here on files of the work tree change: who reads them meanwhile is kept out by who started this.
was=$(git rev-parse -q --verify HEAD || :)
echo checkout
read -r answer

state=UP_TO_DATE
mine=$(git rev-parse -q --verify "refs/heads/$work" || :)
target=${outside:-$tip}
if [ -z "$mine" ]; then
    clear_lock
    if [ -n "$target" ]; then
        git checkout -q -f --no-track -B "$work" "$target"
        state=FORWARDED
    else
        git symbolic-ref HEAD "refs/heads/$work"
    fi
else
    next=
    if [ -n "$outside" ] && [ "$outside" != "$mine" ] && git merge-base --is-ancestor "$mine" "$outside"; then
        next=$outside
    elif [ -n "$tip" ] && [ "$tip" != "$mine" ] && git merge-base --is-ancestor "$mine" "$tip"; then
        next=$tip
    elif [ -n "$tip" ] && ! git merge-base --is-ancestor "$tip" "$mine"; then
        state=LEFT_AS_IS
    elif [ -n "$outside" ] && ! git merge-base --is-ancestor "$outside" "$mine"; then
        state=LEFT_AS_IS
    fi
    if [ -n "$next" ]; then
        state=LEFT_AS_IS
        clear_lock
        here=$(git symbolic-ref -q HEAD || :)
        if [ "$here" = "refs/heads/$work" ] &&
            [ -z "$(git status --porcelain --untracked-files=no --ignore-submodules=dirty | head -c 1)" ] &&
            git merge -q --ff-only "$next" >/dev/null 2>&1; then
            state=FORWARDED
        fi
    fi
fi
head=$(git rev-parse -q --verify HEAD || :)
behind=0
if [ -n "$head" ] && [ -n "$tip" ]; then
    behind=$(git rev-list --count "$head..$tip")
fi
echo "state $state"
echo "was $was"
echo "head $head"
echo "behind $behind"
