# Sends the session's branch out as a pack.
# $1 work tree, $2 session's branch
set -eu
cd "$1"
export GIT_DIR="$1/.git"
echo "tip $(git rev-parse -q --verify "refs/heads/$2^{commit}" || :)"
git for-each-ref --count=500 --format='have %(objectname)' refs/remotes/origin
echo go
read -r answer
if [ "$answer" = pack ]; then
    exec git pack-objects --revs --thin --stdout --delta-base-offset -q
fi
