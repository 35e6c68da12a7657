import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { FlowtableBlock } from '../../syntax/tree/block.js';
import type { Located, Span } from '../../syntax/tree/span.js';
import { evaluatePriority } from '../priority.js';
import { inTable, requireTable, type RunState, type TableSpec } from '../state.js';
import { readDevices } from './read-devices.js';
import { spansBy, type PlannedRequest } from './planned.js';

/** A flowtable to make, by a command or in a block. */
export interface FlowtableMaking extends TableSpec {
  readonly name: Located<string>;
  readonly exclusive: boolean;
  readonly at: Span;
  /** What an error about the declaration marks, if that isn't all of it. */
  readonly blame?: Span;
  readonly block: FlowtableBlock;
}

/** `add flowtable`. Source: nft's `flowtable_evaluate`, `mnl_nft_flowtable_add`. */
export function planFlowtable(step: FlowtableMaking, state: RunState): readonly PlannedRequest[] {
  const table = requireTable(state, step);
  const { name, block, at, exclusive, blame = at } = step;
  const { hook, devices, priority, counter, offload } = block;
  if (!table.flowtables.has(name.value) && hook === undefined && devices === undefined) {
    throw new EvaluationError('missing hook and priority in flowtable declaration', blame);
  }
  if (hook !== undefined && hook.value !== 'ingress' && hook.value !== 'egress') {
    throw new EvaluationError(`invalid hook ${hook.value}`, at);
  }
  const flowtable = {
    name: name.value,
    priority: priority === undefined ? 0 : evaluatePriority(priority, 'netdev', 'INGRESS'),
    devices: devices === undefined ? [] : readDevices(devices).map(({ name: device }) => device),
    counter,
    offload,
  };
  const request = { ...inTable(step), kind: 'new flowtable' as const, flowtable, exclusive };
  const spanOf = spansBy({ table: step.table.at, name: name.at });
  return [{ request, at, suggests: 'flowtable', name: name.value, spanOf }];
}
