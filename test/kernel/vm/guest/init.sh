#!/bin/bash
# The first process of the guest: the host's file system, read-only, below a layer in memory that takes every write; then the server of processes.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C TERM=dumb
mount -t proc proc /proc
for word in $(cat /proc/cmdline); do case $word in nexthop_*=*) declare -x "$word" ;; esac; done
mount -t sysfs sysfs /sys
mount -t tmpfs -o size=80%,mode=755 tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
grep -qw overlay /proc/filesystems || modprobe -d "$nexthop_modules" overlay
mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/root || exit 1
cd /mnt/root || exit 1
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t devtmpfs dev dev || mount --rbind /dev dev
mkdir -p dev/pts dev/shm dev/net run tmp
mount -t devpts devpts dev/pts
mount -t tmpfs tmpfs dev/shm
mount -t tmpfs tmpfs run
mkdir -p run/netns run/lock
[ -e dev/net/tun ] || mknod dev/net/tun c 10 200
for link in fd:fd stdin:fd/0 stdout:fd/1 stderr:fd/2; do [ -e "dev/${link%%:*}" ] || ln -s "/proc/self/${link#*:}" "dev/${link%%:*}"; done
mount -t tracefs tracefs sys/kernel/tracing
mount -t cgroup2 cgroup2 sys/fs/cgroup
mkdir -p lib/modules
ln -sfn "$nexthop_modules/lib/modules/$(uname -r)" "lib/modules/$(uname -r)"
exec chroot . /bin/bash -c '
  ip link set lo up
  sysctl -qw net.core.default_qdisc=fq_codel
  device=$nexthop_line
  for port in /sys/class/virtio-ports/*; do [ "$(cat "$port/name" 2>/dev/null)" = processes ] && device=/dev/${port##*/}; done
  exec python3 -S "$nexthop_server" "$device"'
