import { findTable } from '../../../../netfilter/nft/request/find.js';
import type { Named } from '../../../../netfilter/nft/request/request.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type {
  ChainCommand,
  FlowtableCommand,
  ObjectCommand,
  RenameCommand,
  RuleHandleCommand,
  SetNameCommand,
  Spec,
} from '../../syntax/tree/command.js';
import type { Located, Span } from '../../syntax/tree/span.js';
import { inTable, requireTable, tableSpec, type RunState } from '../state.js';
import { missingOne, suggestIn } from '../suggest.js';
import { devicesIn } from './read-devices.js';
import { spansBy, type PlannedRequest } from './planned.js';

function named(name: Located<string> | undefined, { handle }: Spec): Named {
  if (name !== undefined) return { name: name.value };
  return { handle: handle?.value ?? 0n };
}

/** Where the table, the name and the handle of a command are written. */
function parts(spec: Spec, at: Span): PlannedRequest['spanOf'] {
  return spansBy({
    table: tableSpec(spec, at).table.at,
    chain: spec.chain?.at,
    name: spec.name?.at,
    handle: spec.handle?.at,
  });
}

/** `delete chain`, `destroy chain`. */
export function planChainDeletion(command: ChainCommand): readonly PlannedRequest[] {
  const { spec, at, operation, block } = command;
  const devices = block?.devices && devicesIn(block.devices);
  const request = {
    ...inTable(tableSpec(spec, at)),
    kind: 'delete chain' as const,
    chain: named(spec.chain, spec),
    devices: devices?.map(({ name }) => name),
    ignored: operation === 'destroy',
  };
  const spans = parts(spec, at);
  const spanOf: PlannedRequest['spanOf'] = (part) =>
    typeof part === 'object' && 'device' in part ? devices?.[part.device]?.at : spans(part);
  return [{ request, at, suggests: 'chain', name: spec.chain?.value, spanOf }];
}

/** `rename chain`. Source: nft's `cmd_evaluate_rename`. */
export function planRename(command: RenameCommand, state: RunState): readonly PlannedRequest[] {
  const { spec, at, newName } = command;
  const table = tableSpec(spec, at);
  const chain = spec.chain ?? { at, value: '' };
  const held = requireTable(state, table);
  const found = held.chains.get(chain.value);
  if (found === undefined) {
    throw new EvaluationError(
      missingOne(suggestIn(state.netfilter, 'chain', chain.value)),
      chain.at,
    );
  }
  const before = findTable(state.start, inTable(table));
  const isKnown =
    before?.handle === held.handle && before.chains.get(chain.value)?.handle === found.handle;
  const handle = isKnown ? found.handle : 0;
  const kind = 'rename chain' as const;
  const request = { ...inTable(table), kind, chain: chain.value, handle, to: newName };
  return [{ request, at, suggests: 'chain', name: chain.value, spanOf: () => undefined }];
}

/** `flush chain`, which deletes its rules. */
export function planChainFlush({ spec, at }: ChainCommand): readonly PlannedRequest[] {
  const request = {
    ...inTable(tableSpec(spec, at)),
    kind: 'delete rule' as const,
    chain: spec.chain?.value,
    handle: undefined,
    ignored: false,
  };
  const spanOf = parts(spec, at);
  return [{ request, at, suggests: 'chain', name: spec.chain?.value, spanOf }];
}

/** `delete rule`, `destroy rule`. */
export function planRuleDeletion(command: RuleHandleCommand): readonly PlannedRequest[] {
  const { spec, at, operation } = command;
  const request = {
    ...inTable(tableSpec(spec, at)),
    kind: 'delete rule' as const,
    chain: spec.chain?.value,
    // nft leaves out one that is 0: then it is about all rules of the chain.
    handle: spec.handle?.value === 0n ? undefined : spec.handle?.value,
    ignored: operation === 'destroy',
  };
  const spanOf = parts(spec, at);
  return [{ request, at, suggests: 'rule', name: spec.chain?.value, spanOf }];
}

/** `delete set`, `delete map` and their like. */
export function planSetDeletion({
  spec,
  at,
  operation,
}: SetNameCommand): readonly PlannedRequest[] {
  const request = {
    ...inTable(tableSpec(spec, at)),
    kind: 'delete set' as const,
    set: named(spec.name, spec),
    ignored: operation === 'destroy',
  };
  const spanOf = parts(spec, at);
  return [{ request, at, suggests: 'set', name: spec.name?.value, spanOf }];
}

/** `delete counter` and its like. */
export function planObjectDeletion(command: ObjectCommand): readonly PlannedRequest[] {
  const { spec, at, operation, object } = command;
  const request = {
    ...inTable(tableSpec(spec, at)),
    kind: 'delete object' as const,
    object,
    named: named(spec.name, spec),
    ignored: operation === 'destroy',
  };
  const spanOf = parts(spec, at);
  return [{ request, at, suggests: 'obj', name: spec.name?.value, spanOf }];
}

/** `delete flowtable`, `destroy flowtable`. */
export function planFlowtableDeletion(command: FlowtableCommand): readonly PlannedRequest[] {
  const { spec, at, operation } = command;
  const request = {
    ...inTable(tableSpec(spec, at)),
    kind: 'delete flowtable' as const,
    flowtable: named(spec.name, spec),
    ignored: operation === 'destroy',
  };
  const spanOf = parts(spec, at);
  return [{ request, at, suggests: 'flowtable', name: spec.name?.value, spanOf }];
}
