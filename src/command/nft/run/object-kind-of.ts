import { OBJECT_KINDS, type ObjectKind } from '../../../netfilter/nft/object-kind.js';
import type { Command } from '../syntax/tree/command.js';

/** The kind of object that a command is about, one of them or all; undefined when it's about something else. */
export function objectKindOf(object: Command['object']): ObjectKind | undefined {
  return OBJECT_KINDS.find((kind) => object === kind || object === `${kind}s`);
}
