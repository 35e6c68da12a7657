import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Host } from '../../src/host/host.js';
import { udp } from '../../src/packet/make-packet.js';

const read = (name: string): string =>
  readFileSync(new URL(`gre-multipoint/${name}`, import.meta.url), 'utf8');

/** A packet that a namespace sends, and those of GRE that the switch saw for it, sorted: `record.sh` has written them down. */
interface Seen {
  readonly from: string;
  readonly to: string;
  readonly outers: readonly string[];
}

const [, ...blocks] = read('recorded.txt').split(/^(?=\w)/m);
const recorded = blocks.map((block): Seen => {
  const [packet = '', ...outers] = block.trim().split('\n');
  const [from = '', to = ''] = packet.split(' ');
  return { from, to, outers: outers.map((line) => line.trim()).toSorted() };
});

describe('a GRE device without a far end sends to the address that the neighbour entry has:', () => {
  const { machine } = Host.fromCommands(read('network.sh'));
  it.each(recorded)('$from to $to', ({ from, to, outers }) => {
    const { journey } = Host.fromMachine(machine, from).journey(udp({ dst: to, dport: 99 }));
    const seen = journey.flatMap((hop) =>
      hop.ns === 'sw' && hop.kind === 'bridge' && hop.protocol === 'gre'
        ? [`${hop.src} > ${hop.dst} ttl ${hop.ttl}`]
        : [],
    );
    expect(seen.toSorted()).toEqual(outers);
  });

  it('is recorded with packets that arrive and with packets that do not', () => {
    expect(recorded.some(({ outers }) => outers.length > 0)).toBe(true);
    expect(recorded.some(({ outers }) => outers.length === 0)).toBe(true);
  });
});
