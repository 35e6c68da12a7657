import { assertNever } from '../assert-never.js';
import { printAddress } from '../address/address-text.js';
import { isUnspecified } from '../address/address.js';
import type { Family } from '../address/family.js';
import type { Evaluation } from '../evaluate/evaluate.js';
import { loadAddress } from '../evaluate/registers.js';
import { familyKey, linkByIndex, type Namespace } from '../namespace/namespace.js';
import { redirected } from '../namespace/traffic/redirects.js';
import { hasPorts } from '../packet/protocol.js';
import { isGivenByRule } from '../program/ending.js';
import { printPlace } from '../program/place.js';
import type { Describe } from './describe.js';
import { findNeighbour } from '../journey/ethernet/find-neighbour.js';
import type { Outcome, OutcomeFields } from './outcome.js';

/** A packet's fate in words and numbers, from where its walk ended. */
export function makeOutcome(
  evaluation: Evaluation,
  namespace: Namespace,
  describe: Describe,
): Outcome {
  const { ending, registers, found } = evaluation;
  const fields = makeFields(evaluation, namespace, describe);
  const at = ending.kind === 'drop' || ending.kind === 'error' ? printPlace(ending.at) : null;
  switch (ending.kind) {
    case 'transmit':
      return { ...fields, kind: 'transmit', dev: name(namespace, registers.routeDev) };
    case 'deliver':
      return {
        ...fields,
        kind: 'deliver',
        dev: name(namespace, registers.indev),
        gateway: null,
        neighbour: null,
      };
    case 'drop':
      return {
        ...fields,
        kind: 'drop',
        at: at ?? '',
        errno: ending.errno ?? null,
        icmp: ending.icmp ?? null,
      };
    case 'error':
      return {
        ...fields,
        kind: 'error',
        at: at ?? '',
        errno: ending.errno ?? found?.resolution.error ?? 'EINVAL',
      };
    default:
      return assertNever(ending);
  }
}

/** The header and mark as the registers have them, and what the last lookup decided. All in one object: to join several took long. */
function makeFields(
  { ending, registers, found, family, copy }: Evaluation,
  namespace: Namespace,
  describe: Describe,
): OutcomeFields & Pick<Outcome, 'kind'> {
  const src = loadAddress(registers, 'src', family);
  const dst = loadAddress(registers, 'dst', family);
  const ports = hasPorts(registers.protocol);
  const route = found?.resolution.route;
  const nexthop = registers.direct === 1 ? undefined : found?.resolution.gateway;
  const gateway = isGivenByRule(ending)
    ? nexthop
    : redirected(
        namespace.traffic.redirects,
        registers.routeDev,
        dst,
        nexthop,
        found?.resolution.route,
      );
  const dev = linkByIndex(namespace, registers.routeDev);
  return {
    // First, as it is printed.
    kind: ending.kind,
    src: isUnspecified(src) && registers.iif === 0 ? null : printAddress(src),
    dst: printAddress(dst),
    sport: ports ? registers.sport : null,
    dport: ports ? registers.dport : null,
    mark: registers.mark,
    tos: registers.tos,
    ttl: registers.ttl,
    dev: dev?.name ?? null,
    gateway: gateway === undefined ? null : printAddress(gateway),
    neighbour:
      dev === undefined
        ? null
        : findNeighbour(namespace, {
            link: dev,
            address: gateway ?? dst,
            source: src,
            routeType: registers.routeType,
          }),
    table: route === undefined ? null : describe.table(route.table),
    rule: decidingRule(found, namespace, family),
    route: route === undefined ? null : describe.route(route),
    errno: null,
    at: null,
    icmp: null,
    copy,
  };
}

/** Before the rules are changed none is consulted; the outcome names the one that stands for the table. */
export function decidingRule(
  found: Evaluation['found'],
  namespace: Namespace,
  family: Family,
): number | null {
  if (found === undefined) return null;
  if (found.rule !== undefined) return found.rule.priority;
  const table = found.resolution.route?.table;
  if (table === undefined || namespace[familyKey(family)].customRules) return null;
  const standing = namespace[familyKey(family)].rules.find(
    ({ action }) => action.kind === 'lookup' && action.table === table,
  );
  return standing?.priority ?? null;
}

function name(namespace: Namespace, index: number): string {
  return linkByIndex(namespace, index)?.name ?? `if${index}`;
}
