"""Records what Wireshark's dissector makes of the captures in this folder: `python3 record.py`, with tshark installed.

The captures are of a namespace's own traffic (tcpdump -i vb, -i any with SLL and SLL2, dumpcap -i va -i vb), cut to 160 bytes a packet.
"""

import json
import pathlib
import subprocess

FIELDS = [
    'frame.protocols', 'frame.interface_name', 'ip.src', 'ip.dst', 'ip.proto', 'ip.dsfield', 'ip.ttl', 'ip.len', 'ip.frag_offset',
    'ipv6.src', 'ipv6.dst', 'ipv6.tclass', 'ipv6.hlim', 'ipv6.plen', 'ipv6.fraghdr.offset', 'ipv6.nxt',
    'udp.srcport', 'udp.dstport', 'tcp.srcport', 'tcp.dstport', 'tcp.flags', 'icmp.type', 'icmp.code', 'icmpv6.type', 'icmpv6.code',
]
here = pathlib.Path(__file__).parent
version = subprocess.run(['tshark', '--version'], capture_output=True, text=True, check=True).stdout.split('\n')[0]
for capture in sorted(here.glob('*.pcap*')):
    options = ['-o', 'ip.defragment:FALSE', '-o', 'ipv6.defragment:FALSE', '-E', 'occurrence=f', '-E', 'separator=/t']
    words = [word for field in FIELDS for word in ('-e', field)]
    run = subprocess.run(['tshark', '-n', '-r', capture, '-T', 'fields', *options, *words], capture_output=True, text=True, check=True)
    with open(capture.with_suffix(capture.suffix + '.jsonl'), 'w', encoding='utf8') as out:
        out.write(json.dumps({'tshark': version}) + '\n')
        for line in run.stdout.rstrip('\n').split('\n'):
            told = dict(zip(FIELDS, line.split('\t')))
            out.write(json.dumps({name: value for name, value in told.items() if value}) + '\n')
