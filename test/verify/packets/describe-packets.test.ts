import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HostNames } from '../../../src/host/host-names.js';
import { Host } from '../../../src/host/host.js';
import { describePackets, printDescription } from '../../../src/verify/packets/describe-packets.js';
import type { Node } from '../../../src/verify/engine/diagram.js';
import type { PacketFilter } from '../../../src/verify/packets/packet-filter.js';
import { packetSet } from '../../../src/verify/packets/packet-set.js';
import { PacketSpace } from '../../../src/verify/packets/packet-space.js';
import { conditionOf } from '../../../src/verify/run/predicate-condition.js';

const host = Host.fromCommands(['ip link set lo up']);
const { namespace } = host;
const space = new PacketSpace([namespace]);
const { diagram } = space;

function conditionFor(filter: PacketFilter): Node {
  const registers = space.registers(namespace, 'sent');
  return diagram.any(
    packetSet(filter).parts.map(({ predicate }) =>
      conditionOf(diagram, predicate(namespace, new HostNames(host)), registers),
    ),
  );
}

function described(filter: PacketFilter): string {
  return printDescription(describePackets(space, conditionFor(filter), filter.family ?? 4));
}

/** An address with a mask whose bits have a gap, as prefixes: packet sets don't read such masks. */
function prefixes(text: string): readonly string[] {
  const [address = '', mask = ''] = text.replace('!', '').split('/');
  if (!mask.includes('.')) return [text];
  const not = text.startsWith('!') ? '!' : '';
  const number = (dotted: string): number =>
    dotted.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const bits = number(mask).toString(2).padStart(32, '0');
  const length = bits.lastIndexOf('1') + 1;
  const gaps = Array.from(bits.slice(0, length)).flatMap((bit, place) =>
    bit === '0' ? [2 ** (31 - place)] : [],
  );
  return gaps
    .reduce((all, gap) => all.flatMap((one) => [one, one + gap]), [number(address)])
    .map((one) => {
      const bytes = [24, 16, 8, 0].map((shift) => (one >>> shift) & 255);
      return `${not}${bytes.join('.')}/${length}`;
    });
}

describe('a description', () => {
  it.each([
    [4, ['127.0.0.0/8', '!127.0.0.1', '!127.255.255.255']],
    [4, ['192.168.1.0/24', '!192.168.1.23', '!192.168.1.255']],
    [6, ['2001:db8::/32', '!2001:db8::1']],
  ] as const)('states a prefix of IPv%i with its exceptions: %j', (family, dst) => {
    const [prefix, ...others] = dst;
    const not = others.map((text) => text.slice(1)).join(' or ');
    expect(described({ dst, family })).toBe(`dst ${prefix} but not ${not}`);
  });

  it('states nothing of numbers that a protocol does not carry', () => {
    const others = diagram.not(conditionFor({ protocol: 'tcp', dport: 25 }));
    const possible = diagram.and(space.isCarried(), others);
    expect(printDescription(describePackets(space, possible, 4))).toBe(
      'protocol not tcp; or protocol tcp, dport not 25',
    );
  });

  it('states values, or those that are missing, when that is shorter', () => {
    expect(described({ dst: ['10.0.0.0/8', '192.168.0.0/16'] })).toBe(
      'dst 10.0.0.0/8 or 192.168.0.0/16',
    );
    expect(described({ dst: ['!10.0.0.0/8', '!192.168.0.0/16'] })).toBe(
      'dst not 10.0.0.0/8 or 192.168.0.0/16',
    );
    expect(described({ dst: ['10.0.0.0/31', '!10.0.0.1'] })).toBe('dst 10.0.0.0');
    expect(described({ dst: ['10.0.0.0/8', '!10.1.0.0/16', '192.168.0.0/16'] })).toBe(
      'dst 10.0.0.0/8 or 192.168.0.0/16 but not 10.1.0.0/16',
    );
  });

  const addresses = fc
    .tuple(fc.nat(0xffff), fc.integer({ min: 16, max: 32 }))
    .map(([low, length]) => {
      const bits = (low >>> (32 - length)) << (32 - length);
      return `10.0.${(bits >>> 8) & 255}.${bits & 255}/${length}`;
    });
  const filters = fc.record({
    src: fc.array(addresses, { minLength: 1, maxLength: 4 }),
    without: fc.array(addresses, { maxLength: 6 }),
    dst: fc.array(addresses, { minLength: 1, maxLength: 4 }),
    inverted: fc.boolean(),
    dport: fc.nat(0xffff),
  });

  it('states what its boxes have in common once', () => {
    const eachBox = { dst: ['192.0.2.0/24'], mark: ['!0x2'] };
    const boxes = [
      { protocol: ['tcp'], dport: ['25'], ...eachBox },
      { protocol: ['udp'], ...eachBox },
    ];
    const words = 'protocol tcp, dport 25; or protocol udp';
    expect(printDescription({ boxes, more: 0 })).toBe(
      `dst 192.0.2.0/24, mark not 0x2, and either ${words}`,
    );
    expect(printDescription({ boxes: boxes.slice(1), more: 0 })).toBe(
      'protocol udp, dst 192.0.2.0/24, mark not 0x2',
    );
    expect(printDescription({ boxes, more: 3 })).toMatch(/^protocol tcp, .*; or 3 more$/);
  });

  it('is the set that it describes, as a packet set reads it', () => {
    fc.assert(
      fc.property(filters, ({ src, without, dst, inverted, dport }) => {
        const condition = conditionFor({
          src: [...src, ...without.map((text) => `!${text}`)],
          dst: inverted ? dst.map((text) => `!${text}`) : dst,
          dport: `0-${dport}`,
        });
        const limits = { boxes: 1000, values: 1000 };
        const { boxes, more } = describePackets(space, condition, 4, limits);
        expect(more).toBe(0);
        const read = boxes.map(({ src: from, dst: to, dport: port }) =>
          conditionFor({
            src: from?.flatMap(prefixes),
            dst: to?.flatMap(prefixes),
            dport: port,
          }),
        );
        expect(diagram.any(read)).toBe(condition);
      }),
    );
  });
});
