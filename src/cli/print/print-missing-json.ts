import type { Missing } from '../../machine/missing.js';

/** The line of JSON that stands for an answer of no lines about an incomplete host; empty for one that lacks nothing. */
export function printMissingJson(missing: readonly Missing[]): string {
  return missing.length === 0 ? '' : `${JSON.stringify({ kind: 'incomplete', missing })}\n`;
}
