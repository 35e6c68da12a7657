import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/address/address-text.js';
import type { Family } from '../../src/address/family.js';
import { holds } from '../../src/evaluate/holds.js';
import { zeroRegisters, type Registers } from '../../src/evaluate/registers.js';
import { rulePredicate } from '../../src/netfilter/rule-predicate.js';
import { ADDRESS_FIELDS } from '../../src/packet/field.js';
import { ruleOf } from './rule-words.js';
import { testScope } from './scope.js';

/** A packet as record-netfilter.py sends it: addresses by name, every other number by field. */
type SentPacket = { readonly src: string; readonly dst: string } & Readonly<
  Record<string, unknown>
>;

interface PacketLine {
  readonly family: Family;
  readonly packet: SentPacket;
}

interface RuleLine {
  readonly family: Family;
  readonly rule: string;
  /** Which packets the kernel found the rule to meet, by their number among those of the family. */
  readonly met: readonly number[];
}

// Recorded by record-netfilter.py; its first line states the versions.
const path = new URL('golden/matches.jsonl', import.meta.url);
const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
const questions = lines.map((line) => JSON.parse(line) as PacketLine | RuleLine);
const packets = questions.filter((line) => 'packet' in line);
const rules = questions.filter((line) => 'rule' in line);

const ETH0 = 3;

function registersOf({ packet }: PacketLine): Registers {
  const { src, dst, ...numbers } = packet;
  const registers = { ...zeroRegisters(), ...numbers, socket: 1, outdev: ETH0 };
  for (const [field, text] of [['src', src] as const, ['dst', dst] as const]) {
    for (const [index, word] of parseAddress(text).words.entries()) {
      registers[ADDRESS_FIELDS[field][index] ?? field] = word;
    }
  }
  return registers;
}

describe('a rule is met by the packets that it meets on Linux', () => {
  test.each(rules.map((line) => [`IPv${line.family} ${line.rule}`, line] as const))(
    '%s',
    (_name, { family, rule, met }) => {
      const scope = testScope(family, 'OUTPUT', { lo: 1, wire: 2, eth0: ETH0 });
      const predicate = rulePredicate(ruleOf(family, rule), scope);
      const own = packets.filter((line) => line.family === family);
      const found = own.flatMap((line, index) =>
        holds(predicate, registersOf(line)) ? [index] : [],
      );
      expect(found).toEqual(met);
    },
  );
});
