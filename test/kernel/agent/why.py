"""Why a packet fared as it did, in the kernel's own words: each table that was asked for it, each rule that held, the reason of a drop."""
import errno
import re
import socket

from nft_trace import NftTrace
from place import QUIET_TABLE
from receipts import Receipts
from tracing import Tracing

LOOKUP = re.compile(r'table +(?P<table>\d+) oif (?P<oif>\d+) iif (?P<iif>\d+) proto (?P<proto>\d+) (?P<src>\S+)/(?P<sport>\d+) -> (?P<dst>\S+)/(?P<dport>\d+) '
                    r'(?:flowlabel \S+ )?tos (?P<tos>\d+) scope \d+ flags \S+ ==> dev (?P<dev>\S+) gw (?P<gw>\S+) err (?P<err>-?\d+)')
DROP = re.compile(r'.* location=(\w+)\S* reason: (\w+)')
# What a lookup is made for, by the function of the kernel that makes it.
PURPOSES = {
    '__fib_validate_source': 'reverse-path', 'ip_route_input_slow': 'input', 'ip6_route_input': 'input',
    'ip_route_me_harder': 'reroute', 'ip6_route_me_harder': 'reroute',
    'tcp_v4_connect': 'output', 'udp_sendmsg': 'output', 'raw_sendmsg': 'output',
    'nft_fib4_eval': 'fib', 'nft_fib6_eval': 'fib', 'nft_fib6_eval_type': 'fib', 'rpfilter_mt': 'fib',
    'tcp_v6_connect': 'output', 'udpv6_sendmsg': 'output', 'rawv6_sendmsg': 'output',
}
# What is not done for the packet: asking how long a segment can be, what kind of address one is, which device has one, or which of its own a receiver sees, answering a
# packet, talking between neighbours, what a timer does, freeing what is in use no more, sending again
# what another socket has sent before: another namespace's ICMP error can come in while this process waits.
OTHERS = re.compile(
    r'addrtype_mt_v[01]|tcpmss_mangle_packet|nft_rt_get_eval|__ip_dev_find|fib_compute_spec_dst|inet_addr_type|inet_dev_addr_type|__inet_dev_addr_type|inet_addr_type_dev_table'
    r'|__icmp_send|icmp_reply|icmp6_send|icmpv6_echo_reply|ip_send_unicast_reply|tcp_v6_send_response|nf_send_reset6?|nf_send_unreach6?|inet6?_csk_route_req'
    r'|arp_\w+|ndisc_\w+|igmp6?_\w+|mld_\w+|call_timer_fn|run_timer_softirq|rcu_\w+|__tcp_retransmit_skb')
ANY = {'0.0.0.0', '::'}


def plain(address):
    """As inet_ntop prints it."""
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    return socket.inet_ntop(family, socket.inet_pton(family, address))


class Why:
    def __init__(self, devices, instance):
        self.devices = devices
        self.tracing, self.rules = Tracing(instance), NftTrace(QUIET_TABLE)

    def forget(self):
        self.rules.forget()

    def read(self, packet=None):
        """What was done since the last time, for a packet that was sent, up to where it left."""
        steps, events = self.rules.read(), self.tracing.read()
        if packet is None:
            return None
        receipts, lookups, drops = Receipts(), [], []
        for event in events:
            if event.name == 'netif_receive_skb':
                receipts.receive(event)
            elif not receipts.is_own(event) or any(OTHERS.fullmatch(name) for name in event.stack):
                continue
            elif event.name == 'netif_rx':
                receipts.queue(event)
            elif event.name == 'kfree_skb':
                location, reason = DROP.fullmatch(event.text).groups()
                drops.append('%s %s' % (reason, location))
            else:
                lookup = self.lookup(event, packet)
                if lookup['for'] != 'reverse-path' or 'oif' not in lookup:  # asks whether a redirect can be sent
                    lookups.append(lookup)
        far_devices = {dev for far in receipts.others for dev in (far, self.devices.master(far))} - receipts.devices
        rules = [step for received_by, step in steps if received_by is None or self.devices.name(received_by) not in far_devices]
        return {key: value for key, value in {'lookups': lookups, 'rules': rules, 'drops': drops}.items() if value}

    def lookup(self, event, packet):
        found = LOOKUP.fullmatch(event.text).groupdict()
        purpose = next((PURPOSES[name] for name in event.stack if name in PURPOSES), None)
        if purpose is None:
            purpose = ' < '.join(event.stack[1:])
        key = {'to': plain(found['dst'])}
        if found['src'] not in ANY:
            key['from'] = plain(found['src'])
        for name in ('iif', 'oif'):
            if found[name] != '0':
                key[name] = self.devices.name(int(found[name]))
        numbers = {'tos': int(found['tos']), 'ipproto': int(found['proto']), 'sport': int(found['sport']), 'dport': int(found['dport'])}
        key.update({name: value for name, value in numbers.items() if value})
        if 'sport' in key and not packet.get('sport') and 'iif' not in packet:
            key['sport'] = 'picked'
        code = -int(found['err'])
        # Of a route without gateway the IPv4 tracepoint leaves in the field what is there by chance.
        gateway = [address for address in found['gw'].split('/') if address not in ANY]
        answer = {'error': errno.errorcode[code]} if code else {'dev': found['dev'], **({'via': plain(gateway[0])} if len(gateway) == 1 else {})}
        return {'for': purpose, 'table': int(found['table']), **key, **answer}
