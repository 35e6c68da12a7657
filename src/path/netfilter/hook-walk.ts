import type { ChainHook } from '../../netfilter/base-chain.js';
import type { HookName } from '../../netfilter/hook.js';
import type { ErrnoName } from '../../errno.js';
import type { StepId } from '../../program/step.js';

/** Where in netfilter chains are walked, and what a drop there means to a local sender. */
export interface HookWalk {
  readonly hook: ChainHook;
  /** What a local sender sees when the packet is dropped here; undefined when there is none, or it sees nothing of it. */
  readonly dropErrno: ErrnoName | undefined;
  /** The packet has come back in through lo: connection tracking and nat are done with it. */
  readonly looped?: boolean;
  /** Where packets go on that a rule has given to a neighbour; left out where none does. */
  readonly forwarded?: StepId;
  /** Chains of type nat are walked: one that settles the translation is the last. */
  readonly notesSettled?: boolean;
}

/** Where in netfilter chains of the five hooks are walked. */
export interface PacketHookWalk extends HookWalk {
  readonly hook: HookName;
  /** A copy for the sender goes this way, or the packet of which one was made before it; or each of the copies that a bridge sends of a frame. */
  readonly copied?: 'copy' | 'original' | 'each';
  /** Whoever walks looks up another route for what has lost its own: `routeDev` is 0 then. */
  readonly losesRoute?: boolean;
}
