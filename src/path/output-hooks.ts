import { HOOK_STAGES, type HookStage } from '../netfilter/hook.js';
import { all, not, same, type Predicate } from '../predicate/predicate.js';
import { KEPT, type ComparedField } from '../program/kept-field.js';
import type { StepId } from '../program/step.js';
import { ADDRESS_FIELDS } from '../packet/field.js';
import { addressBits, type Family } from '../address/family.js';
import { lowerStage } from './hook-stages.js';
import { keepPart } from './kept-parts.js';
import type { Lowering } from './lowering.js';

/** What surrounds the chains of OUTPUT. */
export interface OutputHooks {
  /** POSTROUTING and what follows. */
  readonly leave: StepId;
  /** What mangle must have changed for the packet to be routed again. */
  readonly mangled: readonly ComparedField[];
  /** Routes the packet again, then goes on. */
  readonly reroute: (next: StepId) => StepId;
}

/** OUTPUT: mangle and nat can make another lookup necessary. The device that the chains see stays that of the first lookup. */
export function lowerOutputHooks(lowering: Lowering, hooks: OutputHooks): StepId {
  const walk = { hook: 'OUTPUT', dropErrno: 'EPERM' } as const;
  const decisive: Partial<Record<HookStage, readonly ComparedField[]>> = {
    mangle: hooks.mangled,
    nat: ['dst'],
  };
  return HOOK_STAGES.OUTPUT.reduceRight((next, stage) => {
    const saved = lowering.hasStage(stage, 'OUTPUT') ? decisive[stage] : undefined;
    if (saved === undefined) return lowerStage(lowering, stage, walk, next);
    const { builder, family } = lowering;
    const unchanged = all(saved.map((part) => isUnchanged(part, family)));
    const checked = builder.reroute({
      when: not(unchanged),
      compared: saved,
      again: hooks.reroute(next),
      onward: next,
    });
    const stored = saved.flatMap((part) => keepPart(family, part));
    return builder.assign(stored, lowerStage(lowering, stage, walk, checked));
  }, hooks.leave);
}

function isUnchanged(part: ComparedField, family: Family): Predicate {
  if (part !== 'src' && part !== 'dst') return same(part, KEPT[part]);
  const saved = ADDRESS_FIELDS[KEPT[part]];
  return all(
    ADDRESS_FIELDS[part]
      .slice(0, addressBits(family) / 32)
      .map((field, index) => same(field, saved[index] ?? saved[0])),
  );
}
