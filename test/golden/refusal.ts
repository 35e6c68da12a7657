import { isDeclared } from '../command/unsimulated-rows.js';

/** What the simulator said that it doesn't simulate, in its own words; undefined when it answered. */
export function refusedName(stderr: string): string | undefined {
  return /^nexthop: (.*) is not simulated$/m.exec(stderr)?.[1];
}

/** Those names of refusals that are not declared, and so not in docs/not-simulated.md. */
export function unlistedNames(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => !isDeclared(name));
}

/**
 * How far a run of commands can be compared: up to the first that was refused and would have changed something, since what follows it may
 * rightly differ. Refused questions change nothing.
 */
export function comparableLength(
  lines: readonly { readonly run: string; readonly refused: string | undefined }[],
): number {
  const first = lines.findIndex(
    ({ run, refused }) => refused !== undefined && !QUESTION.test(run),
  );
  return first < 0 ? lines.length : first;
}

/** A command that only asks. */
const QUESTION =
  /^(ip( -\S+| -n \S+| -netns \S+)* \w+ (get|show|list|ls|pids|identify)\b|ip6?tables-save\b|nft( -\w+)* (list|get)\b)/;
