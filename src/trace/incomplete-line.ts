import { summarizeMissing, type Missing } from '../machine/missing.js';
import { visible } from '../visible-text.js';
import type { Paint } from './paint.js';

/** The line that stands above an answer about a host that lacks something; no line for one that lacks nothing. */
export function incompleteLines(missing: readonly Missing[] = [], paint: Paint): readonly string[] {
  if (missing.length === 0) return [];
  const heading = paint('bad', 'incomplete host');
  return [
    `${heading}: true of what is simulated only; it lacks ${visible(summarizeMissing(missing))}`,
  ];
}
