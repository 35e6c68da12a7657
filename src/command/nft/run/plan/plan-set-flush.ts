import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { SetNameCommand } from '../../syntax/tree/command.js';
import { isOfKind } from '../list/list-command.js';
import { inTable, requireTable, tableSpec, type RunState } from '../state.js';
import { missingOne, suggestIn } from '../suggest.js';
import { spansBy, type PlannedRequest } from './planned.js';

/** `flush set`, `flush map`, `flush meter`. Source: nft's `cmd_evaluate_flush`. */
export function planSetFlush(command: SetNameCommand, state: RunState): readonly PlannedRequest[] {
  const { spec, at, object } = command;
  const table = tableSpec(spec, at);
  const name = spec.name ?? { at, value: '' };
  const set = requireTable(state, table).sets.get(name.value);
  if (set === undefined) {
    throw new EvaluationError(missingOne(suggestIn(state.netfilter, 'set', name.value)), name.at);
  }
  if (!isOfKind(set, object)) throw new EvaluationError('No such file or directory', name.at);
  const kind = 'delete elements' as const;
  const request = {
    ...inTable(table),
    kind,
    set: set.name,
    elements: undefined,
    ignored: false,
  };
  const spanOf = spansBy({ table: table.table.at, name: name.at });
  return [{ request, at, suggests: undefined, name: undefined, spanOf }];
}
