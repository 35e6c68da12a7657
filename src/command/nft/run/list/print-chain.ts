import type { BaseChain } from '../../../../netfilter/base-chain.js';
import type { Chain } from '../../../../netfilter/chain.js';
import type { TableFamily } from '../../../../netfilter/nft/family.js';
import type { NetfilterRule } from '../../../../netfilter/rule.js';
import type { Table } from '../../../../netfilter/table.js';
import { printRule } from '../../print/rule.js';
import { printPriority } from '../priority.js';
import { listedRule, packetsOf, type ListedRule } from './listed-rule.js';
import { handleNote, printingOf, type Listing, type RunListing } from './listing.js';

/** A chain as a listing has it. Source: nft's `chain_print`. */
export function printChain(chain: Chain, family: TableFamily, listing: RunListing): string {
  const rules = chain.rules.map((rule) => {
    const own = withFound(listedRule(rule, family, listing), family, listing);
    return `\t\t${printLine(own, family, listing)}\n`;
  });
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

/** A chain without its rules in one line, as nft prints a change that it hears of. Source: nft's `chain_print_plain`. */
export function printPlainChain(
  { name, handle, base }: Chain,
  { family, name: table }: Pick<Table, 'family' | 'name'>,
  listing: Listing,
): string {
  return `chain ${family} ${table} ${name}${printPlainBase(base, family, listing)}${handleNote(listing, handle)}`;
}

function printPlainBase(
  base: BaseChain | undefined,
  family: TableFamily,
  listing: Listing,
): string {
  if (base === undefined) return '';
  const { type, hook, policy, devices = [] } = base;
  const bound = devices.length === 0 ? '' : `devices = { ${devices.join(', ')} } `;
  const level = printLevel(base, family, listing);
  return ` { type ${type} hook ${hook.toLowerCase()} ${bound}priority ${level}; policy ${policy.toLowerCase()}; }`;
}

function printLevel(
  { priority, hook }: BaseChain,
  family: TableFamily,
  { style }: Listing,
): string {
  return style.numericPriority ? String(priority) : printPriority(priority, family, hook);
}

function printBase(base: BaseChain, family: TableFamily, listing: Listing): string {
  const { type, hook, devices = [], offload } = base;
  const level = printLevel(base, family, listing);
  const [device] = devices;
  const bound =
    devices.length > 1
      ? ` devices = { ${devices.join(', ')} }`
      : device === undefined
        ? ''
        : ` device "${device}"`;
  const flags = offload === true ? ' flags offload;' : '';
  return `type ${type} hook ${hook.toLowerCase()}${bound} priority ${level};${knownPolicy(base)}${flags}`;
}

function knownPolicy({ policy, policyUnknown }: BaseChain): string {
  return policyUnknown === true ? '' : ` policy ${policy.toLowerCase()};`;
}

/** A rule as a chain lists it. */
export function printChainRule(rule: NetfilterRule, family: TableFamily, listing: Listing): string {
  return printLine(listedRule(rule, family, listing), family, listing);
}

/** A rule of which the extensions of iptables have been looked up. */
function withFound(rule: ListedRule, family: TableFamily, { files, warn }: RunListing): ListedRule {
  const statements = rule.statements.map((statement) => {
    if (statement.kind !== 'xt') return statement;
    const { found, warning } = files.lookUp(statement, packetsOf(family));
    warn(warning);
    return found;
  });
  return { ...rule, statements };
}

function printLine(own: ListedRule, family: TableFamily, listing: Listing): string {
  const comment = own.comment === undefined ? '' : ` comment "${own.comment}"`;
  return `${printRule(own, printingOf(listing, family))}${comment}${handleNote(listing, own.handle)}`;
}
