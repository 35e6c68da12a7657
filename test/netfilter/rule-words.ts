import type { Family } from '../../src/address/family.js';
import { INSTALLED_DATABASES } from '../../src/databases/databases.js';
import { parseCommand } from '../../src/command/iptables/read/parse-command.js';
import type { XtablesRule } from '../../src/netfilter/rule.js';
import { storedRule } from '../../src/netfilter/stored-rule.js';

/** The words of a text, split at blanks. */
function splitWords(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** The rule that iptables keeps for a text such as `-p tcp --dport 25`. */
export function ruleOf(family: Family, text: string): XtablesRule {
  const name = family === 4 ? 'iptables' : 'ip6tables';
  const parsed = parseCommand(['-A', 'test', ...splitWords(text)], {
    tool: { name, family },
    notices: [],
    familyOfSet: () => undefined,
    databases: INSTALLED_DATABASES,
    written: text,
  });
  if (parsed.kind !== 'run') throw new Error(`no rule: ${text}`);
  const [rule] = parsed.line.rules;
  if (rule === undefined) throw new Error(`no rule: ${text}`);
  return { ...storedRule(rule, family), id: 1, handle: 1 };
}
