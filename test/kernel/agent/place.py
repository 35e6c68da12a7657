"""Makes the place where a world lives: private network, private files."""
import fcntl
import os
import socket
import struct
import subprocess
import time

from inherited import settings_of
from libc import CLONE_NEWNET, CLONE_NEWNS, MS_PRIVATE, MS_REC, mount, unshare
from own_table import OwnTable

ETH_P_BARRIER = 0x88B5
# Nothing that a script can mean: nft proposes names that are near.
QUIET_TABLE = 'the-judge-itself'
LOG_GROUP = 7
# Owns the listening sockets, so that what the kernel answers for them is told from what is sent.
LISTENER_UID = 0xFFFFFFF0

# Swallows, before any chain counts it, what the kernel sends by itself (ICMP errors, RST, SYN+ACK, MLD), and tells of it; and what the
# kernels at the far ends say to find each other, and to find this one, which they would do to answer it: frames that are put on the wire by
# hand have link-layer addresses that no device has. What tunnels wrap has no socket either, nor have handshakes of WireGuard, at those ports, and what
# goes into a VXLAN or a Geneve device, to those.
# A frame can carry a mark in its sender's address: what tc would do on arrival.
# Where the why is asked for, all others are traced by nf_tables from here on. No chain can come before.
QUIET = """
table inet %(table)s {
  flags owner
  chain the-judge-keeps-this-quiet {
    type filter hook output priority -2147483648
    meta skuid %(uid)d log group %(group)d drop
    meta skuid >= 0 %(trace)s accept
    meta l4proto { 4, 41, 47 } %(trace)s accept
    udp sport { 51820, 51821 } %(trace)s accept
    udp dport { 4789, 6081, 8472 } %(trace)s accept
    meta priority %(resent)d accept
    log group %(group)d drop
  }
  chain the-judge-is-deaf-to-these {
    type filter hook prerouting priority -2147483648
    icmpv6 type { 130, 131, 132, 133, 143 } drop
    icmpv6 type 135 ip6 saddr :: drop
    icmpv6 type 135 @ll,48,48 != 0x02000000ffff @ll,48,16 != 0x024d drop
    @ll,48,16 0x024d meta mark set @ll,64,32
    %(trace)s
  }
  %(guest)s
}
"""
# What is forwarded into a VRF is sent on as if it had been made here, without a socket: its priority, which nothing reads, marks it.
RESENT = 0x6E780001
FORWARDED_INTO_VRF = """
  chain the-judge-knows-these-again {
    type filter hook forward priority 2147483647
    meta oifkind "vrf" meta priority set %d
  }
""" % RESENT

# Duplicate address detection takes a second per address; solicitations only make noise.
IPV6_SETTINGS = {'accept_dad': 0, 'dad_transmits': 0, 'router_solicitations': 0, 'accept_ra': 0}
SETTINGS = {'ipv6/auto_flowlabels': 0, 'ipv4/icmp_ratelimit': 0, 'ipv4/icmp_msgs_per_sec': 1000000, 'ipv4/icmp_msgs_burst': 1000000}


def make_place(traces):
    """Moves this process into a new place, and returns the socket that tells when all packets given to devices were received, and the own table."""
    # On one processor, what is given to a veth or to lo is received in the order in which it was given.
    processors = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {processors[os.getpid() % len(processors)]})
    if is_guest():
        forget_tunnels()
    unshare(CLONE_NEWNET)
    barrier = open_barrier()
    unshare(CLONE_NEWNET | CLONE_NEWNS)
    make_files()
    make_settings()
    return barrier, OwnTable(QUIET_TABLE, quiet(traces))


def is_guest():
    with open('/proc/cmdline') as f:
        return 'nexthop_server=' in f.read()


TUNNELS = {'ipip', 'ip_gre', 'sit', 'ip_vti', 'ip6_gre', 'ip6_vti', 'ip6_tunnel'}


def forget_tunnels():
    """The modules of tunnels give every namespace devices of their own: they come with the first command that needs them, as on a host that is started."""
    for _ in range(200):
        with open('/proc/modules') as f:
            loaded = [name for name in (line.split()[0] for line in f) if name in TUNNELS]
        if not loaded or subprocess.run(['modprobe', '-qr', *loaded], stderr=subprocess.DEVNULL).returncode == 0:
            return
        time.sleep(0.05)  # the namespace of a world before is still being taken down


def quiet(traces):
    trace = 'meta nftrace set 1' if traces else ''
    guest = FORWARDED_INTO_VRF if is_guest() else ''
    return QUIET % {'resent': RESENT, 'guest': guest, 'table': QUIET_TABLE, 'uid': LISTENER_UID, 'group': LOG_GROUP, 'trace': trace}


def open_barrier():
    """A loopback of its own, in a namespace that nothing else is in; all namespaces share the queue of a processor."""
    with socket.socket() as s:
        fcntl.ioctl(s, 0x8914, struct.pack('16sh22x', b'lo', 0x1))  # SIOCSIFFLAGS, IFF_UP
    barrier = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_BARRIER))
    barrier.bind(('lo', ETH_P_BARRIER))
    barrier.settimeout(1)
    return barrier


def make_files():
    """Own names of namespaces and lock files (/run), own /etc that starts as the machine's, own view of devices (/sys)."""
    mount('none', '/', None, MS_REC | MS_PRIVATE)
    mount('tmpfs', '/run', 'tmpfs')
    mount('sysfs', '/sys', 'sysfs')
    for directory in ('/run/netns', '/run/play', '/run/etc', '/run/work'):
        os.mkdir(directory)
    mount('overlay', '/etc', 'overlay', 0, 'lowerdir=/etc,upperdir=/run/etc,workdir=/run/work')
    os.makedirs('/etc/iproute2', exist_ok=True)
    # No tool sends a question about a name: chains would count it.
    with open('/etc/nsswitch.conf', 'w') as f:
        f.write('passwd: files\ngroup: files\nhosts: files\nnetworks: files\nprotocols: files\nservices: files\n')
    os.chdir('/run/play')


def make_settings():
    settings = dict(SETTINGS)
    for scope in ('all', 'default', 'lo'):
        settings.update(settings_of(scope))
    for scope in ('all', 'default'):
        settings.update({'ipv6/conf/%s/%s' % (scope, name): value for name, value in IPV6_SETTINGS.items()})
    for name, value in settings.items():
        if os.path.exists('/proc/sys/net/' + name):
            with open('/proc/sys/net/' + name, 'w') as f:
                f.write(str(value))
