import fc from 'fast-check';
import {
  deleteChain,
  deleteChains,
  flushChain,
  flushChains,
  newChain,
  renameChain,
  setPolicy,
} from '../../src/netfilter/edit/edit-chains.js';
import {
  appendRule,
  deleteRuleAt,
  insertRule,
  replaceRule,
} from '../../src/netfilter/edit/edit-rules.js';
import { KernelError } from '../../src/netfilter/kernel-error.js';
import type { RuleSpecification, RuleTarget } from '../../src/netfilter/rule.js';
import type { Ruleset } from '../../src/netfilter/ruleset.js';
import { XtablesError } from '../../src/netfilter/xtables-error.js';

/** A change of a ruleset, with a name for messages. */
export interface Edit {
  readonly name: string;
  readonly run: (ruleset: Ruleset) => Ruleset;
}

const chain = fc.constantFrom('OUTPUT', 'INPUT', 'a', 'b', 'c');
const userChain = fc.constantFrom('a', 'b', 'c');
const number = fc.integer({ min: 1, max: 4 });

const target: fc.Arbitrary<RuleTarget> = fc.oneof(
  fc.constant<RuleTarget>({ kind: 'none' }),
  fc.constant<RuleTarget>({ kind: 'verdict', verdict: 'ACCEPT' }),
  userChain.map((name): RuleTarget => ({ kind: 'jump', chain: name })),
  userChain.map((name): RuleTarget => ({ kind: 'goto', chain: name })),
);

/** A rule without a match that does something. */
export function ruleTo(to: RuleTarget): RuleSpecification {
  return {
    src: undefined,
    dst: undefined,
    indev: undefined,
    outdev: undefined,
    protocol: undefined,
    fragment: undefined,
    matches: [],
    target: to,
    written: undefined,
  };
}

/** The place of a chain of table filter in IPv4. */
export function placeOf(name: string): { family: 4; table: 'filter'; chain: string } {
  return { family: 4, table: 'filter', chain: name };
}

function edit(name: string, run: Edit['run']): Edit {
  return { name, run };
}

/** Any change of table filter; many are refused. */
export const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(chain, target)
      .map(([name, to]) =>
        edit(`-A ${name}`, (ruleset) => appendRule(ruleset, placeOf(name), ruleTo(to))),
      ),
  },
  fc
    .tuple(chain, number, target)
    .map(([name, at, to]) =>
      edit(`-I ${name} ${at}`, (ruleset) => insertRule(ruleset, placeOf(name), at, ruleTo(to))),
    ),
  fc
    .tuple(chain, number, target)
    .map(([name, at, to]) =>
      edit(`-R ${name} ${at}`, (ruleset) => replaceRule(ruleset, placeOf(name), at, ruleTo(to))),
    ),
  fc
    .tuple(chain, number)
    .map(([name, at]) =>
      edit(`-D ${name} ${at}`, (ruleset) => deleteRuleAt(ruleset, placeOf(name), at)),
    ),
  {
    weight: 3,
    arbitrary: userChain.map((name) =>
      edit(`-N ${name}`, (ruleset) => newChain(ruleset, 'filter', name)),
    ),
  },
  chain.map((name) => edit(`-X ${name}`, (ruleset) => deleteChain(ruleset, 'filter', name))),
  fc.constant(edit('-X', (ruleset) => deleteChains(ruleset, 'filter'))),
  fc
    .tuple(chain, userChain)
    .map(([from, to]) =>
      edit(`-E ${from} ${to}`, (ruleset) => renameChain(ruleset, 'filter', from, to)),
    ),
  chain.map((name) => edit(`-F ${name}`, (ruleset) => flushChain(ruleset, 'filter', name))),
  fc.constant(edit('-F', (ruleset) => flushChains(ruleset, 'filter'))),
  fc
    .tuple(chain, fc.constantFrom('ACCEPT', 'DROP'))
    .map(([name, policy]) =>
      edit(`-P ${name}`, (ruleset) => setPolicy(ruleset, 'filter', name, policy)),
    ),
);

/** Makes a change; one that is refused leaves the ruleset as it is. */
export function attempt(ruleset: Ruleset, { run }: Edit): Ruleset {
  try {
    return run(ruleset);
  } catch (error) {
    if (error instanceof XtablesError || error instanceof KernelError) return ruleset;
    throw error;
  }
}
