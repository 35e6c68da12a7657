import type { ErrnoName } from '../../../errno.js';
import type { Netfilter } from '../../netfilter.js';
import type { BroughtPart } from '../brought-parts.js';
import type { UnreadableValue } from '../check/check-reads.js';
import type { Rule } from '../statement.js';
import type { Use } from '../uses.js';

/** The part of a request that the kernel points at when it refuses it. Source: `NL_SET_BAD_ATTR`. */
export type RefusedPart =
  | 'table'
  | 'chain'
  | 'type'
  | 'policy'
  | 'priority'
  | 'base'
  | 'name'
  | 'handle'
  | 'device'
  | { readonly element: number }
  /** A device, by its place in the list of the request. */
  | { readonly device: number }
  /** What a rule names, or whichever the text has first of that and others. */
  | { readonly use: Use; readonly among: readonly Use[] }
  /** What a rule brings with it. */
  | { readonly brought: BroughtPart }
  /** What of a rule needs connections first. */
  | 'connection'
  /** What of a rule reads what can't be read. */
  | { readonly read: UnreadableValue }
  /** A statement of the rule, or of one that it brings with it, by its place. */
  | { readonly statement: number; readonly of: Rule };

/** An error of the kernel and what it is about; without a part it is the whole request. */
export interface KernelRefusal {
  readonly errno: ErrnoName;
  readonly about: RefusedPart | undefined;
  /** How many handles of its table the request has used up. */
  readonly handles?: number;
  /** What the kernel has refused on the way there: elements of maps without a name, which reach it before the rule. */
  readonly before?: readonly KernelRefusal[];
}

/** What the kernel answers: netfilter as it has become, or why not. */
export type Answer = { readonly netfilter: Netfilter } | KernelRefusal;

/** Every refusal of a request, in the order in which the kernel comes to it. */
export function refusalsOf(refusal: KernelRefusal): readonly KernelRefusal[] {
  return [...(refusal.before ?? []), refusal];
}

/** A refusal. */
export function refuse(errno: ErrnoName, about?: RefusedPart): KernelRefusal {
  return { errno, about };
}
