import { assertNever } from '../../assert-never.js';
import { HostNames } from '../../host/host-names.js';
import { UnknownName } from '../../unknown-name.js';
import type { Host } from '../../host/host.js';
import { nearestWord } from '../../nearest-word.js';
import { ParseError } from '../../parse-error.js';
import type { FlowGroup, GroupField, GroupFilter } from '../../replay/flow-group.js';
import { CliError, USAGE_EXIT } from '../terminal/cli-error.js';

/**
 * The values of `--only` as outcomes have them.
 *
 * @throws CliError when one names what the host doesn't have: no packet could be chosen by it
 */
export function knownFilter(filter: GroupFilter, host: Host): GroupFilter {
  const names = new HostNames(host);
  return new Map(
    [...filter].map(([field, values]) => [
      field,
      values.map((value) => (value === 'none' ? value : knownValue(field, value, names))),
    ]),
  );
}

function knownValue(field: GroupField, value: string, names: HostNames): string {
  try {
    switch (field) {
      case 'kind':
        return knownKind(value);
      case 'at':
        return names.place(value);
      case 'errno':
        return names.errno(value);
      case 'dev':
        return names.device(value);
      case 'gateway':
        return names.gateway(value);
      case 'table':
        return names.table(value);
      case 'rule':
        return `${names.priority(Number(value))}`;
      default:
        return assertNever(field);
    }
  } catch (error) {
    if (!(error instanceof UnknownName || error instanceof ParseError)) throw error;
    throw new CliError(`--only ${field}=${value}: ${error.message}`, USAGE_EXIT);
  }
}

const KINDS: Readonly<Record<FlowGroup['kind'], true>> = {
  transmit: true,
  deliver: true,
  drop: true,
  error: true,
};

function knownKind(value: string): string {
  if (Object.hasOwn(KINDS, value)) return value;
  const kinds = Object.keys(KINDS);
  const nearest = nearestWord(value, kinds);
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
  throw new CliError(`--only kind=${value}: expected ${kinds.join(', ')}${hint}`, USAGE_EXIT);
}
