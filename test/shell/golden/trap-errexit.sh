set -e
step() { echo "step $1"; }
trap 'echo "ended with $?"; step 9' EXIT
step 1
false || step 2
if ! false; then step 3; fi
ip link set nodevice up
step 4
