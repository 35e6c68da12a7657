import type { Family } from '../../address/family.js';
import { wordMask } from '../../address/prefix.js';
import { ADDRESS_FIELDS, type Field } from '../../packet/field.js';
import { EPHEMERAL_PORT } from '../../packet/make-packet.js';
import { hasPorts, PROTOCOL } from '../../packet/protocol.js';
import { protocolsTrackedApart, type Connections } from '../run/track-packets.js';
import { prepareTable } from '../run/prepared-table.js';
import { FieldSources } from './field-sources.js';
import { askAssignment, askPredicate, FieldTests } from './field-tests.js';
import type { ProgramParts } from './program-parts.js';

const NUMBERS: readonly Field[] = ['protocol', 'dport', 'sport', 'mark', 'tos', 'uid', 'gid'];

/** What is coded when it can be. The words of an IPv6 address have hundreds of classes, of which few go together. */
const CODED: Readonly<Record<Family, readonly Field[]>> = {
  4: [...NUMBERS, 'src', 'dst'],
  6: NUMBERS,
};

/** Fields whose values in the end are compared with those that they had. */
const COMPARED: readonly Field[] = ['sport', 'dport', 'mark', 'tos'];

const PROTOCOLS = Array.from({ length: 256 }, (_, number) => number);

/** Tables of more prefixes are not worth a class for each. */
const MANY_PREFIXES = 1000;

/** What is asked of fields on a path. */
export interface ProgramTests {
  readonly tests: ReadonlyMap<Field, FieldTests>;
  /** Registers that are compared and can hold different fields of the packet, as `field other`. */
  readonly mixed: ReadonlySet<string>;
}

/** Everything that the parts of a program, and what is stated of the end, ask of each field. */
export function testsOfProgram(
  parts: ProgramParts,
  family: Family,
  connections: Connections,
  mixes: 'seldom' | 'always',
): ProgramTests {
  const { predicates, assignments, tracks } = parts;
  const tests = new Map(CODED[family].map((field) => [field, new FieldTests(field)]));
  const mixed = new Set<string>();
  const sources = new FieldSources(assignments, connections);
  const testsOf = (fields: Iterable<Field>): readonly FieldTests[] =>
    [...fields].flatMap((field) => tests.get(field) ?? []);
  const held = (register: Field): readonly FieldTests[] => testsOf(sources.of(register));
  const met = (register: Field): readonly FieldTests[] => testsOf(sources.metBy(register));
  const spoil = (fields: Iterable<Field>): void => {
    for (const each of testsOf(fields)) each.spoil();
  };
  const compare = (field: Field, other: Field): void => {
    const [one, more] = [sources.of(field), sources.of(other)];
    const both = new Set([...one, ...more]);
    // A field is compared with nothing but itself, changed or not.
    if (both.size < 2 && one.size === more.size) return;
    if (testsOf(both).length === 0) return;
    if (mixes === 'seldom') mixed.add(`${field} ${other}`);
    else spoil(both);
  };
  for (const predicate of predicates) askPredicate(predicate, held, compare);
  for (const assignment of assignments) askAssignment(assignment, met);
  for (const field of COMPARED) if (sources.of(field).size > 1) spoil(sources.of(field));
  for (const each of tests.values()) each.value(0);
  tests.get('sport')?.value(EPHEMERAL_PORT);
  // A stream socket can't set the ECN bits.
  tests.get('tos')?.mask(3, 0);
  const protocols = tests.get('protocol');
  protocols?.set(PROTOCOLS.filter(hasPorts));
  protocols?.set([PROTOCOL.icmp, PROTOCOL.icmpv6]);
  for (const number of tracks ? protocolsTrackedApart(family) : [PROTOCOL.tcp]) {
    protocols?.value(number);
  }
  askPrefixes(parts, family, ADDRESS_FIELDS.flowDst.map(held));
  return { tests, mixed };
}

function askPrefixes(
  { tables, maps }: ProgramParts,
  family: Family,
  words: readonly (readonly FieldTests[])[],
): void {
  const counts = [...tables].map((table) => prepareTable(table, family, false).rows.count);
  if (counts.reduce((sum, count) => sum + count, 0) > MANY_PREFIXES) {
    for (const each of words.flat()) each.spoil();
    return;
  }
  for (const entries of [...tables, ...maps].map((one) => one.entries())) {
    for (const { prefix } of entries) {
      for (const [index, word] of prefix.address.words.entries()) {
        const mask = wordMask(prefix.length - 32 * index);
        if (mask !== 0) for (const each of words[index] ?? []) each.mask(mask, word);
      }
    }
  }
}
