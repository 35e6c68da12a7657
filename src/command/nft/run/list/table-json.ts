import { countedObject } from './print-object.js';
import { assertNever } from '../../../../assert-never.js';
import type { Chain } from '../../../../netfilter/chain.js';
import type { Flowtable } from '../../../../netfilter/nft/flowtable.js';
import type { NftObject, ObjectData } from '../../../../netfilter/nft/object/nft-object.js';
import type { NetfilterRule } from '../../../../netfilter/rule.js';
import { shownUsed } from '../../../../netfilter/nft/stateful-statement.js';
import type { Table } from '../../../../netfilter/table.js';
import type { Json } from '../../json.js';
import { notSimulated } from '../../not-simulated.js';
import { ruleJson } from '../../print/rule.js';
import { inUnits, periodWord } from '../../statement/stateful.js';
import { listedRule, listingWarnings } from './listed-rule.js';
import { printingOf, type Listing, type RunListing } from './listing.js';
import { tableFlags } from './print-table.js';
import { setJson } from './set-json.js';

/** A table and all that is in it: chains first, as maps and rules refer to them, and rules last. Source: nft's `table_print_json_full`. */
export function wholeTableJson(table: Table, listing: RunListing): readonly Json[] {
  const chains = [...table.chains.values()];
  return [
    tableJson(table),
    ...chains.map((chain) => chainJson(chain, table)),
    ...[...table.objects.values()].map((object) =>
      objectJson(countedObject(object, listing), table),
    ),
    ...[...table.sets.values()].map((set) => setJson(set, table, listing)),
    ...[...table.flowtables.values()].map((one) => flowtableJson(one, table)),
    ...chains.flatMap((chain) => rulesJson(chain, table, listing)),
  ];
}

/** A table alone. */
export function tableJson(table: Table): Json {
  const { family, name, handle, comment } = table;
  const flags = tableFlags(table);
  const [only] = flags;
  const word = flags.length > 1 ? flags : only;
  return { table: { family, name, handle, flags: word, comment } };
}

/** A chain without its rules. */
export function chainJson(
  { name, handle, comment, base }: Chain,
  { family, name: table }: Table,
): Json {
  if (base === undefined) return { chain: { family, table, name, handle, comment } };
  const { devices = [], type, hook, priority, policy, policyUnknown } = base;
  // nft looks for a word for it where there is none, and the system ends it.
  if (policyUnknown === true) throw notSimulated('nft -j list of a chain of unknown policy');
  const dev = oneOrMany(devices);
  const rest = { type, hook: hook.toLowerCase(), prio: priority, policy: policy.toLowerCase() };
  return { chain: { family, table, name, handle, comment, dev, ...rest } };
}

function oneOrMany(words: readonly string[]): Json | undefined {
  return words.length > 1 ? words : words[0];
}

/** The rules of a chain. */
export function rulesJson(chain: Chain, table: Table, listing: RunListing): readonly Json[] {
  listing.warn(listingWarnings(table, [chain], 'json'));
  return chain.rules.map((rule) => chainRuleJson(rule, chain, table, listing)).toArray();
}

/** A rule of a chain. */
export function chainRuleJson(
  rule: NetfilterRule,
  { name: chain }: Chain,
  { family, name: table }: Table,
  listing: Listing,
): Json {
  const own = listedRule(rule, family, listing);
  const { handle, comment } = own;
  const expr = ruleJson(own, printingOf(listing, family));
  return { rule: { family, table, chain, handle, comment, expr } };
}

/** A flowtable. */
export function flowtableJson(
  { name, handle, priority, devices }: Flowtable,
  { family, name: table }: Table,
): Json {
  const dev = oneOrMany(devices);
  return { flowtable: { family, name, table, handle, hook: 'ingress', prio: priority, dev } };
}

/** An object. Source: nft's `obj_print_json`. */
export function objectJson(
  { name, handle, comment, data }: NftObject,
  { family, name: table }: Table,
): Json {
  return { [data.kind]: { family, name, table, handle, comment, ...partsOf(data) } };
}

function partsOf(data: ObjectData): { readonly [key: string]: Json | undefined } {
  switch (data.kind) {
    case 'counter':
      return { packets: data.packets, bytes: data.bytes };
    case 'quota':
      return { bytes: data.bytes, used: shownUsed(data), inv: data.over };
    case 'limit':
      return limitJson(data);
    case 'ct helper':
      return { type: data.helper, protocol: data.protocol, l3proto: data.l3proto };
    case 'ct timeout': {
      const { protocol, l3proto } = data;
      const policy = data.policy.length === 0 ? null : Object.fromEntries(data.policy);
      return { protocol, l3proto, policy };
    }
    case 'ct expectation': {
      const { protocol, dport, timeout, size, l3proto } = data;
      return { protocol, dport, timeout, size, l3proto };
    }
    case 'secmark':
      return { context: data.context };
    case 'synproxy': {
      const flags = [
        ...(data.timestamp ? ['timestamp'] : []),
        ...(data.sackPermitted ? ['sack-perm'] : []),
      ];
      const { mss = 0, wscale = 0 } = data;
      return { mss, wscale, flags: flags.length === 0 ? undefined : flags };
    }
    default:
      return assertNever(data);
  }
}

function limitJson({
  unit,
  over,
  rate,
  seconds,
  burst,
}: Extract<ObjectData, { readonly kind: 'limit' }>): { readonly [key: string]: Json | undefined } {
  const inv = over ? true : undefined;
  const per = periodWord(seconds);
  if (unit === 'packets') return { rate, per, inv, burst: burst === 0n ? undefined : burst };
  const [amount, rateUnit] = inUnits(rate);
  const [allowed, burstUnit] = inUnits(burst);
  const rest = burst === 0n ? {} : { burst: allowed, burst_unit: burstUnit };
  return { rate: amount, per, inv, rate_unit: rateUnit, ...rest };
}
