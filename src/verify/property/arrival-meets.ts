import { parseAddress } from '../../address/address-text.js';
import { isUnspecified, sameAddress } from '../../address/address.js';
import { addressBits } from '../../address/family.js';
import { assertNever } from '../../assert-never.js';
import type { ErrnoName } from '../../errno.js';
import { namesPlace } from '../../host/host-names.js';
import { decidingRule } from '../../host/make-outcome.js';
import { linkByName } from '../../namespace/namespace.js';
import { ADDRESS_FIELDS } from '../../packet/field.js';
import type { Resolution } from '../../program/resolution.js';
import { printPlace } from '../../program/place.js';
import type { Analysis } from '../ask/analysis.js';
import { FALSE, TRUE, type Node } from '../engine/diagram.js';
import { isMasked, isSame, sameVector, type Vector } from '../engine/vector.js';
import { FIELD_INDEX } from '../packets/packet-space.js';
import type { Arrival } from '../run/arrival.js';
import { Tuples } from '../run/tuples.js';
import type { Condition } from './condition.js';

/**
 * The packets that come to an end and meet a condition there.
 *
 * @param tableName - the name of a routing table, as outcomes have it
 */
export function arrivalMeets(
  condition: Condition,
  arrival: Arrival,
  analysis: Analysis,
  tableName: (id: number) => string,
): Node {
  const { diagram } = analysis.space;
  const { ending } = arrival.step;
  const whereFound = (holds: (found: Resolution | undefined) => boolean): Node =>
    diagram.whereValue(arrival.state.memory.found, (number) =>
      holds(analysis.findings.resolution(number)),
    );
  switch (condition.kind) {
    case 'ends':
      return toNode(ending.kind === condition.as);
    case 'place':
      return toNode('at' in ending && namesPlace(printPlace(ending.at), condition.has));
    case 'gateway': {
      const [direct = FALSE] = arrival.state.registers[FIELD_INDEX.direct] ?? [];
      if (ending.kind === 'deliver') return toNode(condition.is === null);
      if (condition.is === null) {
        const none = whereFound((found) => found?.gateway === undefined);
        return diagram.or(none, direct);
      }
      const wanted = parseAddress(condition.is);
      const over = whereFound(
        (found) => found?.gateway !== undefined && sameAddress(found.gateway, wanted),
      );
      return diagram.minus(over, direct);
    }
    case 'device':
      return deviceIs(condition.is, arrival, analysis);
    case 'errno':
      return errnoIs(condition.is, arrival, whereFound);
    case 'table':
      return whereFound(
        (found) => found?.route !== undefined && tableName(found.route.table) === condition.is,
      );
    case 'rule':
      return ruleIs(condition.is, arrival, analysis);
    case 'source':
      return sourceIs(condition.is, arrival, analysis);
    case 'mark':
      return isMasked(
        diagram,
        arrival.state.registers[FIELD_INDEX.mark] ?? [],
        condition.mask,
        condition.value,
      );
    case 'all':
      return diagram.all(
        condition.of.map((one) => arrivalMeets(one, arrival, analysis, tableName)),
      );
    case 'not':
      return diagram.not(arrivalMeets(condition.of, arrival, analysis, tableName));
    default:
      return assertNever(condition);
  }
}

function toNode(holds: boolean): Node {
  return holds ? TRUE : FALSE;
}

function deviceIs(name: string, { state, step }: Arrival, { space, namespace }: Analysis): Node {
  const index = linkByName(namespace, name)?.index;
  if (index === undefined) return FALSE;
  const field = step.ending.kind === 'deliver' ? 'indev' : 'routeDev';
  return isMasked(space.diagram, state.registers[FIELD_INDEX[field]] ?? [], 0x7fffffff, index);
}

function errnoIs(
  errno: ErrnoName,
  { step: { ending } }: Arrival,
  whereFound: (holds: (found: Resolution | undefined) => boolean) => Node,
): Node {
  switch (ending.kind) {
    case 'transmit':
    case 'deliver':
      return FALSE;
    case 'drop':
      return toNode(ending.errno === errno);
    case 'error':
      return ending.errno === undefined
        ? whereFound((found) => (found?.error ?? 'EINVAL') === errno)
        : toNode(ending.errno === errno);
    default:
      return assertNever(ending);
  }
}

function ruleIs(priority: number, { state }: Arrival, analysis: Analysis): Node {
  const { space, findings, rules, namespace, options } = analysis;
  const tuples = new Tuples(space.diagram);
  const found = tuples.combine([state.memory.found, state.memory.foundRule]);
  return space.diagram.whereValue(found, (value) => {
    const [number = 0, rule = 0] = tuples.values(value, 2);
    const resolution = findings.resolution(number);
    const decided = resolution && { resolution, rule: rules[rule - 1] };
    return decidingRule(decided, namespace, options.family) === priority;
  });
}

/** The source is that of the packet when it set out, or an address. A sent packet without one has none, and so no address. */
function sourceIs(
  address: string | null,
  { state }: Arrival,
  { space: { diagram }, registers, options }: Analysis,
): Node {
  const fields = ADDRESS_FIELDS.src.slice(0, addressBits(options.family) / 32);
  if (address === null) {
    return diagram.all(
      fields.map((field) => {
        const [before, after] = [registers, state.registers].map(
          (all): Vector => all[FIELD_INDEX[field]] ?? [],
        );
        if (before === undefined || after === undefined) return FALSE;
        return sameVector(before, after) ? TRUE : isSame(diagram, before, after);
      }),
    );
  }
  const wanted = parseAddress(address);
  if (wanted.family !== options.family) return FALSE;
  if (options.direction === 'sent' && isUnspecified(wanted)) return FALSE;
  return diagram.all(
    fields.map((field, index) =>
      isMasked(
        diagram,
        state.registers[FIELD_INDEX[field]] ?? [],
        0xffffffff,
        wanted.words[index] ?? 0,
      ),
    ),
  );
}
