# Commands that stand in variables, and other words.
IP="ip -4"
$IP addr show dev lo
RUN=(ip -o "link" show lo)
"${RUN[@]}" | cut -d: -f2
run() { echo "[#] $*" >&2; "$@"; }
run ip link set lo up
run echo "two words"
/sbin/ip -4 -o addr show lo | { read -r _ name _ address _; echo "$name $address"; }
while read -r name; do ip link add "$name" type veth peer name "p$name"; done <<< $'d0\nd1'
ip -o link | sed -E 's/^[0-9]+: ([a-z0-9]+).*/\1/' | sort | xargs echo
case $(uname -s) in Linux) echo linux ;; esac
[[ $EUID == 0 && $(id -u) -eq 0 ]] && echo root
declare -A table=([wan]=100 [lan]=200)
for name in $(printf '%s\n' "${!table[@]}" | sort); do
  printf '%s %d 0x%x\n' "$name" "${table[$name]}" "$((table[$name] << 8))"
done
[[ "eth0.100@wire" =~ ^([a-z0-9.]+)@(.*)$ ]] && echo "${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
exec echo last
echo never
