import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import type { Hop } from '../../src/journey/hop.js';
import type { SenderFate } from '../../src/journey/sender.js';
import { udp } from '../../src/packet/make-packet.js';

const read = (name: string): string =>
  readFileSync(new URL(`many-ends/${name}`, import.meta.url), 'utf8');

/** A packet that a namespace sends, and what the kernel's devices sent and took for it: `record.py` has written them down. */
interface Seen {
  /** Commands before it. */
  readonly after: readonly string[];
  readonly packet: string;
  readonly events: readonly string[];
}

function parse(text: string): readonly Seen[] {
  const [, ...lines] = text.trimEnd().split('\n');
  const seen: { after: string[]; packet: string; events: string[] }[] = [];
  const after: string[] = [];
  for (const line of lines) {
    if (line.startsWith('!')) after.push(line.slice(1));
    else if (line.startsWith('  ')) seen.at(-1)?.events.push(line.trim());
    else seen.push({ after: [...after], packet: line, events: [] });
  }
  return seen;
}

describe.each(['gre', 'ipip', 'sit', 'ip6tnl', 'takers'])(
  'by tunnels of %s.sh it goes as the kernel sends it:',
  (name) => {
    const { machine } = Host.fromCommands(read(`${name}.sh`));
    const recorded = parse(read(`${name}.recorded.txt`));
    it.each(recorded.map((one, number) => ({ ...one, number })))('$number: $packet', (one) => {
      const [from = '', to = '', ...words] = one.packet.split(' ');
      const given = Object.fromEntries(words.map((word) => word.split('=')));
      const { tos = 0, ttl, src } = given;
      const packet = udp({
        dst: to,
        dport: 99,
        tos: Number(tos),
        ...(ttl === undefined ? {} : { ttl: Number(ttl) }),
        ...(src === undefined ? {} : { src }),
      });
      const host = Host.fromMachine(machine, undefined).run(one.after);
      const { journey, sender } = Host.fromMachine(host.machine, from).journey(packet);
      const events = new Set(journey.filter(({ ns }) => ns !== 'sw').flatMap(eventsOf));
      expect([...[...events].toSorted(), learned(sender)]).toEqual(one.events);
    });
  },
);

/** What a hop is by its devices. */
function eventsOf(hop: Hop): readonly string[] {
  const came = hop.iif === null ? [] : [`${hop.ns} ${hop.iif} in`];
  if (hop.kind !== 'transmit') return came;
  const { ns, dev, src, dst, protocol, ttl, tos } = hop;
  return [...came, `${ns} ${dev} out ${src} > ${dst} ${protocol} ttl ${ttl} tos ${tos}`];
}

function learned({ result, errno, icmp }: SenderFate): string {
  const error = icmp === undefined ? '' : ` ${icmp.type}/${icmp.code}`;
  return `sender ${result}${errno === undefined ? '' : ` ${errno}`}${error}`;
}
