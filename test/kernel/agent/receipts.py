"""Which packets are received in the course of what this world sends: those that it has queued itself, and those that come of them."""
import re

PLACE = re.compile(r'dev=(\S+) skbaddr=(\S+) ')
# Twice, where a packet is handed on to another device while it is received: from a port to its bridge.
RECEIVES = re.compile(r'__netif_receive_skb_core(\.\w+)*')
# Puts what a tunnel has taken out of a packet in a queue of its own.
TUNNEL_QUEUE = 'gro_cell_poll'
# Where a packet goes to the other end of a veth, and where it was put on the wire by hand.
LEAVES, INJECTED = 'veth_xmit', 'packet_sendmsg'


class Receipts:
    """All worlds on a processor share its queue, and devices are called alike in many: so names say nothing, and a packet is known by its buffer."""

    def __init__(self):
        self.queued = set()
        self.own = False  # what is received at the moment
        self.devices, self.others = set(), set()  # where own packets were received, and where other ones

    def queue(self, event):
        """This world puts a packet in the queue, which is its own until it leaves for the other end of a veth."""
        if LEAVES not in event.stack or INJECTED in event.stack:
            self.queued.add(PLACE.match(event.text)[2])

    def receive(self, event):
        """A packet is taken out of the queue, or handed on."""
        device, buffer = PLACE.match(event.text).groups()
        depth = sum(1 for name in event.stack if RECEIVES.fullmatch(name))
        if event.received and depth == 1 and TUNNEL_QUEUE not in event.stack:
            self.own = buffer in self.queued
        self.queued.discard(buffer)
        (self.devices if self.is_own(event) else self.others).add(device)

    def is_own(self, event):
        """Whether this world did something itself, or with a packet of its own."""
        return not event.received or self.own
