import { parseAddress } from '../address/address-text.js';
import { sameAddress } from '../address/address.js';
import { addressBits } from '../address/family.js';
import type { ErrnoName } from '../errno.js';
import { decidingRule } from '../host/make-outcome.js';
import { linkByName } from '../namespace/namespace.js';
import { ADDRESS_FIELDS, type Field } from '../packet/field.js';
import type { Analysis } from './analysis.js';
import { FALSE, TRUE, type Node } from './engine/diagram.js';
import { isMasked, isSame, sameVector, type Vector } from './engine/vector.js';
import { FIELD_INDEX } from './packet-space.js';
import { maskedText } from './masked-text.js';
import type { Observed } from './liveness.js';
import type { Arrival } from './symbolic-run.js';
import { Tuples } from './tuples.js';

/** What is claimed of packets: for those that come to an end, the ones for which it's true. */
export interface Property {
  /** The claim in words, after "every packet". */
  readonly text: string;
  /** What of an end it looks at. */
  readonly observed: Observed;
  readonly holds: (arrival: Arrival, analysis: Analysis) => Node;
}

/** The packet leaves by way of a gateway. @throws ParseError when the address is wrong */
export function leavesVia(gateway: string): Property {
  const wanted = parseAddress(gateway);
  return {
    text: `leaves via ${gateway}`,
    observed: 'fate',
    holds: ({ step, state }, { space: { diagram }, findings }) => {
      if (step.ending.kind !== 'transmit') return FALSE;
      const over = diagram.whereValue(state.memory.found, (number) => {
        const next = findings.resolution(number)?.gateway;
        return next !== undefined && sameAddress(next, wanted);
      });
      const [direct = FALSE] = state.registers[FIELD_INDEX.direct] ?? [];
      return diagram.minus(over, direct);
    },
  };
}

/** The packet leaves by a device. */
export function leavesBy(dev: string): Property {
  return {
    text: `leaves by ${dev}`,
    observed: 'fate',
    holds: (arrival, analysis) =>
      arrival.step.ending.kind === 'transmit' ? deviceIs(arrival, analysis, dev) : FALSE,
  };
}

/** The packet doesn't leave by a device, whatever else becomes of it. */
export function neverLeavesBy(dev: string): Property {
  return {
    text: `never leaves by ${dev}`,
    observed: 'fate',
    holds: (arrival, analysis) =>
      arrival.step.ending.kind === 'transmit'
        ? analysis.space.diagram.not(deviceIs(arrival, analysis, dev))
        : TRUE,
  };
}

/** The packet's path ends in one of these ways. */
export function endsAs(
  text: string,
  ...kinds: readonly ('transmit' | 'deliver' | 'drop' | 'error')[]
): Property {
  return {
    text,
    observed: 'nothing',
    holds: ({ step }) => (kinds.includes(step.ending.kind) ? TRUE : FALSE),
  };
}

/** The local sender's call fails with an error. */
export function failsWith(errno: ErrnoName): Property {
  return {
    text: `fails with ${errno}`,
    observed: 'fate',
    holds: ({ step: { ending }, state }, { space: { diagram }, findings }) => {
      if (ending.kind !== 'error' && ending.kind !== 'drop') return FALSE;
      if (ending.kind === 'drop' || ending.errno !== undefined) {
        return ending.errno === errno ? TRUE : FALSE;
      }
      return diagram.whereValue(
        state.memory.found,
        (number) => (findings.resolution(number)?.error ?? 'EINVAL') === errno,
      );
    },
  };
}

/** The last route lookup was decided by the `ip rule` of a priority. */
export function takesRule(priority: number): Property {
  return {
    text: `takes rule ${priority}`,
    observed: 'fate',
    holds: ({ state }, { space: { diagram }, findings, rules, namespace, options }) => {
      const tuples = new Tuples(diagram);
      const both = tuples.combine([state.memory.found, state.memory.foundRule]);
      return diagram.whereValue(both, (value) => {
        const [number = 0, rule = 0] = tuples.values(value, 2);
        const resolution = findings.resolution(number);
        const found = resolution && { resolution, rule: rules[rule - 1] };
        return decidingRule(found, namespace, options.family) === priority;
      });
    },
  };
}

/** The packet ends with the source that it set out with. */
export function keepsSource(): Property {
  return {
    text: 'keeps its source',
    observed: 'outcome',
    holds: ({ state }, { space: { diagram }, registers, options }) =>
      diagram.all(
        ADDRESS_FIELDS.src.slice(0, addressBits(options.family) / 32).map((field) => {
          const [before, after] = [registers, state.registers].map(
            (all): Vector => all[FIELD_INDEX[field]] ?? [],
          );
          if (before === undefined || after === undefined) return FALSE;
          return sameVector(before, after) ? TRUE : isSame(diagram, before, after);
        }),
      ),
  };
}

/** A number of the packet has a value at the end, in the bits of a mask. */
export function endsWith(
  field: Field & ('mark' | 'tos' | 'ttl'),
  value: number,
  mask: number,
): Property {
  return {
    text: `ends with ${printBits(field, value, mask)}`,
    observed: 'outcome',
    holds: ({ state }, { space: { diagram } }) =>
      isMasked(diagram, state.registers[FIELD_INDEX[field]] ?? [], mask, value),
  };
}

/** `mark 0x2/0xff`; without the mask when it is whole. */
export function printBits(field: Field, value: number, mask: number): string {
  return `${field} ${maskedText(value, mask)}`;
}

function deviceIs({ state }: Arrival, { space, namespace }: Analysis, dev: string): Node {
  const index = linkByName(namespace, dev)?.index;
  if (index === undefined) return FALSE;
  return isMasked(space.diagram, state.registers[FIELD_INDEX.routeDev] ?? [], 0x7fffffff, index);
}
