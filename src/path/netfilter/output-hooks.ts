import { copyAddress } from '../../predicate/assignment.js';
import { all, not } from '../../predicate/predicate.js';
import { KEPT, type ComparedField } from '../../program/kept-field.js';
import type { StepId } from '../../program/step.js';
import { hookEntries, lowerEntry, type HookEntry } from './hook-stages.js';
import { isUnchanged, keepPart } from './kept-parts.js';
import { isTranslatedAt } from './nat-stage.js';
import type { Lowering } from '../lowering.js';

/** What surrounds the chains of OUTPUT. */
export interface OutputHooks {
  /** POSTROUTING and what follows. */
  readonly leave: StepId;
  /** What a chain of type route must have changed for the packet to be routed again. */
  readonly mangled: readonly ComparedField[];
  /** Routes the packet again, then goes on. */
  readonly reroute: (next: StepId) => StepId;
}

/**
 * OUTPUT: chains of type route and nat can make another lookup necessary. The device that the chains see stays that of the first lookup.
 *
 * @param takes - which entries of the hook have a part in it; all when left out
 */
export function lowerOutputHooks(
  lowering: Lowering,
  hooks: OutputHooks,
  takes: (entry: HookEntry) => boolean = () => true,
): StepId {
  const walk = { hook: 'OUTPUT', dropErrno: 'EPERM' } as const;
  const entries = hookEntries(lowering, 'OUTPUT').filter(takes);
  return entries.reduceRight((next, entry) => {
    const saved = comparedAround(entry, hooks);
    if (saved === undefined) return lowerEntry(lowering, entry, walk, next);
    const { builder, family, rewritesEnds } = lowering;
    const unchanged = all(saved.map((part) => isUnchanged(part, family)));
    const checked = builder.reroute({
      when: not(unchanged),
      compared: saved,
      again: hooks.reroute(next),
      onward: next,
    });
    if (entry.kind !== 'nat' || !rewritesEnds) {
      const stored = saved.flatMap((part) => keepPart(family, part));
      return builder.assign(stored, lowerEntry(lowering, entry, walk, checked));
    }
    // What a rule alone has written leaves the route as it is, and what it has written before is routed again though translation finds it there.
    const ofConnection = builder.test(isTranslatedAt('OUTPUT'), checked, next);
    const stored = copyAddress(family, KEPT.dst, 'tupleDst');
    return builder.assign(stored, lowerEntry(lowering, entry, walk, ofConnection));
  }, hooks.leave);
}

/** What is compared around an entry, so that a packet which is changed there is routed again; undefined when nothing is. Source: `nft_type_route`, `nf_nat_ipv4_local_fn`. */
function comparedAround(
  entry: HookEntry,
  { mangled }: OutputHooks,
): readonly ComparedField[] | undefined {
  if (entry.kind === 'nat') return ['dst'];
  return entry.kind === 'chain' && entry.placed.chain.base?.type === 'route' ? mangled : undefined;
}
