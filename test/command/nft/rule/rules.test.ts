import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  PLAIN_STYLE,
  type ListingStyle,
} from '../../../../src/command/nft/datatype/datatype-text.js';
import { ruleJson } from '../../../../src/command/nft/print/rule.js';
import type { TableFamily } from '../../../../src/netfilter/nft/family.js';
import { hostNames } from './host-names.js';
import { declaredSets, listRule, readRule } from './read-rule.js';

interface Answer {
  readonly family: TableFamily;
  readonly chain: string;
  readonly rule: string;
  readonly error?: string;
  readonly list?: string;
  readonly json?: unknown;
  readonly options?: Readonly<Record<string, string>>;
}

/** Recorded by record-rules.py: rules of all sorts, and fields of headers read and written behind all that states which header it is. */
const recorded = ['rules', 'fields'].map((name) => {
  const file = readFileSync(new URL(`recorded/${name}.jsonl`, import.meta.url), 'utf8');
  const [head = '', ...lines] = file.trim().split('\n');
  return {
    ruleset: JSON.parse(head).ruleset,
    answers: lines.map((line): Answer => JSON.parse(line)),
  };
});
const sets = declaredSets(recorded[0]?.ruleset);
const answers = recorded.flatMap((one) => one.answers);

/** Refusals of the kernel, and of what it was built without, are not about the rule alone. */
const ofKernel = /Could not process rule|Error: No such file or directory; did you mean chain/;
const understood = answers.filter(({ error }) => error === undefined || !ofKernel.test(error));

/** What each option changes. Source: nft(8), OPTIONS. */
const styles: { readonly [option: string]: Partial<ListingStyle> } = {
  '-n': {
    numericPriority: true,
    numericProtocol: true,
    numericSymbol: true,
    numericTime: true,
  },
  '-p': { numericProtocol: true },
  '-y': { numericPriority: true },
  '-S': { service: true },
  '-s': { stateless: true },
  '-u': { accounts: true },
  '-T': { numericTime: true },
};

const plain = (json: unknown): unknown =>
  JSON.parse(
    JSON.stringify(json, (_, value: unknown) =>
      typeof value === 'bigint' ? Number(value) : value,
    ),
  );

describe('a rule', () => {
  it.each(understood.map((answer) => [`${answer.family} ${answer.rule}`, answer] as const))(
    'is read and listed as by nft 1.1.3: %s',
    (_, answer) => {
      const read = readRule(answer, sets);
      const { family, error, list, json } = answer;
      const printing = { family, names: hostNames, style: PLAIN_STYLE };
      const done =
        'error' in read
          ? read
          : {
              list: listRule(read.rule, family),
              json: JSON.stringify(plain(ruleJson(read.rule, printing))),
            };
      expect(done).toEqual(error === undefined ? { list, json: JSON.stringify(json) } : { error });
    },
  );

  it.each(Object.keys(styles))('is listed as by nft %s', (option) => {
    for (const answer of answers) {
      const read = readRule(answer, sets);
      if (answer.list === undefined || 'error' in read) continue;
      const expected = answer.options?.[option] ?? answer.list;
      expect(listRule(read.rule, answer.family, styles[option])).toBe(expected);
    }
  });

  it('is the same in all ways in which the kernel keeps it alike', () => {
    const kept = (rule: string) => readRule({ family: 'inet', chain: 'f', rule }, sets);
    expect(kept('meta l4proto tcp tcp dport 22')).toEqual(kept('tcp dport 22'));
    expect(kept('tcp dport { 22 }')).toEqual(kept('tcp dport 22'));
    expect(kept('mark and 0xff or 0x100 == 5')).toEqual(kept('meta mark & 0x1ff | 0x100 == 5'));
    expect(kept('ct state { new }')).toEqual(kept('ct state new'));
    expect(kept('tcp dport 22 tcp sport 1')).toEqual(kept('tcp sport 1 tcp dport 22'));
    expect(kept('ip saddr 10.0.0.1/12')).toEqual(kept('ip saddr & 255.240.0.0 == 10.0.0.0'));
    // Of a prefix that ends with a byte only its bytes are read.
    expect(kept('ip saddr 10.0.0.1/8')).not.toEqual(kept('ip saddr & 255.0.0.0 == 10.0.0.0'));
  });
});
