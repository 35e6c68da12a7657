#!/bin/bash
# Another kernel as the judge: a stock Debian kernel in qemu, for the kinds of device that the kernel of this machine lacks. Run as root.
#
#   vm.sh start SOCKET          fetches the kernel if it isn't there, boots it, and returns when it is up
#   vm.sh run SOCKET WORD...    runs a process in it: the files of this machine at the same paths, writes in memory
#   vm.sh stop SOCKET
#
# NEXTHOP_VM=SOCKET before a suite of test/kernel has the worlds of the suite made in the guest.
# NEXTHOP_VM_KERNEL=VERSION@SUITE names another kernel; NEXTHOP_VM_CACHE another place for what was fetched. NEXTHOP_VM_KERNEL=PATH.uml is a user-mode
# kernel that is there already, with NEXTHOP_VM_MODULES as the folder of its lib/modules: some ten times as fast as an emulated one.
set -e
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
wanted=${NEXTHOP_VM_KERNEL:-6.18.15+deb13@trixie-backports}
version=${wanted%@*} suite=${wanted#*@}
cache=${NEXTHOP_VM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nexthop-vm}

# The archive's lists of one suite, beside the machine's own.
suite_apt() {
  local tool=$1 folder=$cache/apt-$suite
  shift
  local options=(-q -o Dir::Etc::sourcelist="$folder/list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$folder/lists" -o Dir::Cache="$folder/cache" -o APT::Sandbox::User=root)
  if [ ! -e "$folder/ready" ]; then
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.pgp] http://deb.debian.org/debian $suite main" >"$folder/list"
    apt-get "${options[@]}" update >&2
    touch "$folder/ready"
  fi
  "$tool" "${options[@]}" "$@"
}

# Fetches the kernel and its modules; sets kernel and modules.
fetch() {
  if [[ $wanted == *.uml ]]; then
    kernel=$wanted modules=${NEXTHOP_VM_MODULES:?the folder of its lib/modules}
    return
  fi
  local package=linux-image-$version-cloud-amd64 missing=() tool
  for tool in qemu-system-x86_64:qemu-system-x86 /usr/libexec/virtiofsd:virtiofsd depmod:kmod python3:python3; do
    command -v "${tool%%:*}" >/dev/null || missing+=("${tool##*:}")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -q >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
  fi
  modules=$cache/$package
  kernel=$modules/vmlinux
  [ -e "$modules/ready" ] && return
  rm -rf "$modules"
  mkdir -p "$modules/packages"
  (cd "$modules/packages" && suite_apt apt-get download "$package" >&2)
  for package in "$modules"/packages/*.deb; do dpkg -x "$package" "$modules"; done
  rm -rf "$modules/packages"
  [ -e "$modules/lib/modules" ] || { mkdir -p "$modules/lib" && ln -sfn ../usr/lib/modules "$modules/lib/modules"; }
  depmod -b "$modules" "$(ls "$modules/lib/modules")"
  kernel_of "$(find "$modules" -name 'vmlinuz*' | head -n 1)" "$kernel"
  touch "$modules/ready"
}

# Takes the kernel out of its compressed image, so that the slow guest need not unpack it.
kernel_of() {
  python3 - "$1" "$2" <<'END'
import subprocess, sys
image = open(sys.argv[1], 'rb').read()
for magic, tool in ((b'\x28\xb5\x2f\xfd', 'zstd'), (b'\xfd7zXZ\0', 'xz'), (b'\x1f\x8b\x08', 'gzip')):
    at = image.find(magic)
    while at >= 0:
        unpacked = subprocess.run([tool, '-dcq'], input=image[at:], capture_output=True).stdout
        if unpacked.startswith(b'\x7fELF'):
            open(sys.argv[2], 'wb').write(unpacked)
            sys.exit()
        at = image.find(magic, at + 1)
sys.exit('no kernel in ' + sys.argv[1])
END
}

[ $# -ge 2 ] || { sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
verb=$1 socket=$2
shift 2
case $verb in
  start)
    fetch
    up=$(mktemp)
    setsid python3 "$here/boot.py" "$kernel" "$modules" "$socket" >"$up" 2>&1 </dev/null &
    server=$!
    for ((tenths = 0; tenths < 2000; tenths++)); do
      [ -s "$up" ] && break
      kill -0 $server 2>/dev/null || break
      sleep 0.1
    done
    cat "$up"
    rm "$up"
    kill -0 $server 2>/dev/null
    echo $server >"$socket.pid"
    ;;
  run) exec python3 "$here/attach.py" "$socket" "$@" ;;
  stop) kill "$(cat "$socket.pid")" && rm "$socket.pid" ;;
  *) echo "vm.sh: no verb '$verb'" >&2; exit 2 ;;
esac
