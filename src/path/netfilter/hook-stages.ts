import { assertNever } from '../../assert-never.js';
import { PRIORITY, translatesDestinations } from '../../netfilter/base-chain.js';
import type { HookName } from '../../netfilter/hook.js';
import { baseChains, type PlacedChain } from '../../netfilter/netfilter.js';
import type { StepId } from '../../program/step.js';
import { NEVER, type Predicate } from '../../predicate/predicate.js';
import { deviceWhere } from '../device.js';
import { lowerBaseChain } from './chain-walk.js';
import type { Lowering } from '../lowering.js';
import { lowerNat } from './nat-stage.js';
import {
  lowerConfirm,
  lowerTrackAgain,
  lowerTrackReceived,
  lowerTrackSent,
} from './track-stage.js';
import type { PacketHookWalk } from './hook-walk.js';

/** What is done at a hook: a base chain is walked, or one of connection tracking's parts has its turn. */
export type HookEntry = {
  readonly priority: number;
  /** Of equal priorities the last that was registered comes first. */
  readonly order: number;
} & (
  | { readonly kind: 'chain'; readonly placed: PlacedChain }
  /** The chains of type nat are walked together, whatever their own priorities. */
  | { readonly kind: 'nat'; readonly chains: readonly PlacedChain[] }
  | { readonly kind: 'track' | 'confirm' }
);

/** The hooks at which packets come to connection tracking, and those at which they have got through. Source: `ipv4_conntrack_ops`. */
const TRACKED: ReadonlySet<HookName> = new Set(['PREROUTING', 'OUTPUT']);
const CONFIRMED: ReadonlySet<HookName> = new Set(['INPUT', 'POSTROUTING']);

/** The one list of a hook, in the order in which things are done. Source: `nf_hook_entries_grow`, `nf_nat_register_fn`. */
export function hookEntries(
  { namespace, family, tracksSince, translatesSince }: Lowering,
  hook: HookName,
): readonly HookEntry[] {
  const placed = baseChains(namespace.netfilter, family, hook);
  const entries: HookEntry[] = placed
    .filter((one) => !isNat(one))
    .map((one) => ({
      kind: 'chain',
      priority: one.chain.base?.priority ?? 0,
      order: one.chain.id,
      placed: one,
    }));
  if (tracksSince === undefined) return entries;
  const order = tracksSince;
  if (TRACKED.has(hook)) entries.push({ kind: 'track', priority: PRIORITY.conntrack, order });
  if (hook !== 'FORWARD') {
    const priority = translatesDestinations(hook) ? PRIORITY.dstnat : PRIORITY.srcnat;
    entries.push({
      kind: 'nat',
      priority,
      order: translatesSince ?? 0,
      chains: placed.filter(isNat),
    });
  }
  if (CONFIRMED.has(hook)) entries.push({ kind: 'confirm', priority: PRIORITY.confirm, order });
  return entries.toSorted((a, b) => a.priority - b.priority || b.order - a.order);
}

/** One hook: what is done there, in order, then `next`. Source: `nf_hook_slow`. */
export function lowerHook(lowering: Lowering, walk: PacketHookWalk, next: StepId): StepId {
  return hookEntries(lowering, walk.hook).reduceRight(
    (after, entry) => lowerEntry(lowering, entry, walk, after),
    next,
  );
}

/**
 * The hook again, in the name of a VRF: its chains, but connection tracking has no part in it. Source: `vrf_rcv_nfhook`,
 * `vrf_nf_set_untracked`.
 */
export function lowerHookOfVrf(lowering: Lowering, walk: PacketHookWalk, next: StepId): StepId {
  return hookEntries(lowering, walk.hook)
    .filter(({ kind }) => kind === 'chain')
    .reduceRight((after, entry) => lowerEntry(lowering, entry, walk, after), next);
}

/** One thing that is done at a hook, then `next`. */
export function lowerEntry(
  lowering: Lowering,
  entry: HookEntry,
  walk: PacketHookWalk,
  next: StepId,
): StepId {
  const { builder, namespace } = lowering;
  const cameByVrf = deviceWhere(namespace, 'indev', ({ kind }) => kind === 'vrf');
  switch (entry.kind) {
    case 'track':
      if (walk.looped === true) return lowerTrackAgain(lowering, next);
      return walk.hook === 'PREROUTING'
        ? lowerTrackReceived(lowering, next)
        : lowerTrackSent(lowering, next);
    case 'confirm': {
      const confirmed = lowerConfirm(lowering, walk, next);
      return walk.looped === true
        ? builder.test(cameByVrf, confirmed, next)
        : builder.test(isLeavingByVrf(lowering, walk), next, confirmed);
    }
    case 'nat': {
      const translated = lowerNat(lowering, entry.chains, walk, next);
      if (walk.looped !== true || walk.hook !== 'INPUT') {
        return builder.test(isLeavingByVrf(lowering, walk), next, translated);
      }
      const late = lowerNat(lowering, entry.chains, { ...walk, looped: false }, next);
      return builder.test(cameByVrf, late, translated);
    }
    case 'chain':
      return lowerBaseChain(lowering, entry.placed, walk, next);
    default:
      return assertNever(entry);
  }
}

/** What leaves by a VRF has it before it, or comes in by the VRF: until then it is neither translated nor confirmed. Source: `in_vrf_postrouting`. */
function isLeavingByVrf({ namespace }: Lowering, { hook }: PacketHookWalk): Predicate {
  return hook === 'POSTROUTING'
    ? deviceWhere(namespace, 'outdev', ({ kind }) => kind === 'vrf')
    : NEVER;
}

function isNat({ chain }: PlacedChain): boolean {
  return chain.base?.type === 'nat';
}
