import { Host } from '../host/host.js';
import { withNamespace } from '../machine/machine.js';
import { DiagramFull } from './engine/diagram.js';
import type { Check } from './lint/check.js';
import { CHECKS } from './lint/checks.js';
import { Facts } from './lint/facts.js';
import { forgottenFamily, forgottenMarks } from './lint/forgotten-family.js';
import { makeFinding, type Finding } from './lint/finding.js';
import type { Progress } from './progress.js';
import { withoutConnections } from './without-connections.js';

/** What to do beside looking. */
export interface DeadRulesOptions {
  /** Told before each step of the work: how many are done, of how many, and what is looked for now. */
  readonly progress?: Progress;
}

/**
 * Finds what has no effect in a host's configuration, or is not what it looks like: rules and routes that no packet reaches, marks that
 * nobody reads, tables to which nothing leads, packets that leave with the wrong source. What was too much to look at is told as a note.
 * Empty when nothing is found.
 */
export function deadRules(host: Host, { progress }: DeadRulesOptions = {}): readonly Finding[] {
  const quiet = withAnySocket(withoutConnections(host));
  const checks = Object.entries(CHECKS);
  const [facts4, facts6] = [new Facts(quiet, 4), new Facts(quiet, 6)] as const;
  const steps = 2 * checks.length;
  const found = [facts4, facts6].flatMap((facts, round) => {
    const looked = checks.map(([what, check], index) => {
      progress?.(round * checks.length + index, steps, `IPv${facts.family}: ${what}`);
      return { what, findings: runCheck(facts, check) };
    });
    const skipped = looked.flatMap(({ what, findings }) => (findings === undefined ? what : []));
    const told = looked.flatMap(({ findings }) => findings ?? []);
    return told.concat(skipped.length === 0 ? [] : unlooked(facts, skipped));
  });
  return [...found, ...forgottenFamily(facts4, facts6), ...forgottenMarks(facts4, facts6)];
}

/** Which programs will listen can't be read from a configuration. */
function withAnySocket(host: Host): Host {
  const namespace = host.namespace.set('anySocket', true);
  const machine = withNamespace(host.machine, host.namespaceName, namespace);
  return Host.fromMachine(machine, host.namespaceName);
}

/** What a check finds; undefined when that is too much. */
function runCheck(facts: Facts, check: Check): readonly Finding[] | undefined {
  try {
    return check(facts);
  } catch (error) {
    if (error instanceof DiagramFull) return undefined;
    throw error;
  }
}

function unlooked({ family }: Facts, skipped: readonly string[]): Finding {
  return makeFinding({
    kind: 'not-followed',
    family,
    subject: `the chains of IPv${family}`,
    text: `The chains of IPv${family} are too much to be followed, so nothing was looked for of these, and that nothing is told of them is no all-clear: ${skipped.join(', ')}`,
  });
}
