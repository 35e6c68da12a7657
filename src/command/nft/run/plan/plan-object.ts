import { assertNever } from '../../../../assert-never.js';
import type { ObjectData } from '../../../../netfilter/nft/object/nft-object.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { ObjectBlock } from '../../syntax/tree/block.js';
import { internalSpan, type Span } from '../../syntax/tree/span.js';
import type { StepOf } from '../expand.js';
import { inTable, requireTable, type RunState } from '../state.js';
import { spansBy, type PlannedRequest } from './planned.js';
import { readTimeoutPolicy } from './timeout-policy.js';

/** `add counter` and its like. Source: nft's `obj_evaluate`, `mnl_nft_obj_add`. */
export function planObject(step: StepOf<'object'>, state: RunState): readonly PlannedRequest[] {
  requireTable(state, step);
  const { name, block, exclusive, at } = step;
  const object = { name: name.value, comment: block.comment, data: dataOf(block, step) };
  const request = { ...inTable(step), kind: 'new object' as const, object, exclusive };
  const spanOf = spansBy({ table: step.table.at, name: name.at });
  return [{ request, at, suggests: 'obj', name: name.value, spanOf }];
}

function dataOf(block: ObjectBlock, { family, name, at }: StepOf<'object'>): ObjectData {
  switch (block.kind) {
    case 'counter':
      return { kind: 'counter', packets: block.packets, bytes: block.bytes };
    case 'quota': {
      const { over, bytes, used } = block;
      return { kind: 'quota', over, bytes, used };
    }
    case 'limit': {
      const { over, unit = 'packets', rate, seconds, burst } = block;
      return { kind: 'limit', over, unit, rate, seconds, burst };
    }
    case 'ct helper':
      return {
        kind: 'ct helper',
        helper: block.type ?? '',
        protocol: block.protocol ?? 'tcp',
        l3proto: block.l3proto ?? family,
      };
    case 'ct timeout':
      return {
        kind: 'ct timeout',
        protocol: block.protocol,
        l3proto: block.l3proto ?? family,
        policy: readTimeoutPolicy(block.protocol, block.policy),
      };
    case 'ct expectation': {
      const { protocol, dport, timeout, size } = block;
      if (protocol === undefined || !dport || !timeout || !size) {
        throw new EvaluationError(
          'missing options',
          name.at === internalSpan ? at : endOf(name.at),
        );
      }
      return {
        kind: 'ct expectation',
        protocol,
        l3proto: block.l3proto ?? family,
        dport: Number(dport),
        timeout: Number(timeout),
        size: Number(size),
      };
    }
    case 'secmark':
      return { kind: 'secmark', context: block.context ?? '' };
    case 'synproxy': {
      const { mss, wscale, timestamp, sackPermitted } = block;
      return {
        kind: 'synproxy',
        mss: mss === undefined ? undefined : Number(mss),
        wscale: wscale === undefined ? undefined : Number(wscale),
        timestamp,
        sackPermitted,
      };
    }
    default:
      return assertNever(block);
  }
}

/** Where a name ends: nft marks the last of what stands before the options of a command. */
function endOf(name: Span): Span {
  return { ...name, line: name.endLine, column: name.endColumn };
}
