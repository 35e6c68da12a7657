import { HOOK_STAGES, type HookStage } from '../netfilter/hook.js';
import type { Field } from '../packet/field.js';
import { copy, copyAddress, type Assignment } from '../predicate/assignment.js';
import { all, same, type Predicate } from '../predicate/predicate.js';
import type { StepId } from '../program/step.js';
import { ADDRESS_FIELDS } from '../packet/field.js';
import { addressBits, type Family } from '../address/family.js';
import { lowerStage } from './hook-stages.js';
import type { Lowering } from './lowering.js';

/** A part of the packet that is remembered before mangle OUTPUT, and compared after it. */
export type Saved = 'src' | 'dst' | 'mark' | 'tos' | 'ttl';

/** What surrounds the chains of OUTPUT. */
export interface OutputHooks {
  /** POSTROUTING and what follows. */
  readonly leave: StepId;
  /** What mangle must have changed for the packet to be routed again. */
  readonly mangled: readonly Saved[];
  /** Routes the packet again, then goes on. */
  readonly reroute: (next: StepId) => StepId;
}

/** OUTPUT: mangle and nat can make another lookup necessary. The device that the chains see stays that of the first lookup. */
export function lowerOutputHooks(lowering: Lowering, hooks: OutputHooks): StepId {
  const walk = { hook: 'OUTPUT', dropErrno: 'EPERM' } as const;
  const decisive: Partial<Record<HookStage, readonly Saved[]>> = {
    mangle: hooks.mangled,
    nat: ['dst'],
  };
  return HOOK_STAGES.OUTPUT.reduceRight((next, stage) => {
    const saved = lowering.hasStage(stage, 'OUTPUT') ? decisive[stage] : undefined;
    if (saved === undefined) return lowerStage(lowering, stage, walk, next);
    const { builder, family } = lowering;
    const unchanged = all(saved.map((part) => isUnchanged(part, family)));
    const checked = builder.test(unchanged, next, hooks.reroute(next), { kind: 'reroute' });
    const stored = saved.flatMap((part) => save(part, family));
    return builder.assign(stored, lowerStage(lowering, stage, walk, checked));
  }, hooks.leave);
}

const COPIES = {
  mark: 'savedMark',
  tos: 'savedTos',
  ttl: 'savedTtl',
} as const satisfies Partial<Record<Saved, Field>>;

function save(part: Saved, family: Family): readonly Assignment[] {
  if (part === 'src') return copyAddress(family, 'savedSrc', 'src');
  if (part === 'dst') return copyAddress(family, 'savedDst', 'dst');
  return [copy(COPIES[part], part)];
}

function isUnchanged(part: Saved, family: Family): Predicate {
  if (part !== 'src' && part !== 'dst') return same(part, COPIES[part]);
  const saved = ADDRESS_FIELDS[part === 'src' ? 'savedSrc' : 'savedDst'];
  return all(
    ADDRESS_FIELDS[part]
      .slice(0, addressBits(family) / 32)
      .map((field, index) => same(field, saved[index] ?? saved[0])),
  );
}
