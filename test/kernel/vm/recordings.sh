#!/bin/bash
# Asks another kernel whether what test/devices and test/journey/networks/vm and wireguard have recorded is still true: npm run judge:vm [-- NAME...]. As root; needs the archive of Debian once.
# Ends with 0 when all is the same, 1 when something differs, 3 when no such kernel could be had: then nothing was asked, and `npm test` replays what was recorded.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
devices=$(cd "$here/../../devices" && pwd) || exit 2
folder=$(mktemp -d)
socket=$folder/guest
if ! "$here/vm.sh" start "$socket"; then
  echo "NO OTHER KERNEL: no recording of a device was asked again" >&2
  rm -rf "$folder"
  exit 3
fi
trap '"$here/vm.sh" stop "$socket"; rm -rf "$folder"' EXIT
mask() { npx tsx "$devices/mask.ts"; }
same=0 different=0
for script in "$devices"/scripts/*.txt; do
  name=$(basename "$script" .txt)
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  "$here/vm.sh" run "$socket" bash "$devices/record.sh" <"$script" >"$folder/answered"
  # Both without their versions, timers and addresses by chance.
  if diff -u --label "recorded/$name" <(mask <"$devices/recorded/$name.txt") --label 'the kernel now' <(mask <"$folder/answered"); then
    same=$((same + 1))
  else
    different=$((different + 1))
  fi
  echo "$name: $same the same, $different different so far"
done
# And the packets of networks with such devices.
networks=$(cd "$here/../../journey/networks" && pwd) || exit 2
for script in "$networks"/vm/*.sh "$networks"/wireguard/*.sh; do
  name=$(basename "$script" .sh)
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  "$here/vm.sh" run "$socket" python3 "$here/../journey/record.py" "$script" "${script%.sh}.jsonl" >"$folder/answered"
  if diff -u --label "recorded/$name" "${script%.sh}.expected.jsonl" --label 'the kernel now' "$folder/answered"; then
    same=$((same + 1))
  else
    different=$((different + 1))
  fi
  echo "$name: $same the same, $different different so far"
done
echo "$same recordings are true, $different are not"
[ "$same" -gt 0 ] && [ "$different" -eq 0 ]
