import { Map } from 'immutable';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../../src/address/address-text.js';
import type { Family } from '../../../../src/address/family.js';
import { readNames } from '../../../../src/command/ip/read-names.js';
import { parseRuleRequest } from '../../../../src/command/ip/rule/parse-rule.js';
import { holds } from '../../../../src/evaluate/holds.js';
import { zeroRegisters, type Registers } from '../../../../src/evaluate/registers.js';
import { ADDRESS_FIELDS, type AddressField } from '../../../../src/packet/field.js';
import { PROTOCOL } from '../../../../src/packet/protocol.js';
import { requiresDissection, rulePredicate } from '../../../../src/rpdb/rule-predicate.js';
import { ruleFromRequest } from '../../../../src/rpdb/rule-request.js';
import type { Rule } from '../../../../src/rpdb/rule.js';
import { readGolden } from '../../../golden/golden.js';

/** What `ip route get` was asked, and whether the rule took the flow. */
interface Flow {
  readonly to: string;
  readonly from?: string;
  readonly iif?: string;
  readonly oif?: string;
  readonly mark?: number;
  readonly tos?: number;
  readonly ipproto?: 'tcp' | 'udp';
  readonly sport?: number;
  readonly dport?: number;
  readonly uid?: number;
  readonly taken: boolean;
}

/** A rule by its words, and the flows that the kernel was asked about. */
interface Asked {
  readonly family: Family;
  readonly rule: string;
  readonly flows: readonly Flow[];
}

/** In the order in which the recording made them. */
const DEVICES = ['lo', 'p1', 'e1', 'p2', 'e2'];
const deviceIndex = (name: string): number | undefined =>
  DEVICES.includes(name) ? DEVICES.indexOf(name) + 1 : undefined;

function parse({ family, rule }: Asked): Rule {
  const names = readNames(Map(), false, () => {});
  const words = rule.split(' ').filter((word) => word !== '');
  return ruleFromRequest(parseRuleRequest(words, 'add', { family, names, warn: () => {} }), 1, 100);
}

/** The key of the lookup that `ip route get` makes: local unless it has an iif, and UDP in IPv4 unless it says otherwise. */
function keyOf(flow: Flow, { family }: Asked, rule: Rule): Registers {
  // IPv4 reads protocol and ports from the packet that stands for the flow, as it does for those that arrive.
  const known = flow.iif === undefined || family === 6 || requiresDissection([rule]);
  return {
    ...zeroRegisters(),
    ...addressRegisters('flowDst', flow.to),
    ...(flow.from === undefined ? {} : addressRegisters('flowSrc', flow.from)),
    flowIif: deviceIndex(flow.iif ?? 'lo') ?? 0,
    flowOif: flow.oif === undefined ? 0 : (deviceIndex(flow.oif) ?? 0),
    flowMark: flow.mark ?? 0,
    flowTos: flow.tos ?? 0,
    flowProtocol: known ? protocolOf(flow, family) : 0,
    flowSport: known ? (flow.sport ?? 0) : 0,
    flowDport: known ? (flow.dport ?? 0) : 0,
    flowUid: flow.uid ?? 0,
  };
}

function protocolOf({ ipproto }: Flow, family: Family): number {
  if (ipproto !== undefined) return PROTOCOL[ipproto];
  return family === 4 ? PROTOCOL.udp : 0;
}

function addressRegisters(field: AddressField, text: string): Partial<Registers> {
  const { words } = parseAddress(text);
  return Object.fromEntries(words.map((word, index) => [ADDRESS_FIELDS[field][index], word]));
}

describe('rules take the flows that they take in the kernel', () => {
  const { lines } = readGolden<Asked>(new URL('matching.jsonl', import.meta.url));
  test.each([4, 6] as const)('IPv%i', (family) => {
    const asked = lines.filter((line) => line.family === family);
    expect(asked.length).toBeGreaterThan(100);
    const reported = asked.map((line) => {
      const rule = parse(line);
      const predicate = rulePredicate(rule, { family, deviceIndex });
      const flows = line.flows.map((flow) => {
        const taken = holds(predicate, keyOf(flow, line, rule));
        return Object.assign({}, flow, { taken });
      });
      return { family, rule: line.rule, flows };
    });
    expect(reported).toEqual(asked);
  });
});
