import { frozen } from '../../frozen.js';
import { KernelError, type KernelOperation } from '../kernel-error.js';
import type { TableName } from '../hook.js';
import { withChainRenamed } from '../nft/chains-entered.js';
import { chainsEntered, isNftRule, type NetfilterRule } from '../rule.js';
import { addChain, builtinHook, editTable, findChain, putChain, type Ruleset } from '../ruleset.js';
import type { Chain } from '../chain.js';
import type { Chains } from '../table.js';
import { seenChain, withOwnChain } from '../view/seen-chain.js';
import { isSeen } from '../view/viewed-rule.js';
import { XtablesError } from '../xtables-error.js';

/** `-N`: makes a chain. @throws XtablesError when there is one of its name */
export function newChain(ruleset: Ruleset, table: TableName, name: string): Ruleset {
  if (chainExists(ruleset, table, name)) throw new XtablesError('state', 'Chain already exists');
  refuseUnseen(ruleset, table, name, 'CHAIN_USER_ADD');
  return addChain(ruleset, table, { name, base: undefined });
}

/** `:NAME -` of iptables-restore: makes a chain, or empties the one of its name. */
export function restoreChain(ruleset: Ruleset, table: TableName, name: string): Ruleset {
  const chain = findChain(ruleset, table, name);
  if (chain === undefined) return addChain(ruleset, table, { name, base: undefined });
  return putChain(ruleset, table, chain.set('rules', chain.rules.clear()));
}

/** `-X CHAIN`: removes a chain that is empty, that no rule jumps to, and whose policy drops nothing. @throws XtablesError @throws KernelError */
export function deleteChain(ruleset: Ruleset, table: TableName, name: string): Ruleset {
  const chain = chainNamed(ruleset, table, name);
  if (chain.base?.policy === 'DROP') throw new XtablesError('state', 'Directory not empty');
  return editTable(ruleset, table, (found) => {
    refuseUsed(found.chains, chain);
    return found.set('chains', found.chains.delete(name));
  });
}

/** `-X`: removes every user's chain, and the built-in ones that make no difference. @throws KernelError when one is in use */
export function deleteChains(ruleset: Ruleset, table: TableName): Ruleset {
  const chains = ruleset.tables.get(table)?.chains;
  if (chains === undefined) return ruleset;
  for (const chain of chains.values()) if (chain.base === undefined) refuseUsed(chains, chain);
  const kept = chains.filter(
    (chain) => chain.base !== undefined && !(isUntouched(chain) && isSeen(chain, table)),
  );
  return editTable(ruleset, table, (found) => found.set('chains', kept));
}

/** `-E`: gives a chain another name, also in the rules that jump to it. @throws XtablesError */
export function renameChain(ruleset: Ruleset, table: TableName, from: string, to: string): Ruleset {
  if (chainExists(ruleset, table, to)) throw new XtablesError('state', 'File exists');
  chainNamed(ruleset, table, from);
  refuseUnseen(ruleset, table, to, 'CHAIN_RENAME');
  return editTable(ruleset, table, (found) =>
    found.set(
      'chains',
      found.chains.mapEntries(([name, one]) => {
        const moved = retarget(one, from, to);
        return name === from ? [to, moved.set('name', to)] : [name, moved];
      }),
    ),
  );
}

/** `-F CHAIN`: removes every rule of a chain. @throws XtablesError when there is no such chain */
export function flushChain(ruleset: Ruleset, table: TableName, name: string): Ruleset {
  const existing = withOwnChain(ruleset, table, name);
  const chain = chainNamed(existing, table, name);
  return putChain(existing, table, chain.set('rules', chain.rules.clear()));
}

/** `-F`: removes every rule of a table. */
export function flushChains(ruleset: Ruleset, table: TableName): Ruleset {
  if (!ruleset.tables.has(table)) return ruleset;
  return editTable(ruleset, table, (found) =>
    found.set(
      'chains',
      found.chains.map((chain) => chain.set('rules', chain.rules.clear())),
    ),
  );
}

/** A ruleset without a table and all that is in it, as iptables-restore begins. */
export function deleteTable(ruleset: Ruleset, table: TableName): Ruleset {
  return ruleset.set('tables', ruleset.tables.delete(table));
}

/** `-P`: sets the policy of a built-in chain; `-` leaves it as it is. @throws XtablesError when it's none, or no such policy */
export function setPolicy(
  ruleset: Ruleset,
  table: TableName,
  name: string,
  policy: string,
): Ruleset {
  if (policy !== 'ACCEPT' && policy !== 'DROP' && policy !== '-') {
    throw new XtablesError('state', 'Bad policy name', " Run `dmesg' for more information.");
  }
  const existing = withOwnChain(ruleset, table, name);
  const chain = seenChain(existing, table, name);
  if (chain?.base === undefined) throw new XtablesError('state', 'Bad built-in chain name');
  if (policy === '-') return existing;
  return putChain(existing, table, chain.set('base', frozen({ ...chain.base, policy })));
}

/** How many rules of a table jump to a chain. */
export function countReferences(chains: Chains, name: string): number {
  return chains.reduce(
    (total, chain) => total + chain.rules.count((rule) => chainsEntered(rule).includes(name)),
    0,
  );
}

function chainExists(ruleset: Ruleset, table: TableName, name: string): boolean {
  return builtinHook(table, name) !== undefined || seenChain(ruleset, table, name) !== undefined;
}

/** What iptables doesn't see, the kernel does. */
function refuseUnseen(
  ruleset: Ruleset,
  table: TableName,
  name: string,
  operation: KernelOperation,
): void {
  if (findChain(ruleset, table, name) === undefined) return;
  throw new KernelError(operation, 'EEXIST', `chain ${name}`);
}

function chainNamed(ruleset: Ruleset, table: TableName, name: string): Chain {
  const chain = seenChain(ruleset, table, name);
  if (chain === undefined) throw new XtablesError('state', 'No chain/target/match by that name');
  return chain;
}

/** A built-in chain as it is before any command touches it. */
function isUntouched(chain: Chain): boolean {
  return chain.base?.policy === 'ACCEPT' && chain.rules.isEmpty();
}

function refuseUsed(chains: Chains, chain: Chain): void {
  if (chain.rules.isEmpty() && countReferences(chains, chain.name) === 0) return;
  throw new KernelError('CHAIN_DEL', 'EBUSY', `chain ${chain.name}`);
}

function retarget(chain: Chain, from: string, to: string): Chain {
  if (!chain.rules.some((rule) => chainsEntered(rule).includes(from))) return chain;
  return chain.set(
    'rules',
    chain.rules.map((rule) => renamedTarget(rule, from, to)),
  );
}

function renamedTarget(rule: NetfilterRule, from: string, to: string): NetfilterRule {
  if (isNftRule(rule)) {
    return frozen({ ...rule, statements: withChainRenamed(rule.statements, from, to) });
  }
  const { target } = rule;
  if ((target.kind !== 'jump' && target.kind !== 'goto') || target.chain !== from) return rule;
  return frozen({ ...rule, target: { ...target, chain: to } });
}
