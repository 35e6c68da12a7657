import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Family } from '../../src/address/family.js';
import { apply } from '../../src/evaluate/apply.js';
import { holds } from '../../src/evaluate/holds.js';
import { zeroRegisters } from '../../src/evaluate/registers.js';
import { targetEffect } from '../../src/netfilter/extension/registry.js';
import { rulePredicate } from '../../src/netfilter/rule-predicate.js';
import { connectionStateIndex } from '../../src/packet/connection-state.js';
import { ruleOf } from './rule-words.js';
import { testScope } from './scope.js';

interface TargetLine {
  readonly family: Family;
  /** What the packet begins with, by field; its TTL is 64, its TOS and mark are 0 when not given. */
  readonly packet: Readonly<Record<string, number>>;
  /** The rules that it crosses. */
  readonly rules: readonly string[];
  /** The fields after them, as the kernel had them. */
  readonly after: Readonly<Record<string, number>>;
}

// Recorded by record-netfilter.py; its first line states the versions.
const path = new URL('golden/targets.jsonl', import.meta.url);
const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
const questions = lines.map((line) => JSON.parse(line) as TargetLine);

describe('targets change packets as they do on Linux', () => {
  test.each(
    questions.map(
      (line) =>
        [
          `IPv${line.family} ${JSON.stringify(line.packet)}: ${line.rules.join('; ')}`,
          line,
        ] as const,
    ),
  )('%s', (_name, { family, packet, rules, after }) => {
    const scope = testScope(family, 'OUTPUT', {});
    const ctstate = connectionStateIndex('NEW');
    const registers = { ...zeroRegisters(), ttl: 64, protocol: 17, dport: 53, ctstate, ...packet };
    for (const text of rules) {
      const rule = ruleOf(family, text);
      if (rule.target.kind !== 'extension') throw new Error(`no target: ${text}`);
      if (!holds(rulePredicate(rule, scope), registers)) continue;
      const branch = targetEffect(rule.target.data, scope).find(({ when }) =>
        holds(when, registers),
      );
      apply(branch?.assignments ?? [], registers);
      expect(branch?.next).toBe('continue');
    }
    const found = Object.entries(registers).filter(([field]) => field in after);
    expect(Object.fromEntries(found)).toEqual(after);
  });
});
