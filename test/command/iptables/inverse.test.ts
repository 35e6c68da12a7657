import fc from 'fast-check';
import { INSTALLED_DATABASES } from '../../../src/databases/databases.js';
import { describe, expect, test } from 'vitest';
import type { Family } from '../../../src/address/family.js';
import { parseCommand } from '../../../src/command/iptables/read/parse-command.js';
import { printRule } from '../../../src/command/iptables/print/print-rule.js';
import { splitWords } from '../../../src/command/iptables/restore/restore-words.js';
import type { RuleSpecification } from '../../../src/netfilter/rule.js';
import { sameSpecification } from '../../../src/netfilter/edit/same-rule.js';
import { storedRule } from '../../../src/netfilter/stored-rule.js';
import { newMachine } from '../../../src/machine/new-machine.js';
import { runCommand } from '../session.js';
import { ruleWords } from './arbitrary.js';

const NAMES = { 4: 'iptables', 6: 'ip6tables' } as const;

function parse(words: readonly string[], family: Family): RuleSpecification {
  const tool = { name: NAMES[family], family };
  const parsed = parseCommand(['-A', 'x', ...words], {
    tool,
    notices: [],
    familyOfSet: () => undefined,
    databases: INSTALLED_DATABASES,
    written: '',
  });
  const [rule] = parsed.kind === 'run' ? parsed.line.rules : [];
  if (rule === undefined) throw new Error(words.join(' '));
  return rule;
}

describe.each([4, 6] as const)('IPv%i', (family) => {
  test('a rule that was printed is read as the same rule', () => {
    fc.assert(
      fc.property(ruleWords(family), (words) => {
        for (const rule of [parse(words, family), storedRule(parse(words, family), family)]) {
          const printed = printRule(rule, family);
          const again = parse(splitWords(printed), family);
          expect(sameSpecification(again, rule)).toBe(true);
          expect(printRule(again, family)).toBe(printed);
        }
      }),
    );
  });

  test('what nf_tables keeps of a rule, it keeps of itself', () => {
    fc.assert(
      fc.property(ruleWords(family), (words) => {
        const kept = storedRule(parse(words, family), family);
        expect(sameSpecification(storedRule(kept, family), kept)).toBe(true);
      }),
    );
  });

  test('a table that was saved is restored as it was', () => {
    const name = NAMES[family];
    fc.assert(
      fc.property(fc.array(ruleWords(family), { maxLength: 6 }), (rules) => {
        let { machine } = runCommand(newMachine(), [name, '-t', 'mangle', '-N', 'user']);
        for (const words of rules) {
          const added = runCommand(machine, [name, '-t', 'mangle', '-A', 'OUTPUT', ...words]);
          expect(added.stderr).toBe('');
          machine = added.machine;
        }
        const saved = runCommand(machine, [`${name}-save`]).stdout;
        const restored = runCommand(newMachine(), [`${name}-restore`], saved);
        expect(restored.stderr).toBe('');
        expect(runCommand(restored.machine, [`${name}-save`]).stdout).toBe(saved);
      }),
      { numRuns: 50 },
    );
  });

  test('a rule that was added is found and deleted as it is printed', () => {
    const name = NAMES[family];
    fc.assert(
      fc.property(ruleWords(family), (words) => {
        const start = runCommand(newMachine(), [name, '-t', 'mangle', '-N', 'user']).machine;
        const added = runCommand(start, [name, '-t', 'mangle', '-A', 'OUTPUT', ...words]).machine;
        const [, , ...printed] = splitWords(
          runCommand(added, [name, '-t', 'mangle', '-S', 'OUTPUT', '1']).stdout,
        );
        const rule = ['-t', 'mangle', '-D', 'OUTPUT', ...printed];
        const deleted = runCommand(added, [name, ...rule]);
        expect(deleted.stderr).toBe('');
        expect(runCommand(deleted.machine, [name, ...rule]).exit).toBe(1);
      }),
      { numRuns: 50 },
    );
  });
});
