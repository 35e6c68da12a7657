import fc from 'fast-check';
import { Map } from 'immutable';
import { describe, expect, it } from 'vitest';
import { readNames } from '../../../../src/command/ip/read-names.js';
import { parseRuleRequest } from '../../../../src/command/ip/rule/parse-rule.js';
import { printRule } from '../../../../src/command/ip/rule/print-rule.js';
import { ruleFromRequest } from '../../../../src/rpdb/rule-request.js';
import type { Rule } from '../../../../src/rpdb/rule.js';
import { ruleRequest } from '../../../rpdb/arbitrary-request.js';

const names = readNames(Map(), false, () => {});
const style = {
  names,
  numeric: false,
  details: true,
  colour: false,
  hasDevice: (name: string) => name === 'lo',
};

/** The words that make a rule like the one that a line shows. */
function wordsOf(line: string): readonly string[] {
  const [priority = '', rest = ''] = line.trimEnd().split(':\t');
  const shown = rest.replaceAll(/ \[(detached|unresolved)\]/g, '');
  return ['priority', priority, ...shown.split(' ')];
}

describe.each([4, 6] as const)('an IPv%i rule', (family) => {
  it('is read back from what is printed of it', () => {
    fc.assert(
      fc.property(ruleRequest(family), (request) => {
        const rule: Rule = ruleFromRequest(request, 1, request.priority ?? 7);
        // The tool shows `fwmark 0/0xffffffff` as `fwmark 0`, which asks for nothing.
        fc.pre(rule.fwmark?.value !== 0 || rule.fwmark.mask !== 0xffffffff);
        const words = wordsOf(printRule(rule, style));
        const read = parseRuleRequest(words, 'add', { family, names, warn: () => {} });
        expect(ruleFromRequest(read, 1, read.priority ?? -1)).toEqual(rule);
      }),
    );
  });
});
