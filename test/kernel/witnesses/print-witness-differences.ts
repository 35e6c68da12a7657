import type { WitnessDifference } from './replay-witnesses.js';
import type { WitnessHost } from './witness-hosts.js';

/** Which packets met another fate than their class, as remarks, and the script of their host; empty when none did. */
export function printWitnessDifferences(
  { name, script }: WitnessHost,
  found: readonly WitnessDifference[],
): string {
  if (found.length === 0) return '';
  const remarks = found.flatMap(({ packet, fate, differences }) => [
    `# ${packet}\n`,
    `# the class: ${fate}\n`,
    ...differences.map((line) => `#   ${line}\n`),
  ]);
  return [`# ${name}\n`, ...remarks, script].join('');
}
