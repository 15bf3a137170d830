# Compares the work tree, new files too, with a commit; the index stays as it is.
# $1 work tree, $2 commit or the empty tree, then options of `git diff`
set -eu
cd "$1"
export GIT_DIR="$1/.git"
base=$2
shift 2
index=$(mktemp)
trap 'rm -f "$index" "$index.lock"' EXIT
if [ -e .git/index ]; then
    cp .git/index "$index"
else
    rm -f "$index"
fi
export GIT_INDEX_FILE="$index"
git add -N --ignore-errors . >/dev/null 2>&1 || :
git diff --no-ext-diff --no-textconv --no-color --no-abbrev --src-prefix=a/ --dst-prefix=b/ --ignore-submodules=dirty \
    -M --raw --numstat -z "$@" "$base" --
