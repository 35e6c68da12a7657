"""The system calls that Python has no name for, or has only in later versions."""
import ctypes
import os

LIBC = ctypes.CDLL(None, use_errno=True)
CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000
MS_REC, MS_PRIVATE = 0x4000, 0x40000


def check(result, what):
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, '%s: %s' % (what, os.strerror(code)))


def unshare(flags):
    check(LIBC.unshare(flags), 'unshare')


def enter_network(fd):
    check(LIBC.setns(fd, CLONE_NEWNET), 'setns')


def mount(source, target, kind, flags=0, data=None):
    check(LIBC.mount(source.encode(), target.encode(), kind and kind.encode(), ctypes.c_ulong(flags), data and data.encode()), 'mount ' + target)


def act_as(uid, gid):
    """What is made from now on belongs to these ids; the rights of root stay."""
    LIBC.setfsgid(gid)
    LIBC.setfsuid(uid)
