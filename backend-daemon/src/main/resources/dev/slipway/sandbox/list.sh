# list.sh ROOT: prints of each sandbox here "sandbox ID PID START", PID being 0 when its keeper is gone, and then its
# specification, each line indented by one tab.
cd "$1/sandboxes" || exit 0
for id in *; do
    [ -d "$id" ] || continue
    pid=0 start=0
    [ ! -f "$id/keeper" ] || read -r pid start < "$id/keeper"
    stat=
    { read -r stat < "/proc/$pid/stat"; } 2>/dev/null
    fields=${stat##*) }
    i=0
    while [ $i -lt 19 ]; do fields=${fields#* } i=$((i + 1)); done
    [ "${fields%% *}" = "$start" ] || pid=0
    echo "sandbox $id $pid $start"
    [ ! -f "$id/specification" ] || while IFS= read -r line || [ -n "$line" ]; do printf '\t%s\n' "$line"; done < "$id/specification"
done
exit 0
