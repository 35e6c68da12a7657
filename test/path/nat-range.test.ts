import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { udp } from '../../src/packet/make-packet.js';
import type { Packet } from '../../src/packet/packet.js';
import { classes, printFate } from '../../src/verify/index.js';

interface Ends {
  readonly src: string;
  readonly sport: number;
  readonly dst: string;
  readonly dport: number;
}

/** What Linux made of packets, one after the other. Recorded by nat-range/record.py. */
interface Case {
  readonly run: readonly string[];
  readonly packets: readonly (Ends & { readonly is: Ends })[];
}

const [first = '', ...lines] = readFileSync(
  new URL('nat-range/answers.jsonl', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n');
const { setup }: { readonly setup: readonly string[] } = JSON.parse(first);
const CASES = lines.map((line): Case => JSON.parse(line));

function words(line: string): readonly string[] {
  return line.startsWith('nft ') ? ['nft', line.slice(4)] : line.split(' ');
}

function after(host: Host, run: readonly string[]): Host {
  return run.reduce((before, line) => {
    const result = before.exec(words(line));
    if (result.exit !== 0) throw new Error(`${line}: ${result.stderr}`);
    return result.host;
  }, host);
}

const base = after(Host.fresh(), setup);

function endsOf({ src, sport, dst, dport }: Ends): Ends {
  return { src, sport, dst, dport };
}

describe('an address or a port of a range', () => {
  it.each(CASES)('is the one that Linux takes: $run', ({ run, packets }) => {
    const host = after(base, run);
    let now = host;
    const is = packets.map((ends) => {
      const sent = now.send(udp(endsOf(ends)));
      const { src, sport, dst, dport } = sent;
      now = sent.host;
      return { src, sport, dst, dport };
    });
    expect(is).toEqual(packets.map((packet) => packet.is));
    const family = run[0]?.includes('ip6') ? 6 : 4;
    const compiled = host.compile();
    const columns = compiled.packetColumns(
      family,
      packets.map((ends) => udp(endsOf(ends))),
    );
    const { outcomes } = compiled.sendBatch(columns);
    const inBatch = packets.map((_, at) => {
      const { src, sport, dst, dport } = compiled.outcomeAt(columns, outcomes, at);
      return { src, sport, dst, dport };
    });
    expect(inBatch).toEqual(is);
  });

  it('is any of them to a proof, and named', () => {
    const host = after(base, [
      'iptables -t nat -A POSTROUTING -p udp -j SNAT --to-source 192.0.2.20-192.0.2.26:1000-1999',
    ]);
    const packet = udp({ src: '10.0.0.1', sport: 20000, dst: '8.8.8.8', dport: 53 });
    const own = udp({ src: '10.0.0.1', sport: 1500, dst: '8.8.8.8', dport: 53 });
    const all = classes(host, { family: 4, direction: 'sent' });
    const fatesOf = (one: Packet): readonly string[] =>
      all.flatMap((each) => (each.has(one) ? printFate(each.fate) : []));
    expect(fatesOf(packet)).toEqual([
      'leaves by e0 via 10.0.0.254 (rule 32766, table main), src changed, sport changed',
    ]);
    expect(fatesOf(own)).toEqual([
      'leaves by e0 via 10.0.0.254 (rule 32766, table main), src changed',
    ]);
    const its = all.find((each) => each.has(packet));
    expect(Object.keys(its?.choices ?? {})).toEqual([
      'src of 192.0.2.20-192.0.2.26 nat POSTROUTING rule 1 POSTROUTING',
      'sport of 1000-1999 nat POSTROUTING rule 1 POSTROUTING',
    ]);
  });
});
