import { withCounters } from '../../../../netfilter/nft/rule-counters.js';
import type { BaseChain } from '../../../../netfilter/base-chain.js';
import type { Chain } from '../../../../netfilter/chain.js';
import type { TableFamily } from '../../../../netfilter/nft/family.js';
import { isNftRule, type NetfilterRule, type NftRule } from '../../../../netfilter/rule.js';
import { Refusal } from '../../../refusal.js';
import { NOT_SIMULATED_EXIT, notSimulatedText } from '../../../result.js';
import type { NftUnsimulated } from '../../unsimulated.js';
import { printRule } from '../../print/rule.js';
import { printPriority } from '../priority.js';
import { handleNote, printingOf, type Listing } from './listing.js';

/** A chain as a listing has it. Source: nft's `chain_print`. */
export function printChain(chain: Chain, family: TableFamily, listing: Listing): string {
  const rules = chain.rules.map((rule) => `\t\t${printChainRule(rule, family, listing)}\n`);
  return `${printDeclaration(chain, family, listing)}${rules.join('')}\t}\n`;
}

/** A chain without its rules, as `nft list chains` prints it. */
export function printEmptyChain(chain: Chain, family: TableFamily, listing: Listing): string {
  return `${printDeclaration(chain, family, listing)}\t}\n`;
}

function printDeclaration(
  { name, handle, comment, base }: Chain,
  family: TableFamily,
  listing: Listing,
): string {
  const head = `\tchain ${name} {${handleNote(listing, handle)}`;
  const note = comment === undefined ? '' : `\n\t\tcomment "${comment}"`;
  const stands = base === undefined ? '' : `\t\t${printBase(base, family, listing)}\n`;
  return `${head}${note}\n${stands}`;
}

function printBase(
  { type, hook, priority, policy, devices = [], offload }: BaseChain,
  family: TableFamily,
  { style }: Listing,
): string {
  const level = style.numericPriority ? String(priority) : printPriority(priority, family, hook);
  const [device] = devices;
  const bound =
    devices.length > 1
      ? ` devices = { ${devices.join(', ')} }`
      : device === undefined
        ? ''
        : ` device "${device}"`;
  const flags = offload === true ? ' flags offload;' : '';
  return `type ${type} hook ${hook.toLowerCase()}${bound} priority ${level}; policy ${policy.toLowerCase()};${flags}`;
}

/** A rule as a chain lists it. */
export function printChainRule(rule: NetfilterRule, family: TableFamily, listing: Listing): string {
  const own = nftRule(rule, listing);
  const comment = own.comment === undefined ? '' : ` comment "${own.comment}"`;
  return `${printRule(own, printingOf(listing, family))}${comment}${handleNote(listing, own.handle)}`;
}

/** A rule with what its counters have come to. A rule of iptables is refused by name: nft shows those in its own language. */
export function nftRule(rule: NetfilterRule, { counterOf }: Listing): NftRule {
  if (!isNftRule(rule)) {
    const name: NftUnsimulated = 'nft list of rules of iptables';
    throw new Refusal(NOT_SIMULATED_EXIT, notSimulatedText(name), true, name);
  }
  const statements = withCounters(rule.statements, rule.id, (counter, id) => {
    const seen = counterOf(id);
    return {
      ...counter,
      packets: counter.packets + BigInt(seen.packets),
      bytes: counter.bytes + BigInt(seen.bytes),
    };
  });
  return { ...rule, statements };
}
