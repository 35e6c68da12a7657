import type { Family } from '../address/family.js';
import { PRIORITY } from './base-chain.js';
import { tablesFor, tablesSeeing, type Netfilter } from './netfilter.js';
import { connectionsSince } from './uses-connections.js';

/** The fields that keep with what a part of the kernel was registered for a family. */
const SINCE = {
  translation: { 4: 'natSince4', 6: 'natSince6' },
  tracking: { 4: 'trackSince4', 6: 'trackSince6' },
} as const;

/** Where connection tracking stands in the lists of hooks. */
const TRACKING: ReadonlySet<number> = new Set([PRIORITY.conntrack, PRIORITY.confirm]);

/**
 * The number of the base chain of type nat with which translation was registered for a family, whether that chain is still there or not; undefined
 * when there is none. Source: `nf_nat_register_fn`.
 */
export function translatedSince(netfilter: Netfilter, family: Family): number | undefined {
  const first = firstOfNat(netfilter, family);
  return first === undefined ? undefined : (netfilter[SINCE.translation[family]] ?? first);
}

/**
 * The number of the rule with which connection tracking was registered for a family, 0 where an object or a set needs it; undefined when nothing needs it.
 * Source: `nf_ct_netns_get`.
 */
export function trackedSince(netfilter: Netfilter, family: Family): number | undefined {
  // Rules of tables that sleep need it too.
  const first = connectionsSince(tablesFor(netfilter, family), family);
  return first === undefined ? undefined : (netfilter[SINCE.tracking[family]] ?? first);
}

/**
 * Netfilter after a transaction: translation stays registered as it was while there is some chain of type nat, and tracking while something needs
 * it. Source: `nf_nat_unregister_fn`, `nf_ct_netns_put`.
 */
export function keepRegistered(before: Netfilter, after: Netfilter): Netfilter {
  return ([4, 6] as const).reduce(
    (kept, family) => keepTracking(before, keepTranslation(before, kept, family), family),
    after,
  );
}

/**
 * Netfilter before a transaction takes chains away: they are there for translation until it is at its end, those too that it has made or woken
 * itself. Source: `nf_tables_commit`, which unregisters behind all that has registered.
 */
export function holdRegistered(netfilter: Netfilter): Netfilter {
  return ([4, 6] as const).reduce((held, family) => {
    const since = translatedSince(held, family);
    return since === undefined ? held : held.set(SINCE.translation[family], since);
  }, netfilter);
}

function keepTranslation(before: Netfilter, after: Netfilter, family: Family): Netfilter {
  const first = firstOfNat(after, family);
  const field = SINCE.translation[family];
  const since =
    first === undefined ? undefined : (translatedSince(before, family) ?? after[field] ?? first);
  return after.set(field, since);
}

function keepTracking(before: Netfilter, after: Netfilter, family: Family): Netfilter {
  const field = SINCE.tracking[family];
  // All rules are read for it, and only a chain at the same place is before or behind it by its age.
  if (!hasChainAtTracking(after, family)) return after.set(field, undefined);
  const first = trackedSince(after.set(field, undefined), family);
  const since = first === undefined ? undefined : trackedSince(before, family);
  return after.set(field, since ?? first);
}

function hasChainAtTracking(netfilter: Netfilter, family: Family): boolean {
  return tablesFor(netfilter, family).some(({ chains }) =>
    chains.some(({ base }) => base !== undefined && TRACKING.has(base.priority)),
  );
}

function firstOfNat(netfilter: Netfilter, family: Family): number | undefined {
  let first: number | undefined;
  for (const { chains } of tablesSeeing(netfilter, family)) {
    for (const { base, id } of chains.values()) {
      if (base?.type === 'nat' && (first === undefined || id < first)) first = id;
    }
  }
  return first;
}
