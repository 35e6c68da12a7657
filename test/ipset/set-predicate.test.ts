import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from '../../src/address/address.js';
import type { Family } from '../../src/address/family.js';
import { holds } from '../../src/evaluate/holds.js';
import { zeroRegisters, type Registers } from '../../src/evaluate/registers.js';
import { isInHash } from '../../src/ipset/edit-hash.js';
import { HASH_TYPES, hasNetworks, type HashTypeName } from '../../src/ipset/hash-type.js';
import type { HashSet } from '../../src/ipset/ip-set.js';
import { isInSet, type PacketSide } from '../../src/ipset/set-predicate.js';
import { ADDRESS_FIELDS } from '../../src/packet/field.js';
import { ALWAYS, any, equals } from '../../src/predicate/predicate.js';
import { addresses, emptyHash, requests, setWith } from './arbitrary-set.js';

const DEVICES = ['eth0', 'eth1', 'wg7'];
const MAC = '02:00:00:00:00:01';

interface DrawnPacket {
  readonly src: Address;
  readonly dst: Address;
  readonly protocol: number;
  readonly port: number;
  readonly device: string;
  readonly mark: number;
}

function packets(family: Family): fc.Arbitrary<DrawnPacket> {
  return fc
    .record({
      src: addresses(family),
      dst: addresses(family),
      transport: fc.constantFrom([6, 80], [6, 81], [6, 25], [17, 53], [1, 8 << 8], [1, 0], [50, 0]),
      device: fc.constantFrom(...DEVICES),
      mark: fc.nat({ max: 3 }),
    })
    .map(({ transport: [protocol = 0, port = 0], ...rest }) => ({ ...rest, protocol, port }));
}

function registersOf({ src, dst, protocol, port, device, mark }: DrawnPacket): Registers {
  const registers = { ...zeroRegisters(), protocol, mark, indev: DEVICES.indexOf(device) + 1 };
  for (const [field, { words }] of [['src', src] as const, ['dst', dst] as const]) {
    for (const [index, word] of words.entries()) {
      registers[ADDRESS_FIELDS[field][index] ?? field] = word;
    }
  }
  return protocol === 1
    ? { ...registers, icmpType: port >>> 8, icmpCode: port & 0xff }
    : { ...registers, sport: port };
}

/** Asks the set as a command does: by looking into its table, once for each length of network. */
function isListed(set: HashSet, packet: DrawnPacket, nomatch: boolean): boolean {
  const sides = [packet.src, packet.dst];
  const places = set.type.dimensions.flatMap((dimension) =>
    dimension === 'ip' || dimension === 'net' ? [sides.shift() ?? packet.dst] : [],
  );
  return isInHash(set, {
    spans: places.map((from) => ({ from, to: undefined, length: undefined })),
    port: { protocol: packet.protocol, from: packet.port, to: undefined },
    device: { name: packet.device, wildcard: false, physical: false },
    nomatch,
    mac: MAC,
    mark: packet.mark,
    timeout: undefined,
    comment: undefined,
    counters: undefined,
    mapping: undefined,
  });
}

/** The second address of an entry is looked for in the destination. */
function sidesOf(type: HashTypeName): readonly PacketSide[] {
  let count = 0;
  return HASH_TYPES[type].dimensions.map((dimension) => {
    if (dimension !== 'ip' && dimension !== 'net') return 'src';
    count += 1;
    return count === 1 ? 'src' : 'dst';
  });
}

const TYPES: readonly HashTypeName[] = Object.values(HASH_TYPES)
  .filter(({ dimensions }) => !dimensions.includes('mac'))
  .map(({ name }) => name);
const CASES = TYPES.flatMap((type) => ([4, 6] as const).map((family) => [type, family] as const));

// What packets are in sets is held to the kernel by the judge; this holds the predicate to the table.
describe('isInSet', () => {
  it.each(CASES)('%s of IPv%i takes the packets that its table has', (type, family) => {
    fc.assert(
      fc.property(
        fc.array(requests(type, family), { maxLength: 12 }),
        fc.array(packets(family), { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        (entries, drawn, exceptions) => {
          const set = setWith(emptyHash(type, family), entries);
          const predicate = isInSet(set, {
            family,
            sides: sidesOf(type),
            view: 'listed',
            asks: undefined,
            hasFrame: ALWAYS,
            exceptions,
            findSet: () => undefined,
            deviceIs: (field, name) =>
              any(
                DEVICES.flatMap((device, index) =>
                  (name.endsWith('+') ? device.startsWith(name.slice(0, -1)) : device === name)
                    ? [equals(field, index + 1)]
                    : [],
                ),
              ),
          });
          for (const packet of drawn) {
            expect(holds(predicate, registersOf(packet))).toBe(
              // A set of single addresses has no exceptions, and isn't asked for them.
              isListed(set, packet, exceptions && hasNetworks(set.type)),
            );
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
