import { Bound, BOUND_NAMES, type Bounds } from '../../bound.js';
import { checkFieldNames } from '../../field-names.js';
import { Host } from '../../host/host.js';
import { acceptedMissing, carryMissing } from '../../host/incomplete-host-error.js';
import { withNamespace } from '../../machine/machine.js';
import { bounded } from '../engine/bounded.js';
import { DiagramFull } from '../engine/diagram.js';
import type { Check } from '../lint/check.js';
import { checksFor } from '../lint/checks.js';
import { hasNftRules } from '../lint/nft/nft-rules.js';
import { Facts } from '../lint/facts.js';
import { forgottenFamily, forgottenMarks } from '../lint/route/forgotten-family.js';
import { makeFinding, type Finding } from '../lint/finding.js';
import { withoutConnections } from './without-connections.js';

/** What the work of {@link deadRules} may take; without any it takes what it takes. */
export type DeadRulesOptions = Bounds;

/**
 * Finds what has no effect in a host's configuration, or is not what it looks like: rules and routes that no packet reaches, marks that
 * nobody reads, tables to which nothing leads, packets that leave with the wrong source. What was too much to look at is reported as a note.
 * Empty when nothing is found. Progress has a step for each check and family.
 *
 * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
 * @throws GaveUp when the work takes more than it may; what is certain are the findings so far. What takes too many nodes is reported as a note
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { deadRules } from 'nexthop/verify';
 * const host = Host.fromCommands(`
 *   ip link set lo up
 *   iptables -A OUTPUT -j DROP
 *   iptables -A OUTPUT -p tcp --dport 22 -j ACCEPT
 * `);
 * deadRules(host).some(({ written }) => written === 'iptables -A OUTPUT -p tcp --dport 22 -j ACCEPT'); // true
 * ```
 */
export function deadRules(host: Host, options: DeadRulesOptions = {}): readonly Finding[] {
  checkFieldNames(options, BOUND_NAMES);
  const missing = acceptedMissing(host.machine);
  const bound = new Bound(options);
  const { namespace } = host;
  const withNft = ([4, 6] as const).some((family) => hasNftRules(namespace, family));
  const { checks, skipped: ofIptables } = checksFor(withNft);
  const steps = 2 * checks.length;
  const found: Finding[] = [];
  const look = (facts: Facts, round: number): void => {
    const skipped: string[] = [];
    for (const [index, [what, check]] of checks.entries()) {
      bound.step(round * checks.length + index, steps, `IPv${facts.family}: ${what}`);
      const findings = runCheck(facts, check);
      if (findings === undefined) skipped.push(what);
      else found.push(...findings);
    }
    if (skipped.length > 0) found.push(unlooked(facts, skipped));
    if (ofIptables.length > 0) found.push(besideNft(facts, ofIptables));
  };
  const reported = (): readonly Finding[] => found.map((finding) => carryMissing(finding, missing));
  return bounded(
    bound,
    () => {
      bound.step(0, steps, `IPv4: ${checks[0]?.[0] ?? ''}`);
      const quiet = withAnySocket(withoutConnections(host));
      const [facts4, facts6] = [new Facts(quiet, 4, bound), new Facts(quiet, 6, bound)] as const;
      look(facts4, 0);
      look(facts6, 1);
      if (!withNft) {
        found.push(...forgottenFamily(facts4, facts6), ...forgottenMarks(facts4, facts6));
      }
      return reported();
    },
    reported,
  );
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
    text: `The chains of IPv${family} are too much to be followed, so nothing was looked for of these, and the absence of findings does not mean that they are fine: ${skipped.join(', ')}`,
  });
}

function besideNft({ family }: Facts, skipped: readonly string[]): Finding {
  return makeFinding({
    kind: 'not-followed',
    family,
    subject: 'the rules of nft',
    text: `The host has rules of nft, which these checks don't know, so nothing was looked for of these, and the absence of a finding does not mean they are fine: ${skipped.join(', ')}`,
  });
}
