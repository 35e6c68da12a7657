import { assertNever } from '../../assert-never.js';
import { ExpansionProblem } from '../execute/leave.js';
import type { Shell } from '../execute/shell.js';
import type { Fields } from './field.js';
import { operate, type WordExpansion } from './operate.js';
import {
  complaintName,
  findParameter,
  keysOfParameter,
  type ParameterValue,
} from './parameter-value.js';
import type { ParameterPart, Part } from '../syntax/script.js';

/** What the expansion of a parameter needs of that of words. */
export interface PartExpansion extends WordExpansion {
  /** Expands parts in the place of a parameter. */
  readonly parts: (parts: readonly Part[], isQuoted: boolean) => Promise<void>;
}

/** Expands `$NAME` or `${...}` into fields. Answers whether it left anything, be it empty. */
export async function expandParameter(
  shell: Shell,
  part: ParameterPart,
  isQuoted: boolean,
  fields: Fields,
  expansion: PartExpansion,
): Promise<boolean> {
  const { operation } = part;
  if (operation?.kind === 'bad') {
    const ends = shell.has('errexit') ? 'shell' : 'command';
    throw new ExpansionProblem(`${part.raw}: bad substitution`, ends);
  }
  if (operation?.kind === 'names') {
    const list = shell.variables.names().filter((name) => name.startsWith(part.name));
    const found = { value: undefined, list, isOneWord: operation.isOneWord, name: part.name };
    return put(shell, { ...found, subscript: undefined, numbers: undefined }, isQuoted, fields);
  }
  const found = await findIndirect(shell, part);
  if (operation === undefined) {
    assertSet(shell, found);
    return put(shell, found, isQuoted, fields);
  }
  switch (operation.kind) {
    case 'length':
      assertSet(shell, found);
      return put(shell, { ...found, ...lengthOf(found) }, isQuoted, fields);
    case 'default':
    case 'assign':
    case 'error':
    case 'alternative': {
      const isThere = isSet(found, operation.hasColon);
      if (operation.kind === 'alternative') {
        if (!isThere) return putNothing(found, isQuoted, fields);
        await expansion.parts(operation.word.parts, isQuoted);
        return true;
      }
      if (isThere) return put(shell, found, isQuoted, fields);
      if (operation.kind === 'default') {
        await expansion.parts(operation.word.parts, isQuoted);
        return true;
      }
      const text = await shell.engine.expandText(shell, operation.word);
      if (operation.kind === 'assign') {
        assign(shell, part, found, text);
        return put(shell, { ...found, value: text, list: undefined }, isQuoted, fields);
      }
      const words = text === '' ? standardError(operation.hasColon) : text;
      throw new ExpansionProblem(`${complaintName(found).replace(/^\$/, '')}: ${words}`, 'shell');
    }
    case 'substring':
    case 'remove':
    case 'replace':
    case 'case':
    case 'transform': {
      assertSet(shell, found);
      const changed = await operate(shell, found, operation, expansion, shownName(part));
      return put(shell, changed, isQuoted, fields);
    }
    default:
      return assertNever(operation);
  }
}

/** A parameter as it stands in the script. */
function shownName({ name, subscript, isIndirect }: ParameterPart): string {
  const key = typeof subscript === 'object' ? subscript.raw : subscript;
  return `${isIndirect ? '!' : ''}${name}${key === undefined ? '' : `[${key}]`}`;
}

function assign(shell: Shell, part: ParameterPart, found: ParameterValue, text: string): void {
  if (!/^[A-Za-z_]/.test(found.name)) {
    throw new ExpansionProblem(`$${part.name}: cannot assign in this way`, 'shell');
  }
  shell.variables.set(found.name, text, { subscript: found.subscript });
}

function standardError(hasColon: boolean): string {
  return hasColon ? 'parameter null or not set' : 'parameter not set';
}

/** Follows `${!NAME}`. */
async function findIndirect(shell: Shell, part: ParameterPart): Promise<ParameterValue> {
  if (!part.isIndirect) return findParameter(shell, part);
  const { name, subscript } = part;
  if (subscript === '@' || subscript === '*') {
    return keysOfParameter(shell, name, subscript === '*');
  }
  const reference = shell.variables.find(name);
  if (reference?.attributes.has('n') === true && typeof reference.value === 'string') {
    return {
      ...(await findParameter(shell, { name: '?', subscript: undefined })),
      value: reference.value,
    };
  }
  const target = (await findParameter(shell, part)).value;
  if (target === undefined || target === '') {
    if (target === undefined && part.operation !== undefined) {
      return findParameter(shell, { name: 'BASH_NOTHING', subscript: undefined });
    }
    throw new ExpansionProblem(`${name}: invalid indirect expansion`);
  }
  const [whole, base = '', key] = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.+)\])?$/s.exec(target) ?? [];
  if (whole === undefined) throw new ExpansionProblem(`${target}: invalid variable name`);
  if (key === undefined) return findParameter(shell, { name: base, subscript: undefined });
  if (key === '@' || key === '*') return findParameter(shell, { name: base, subscript: key });
  const word = { parts: [{ kind: 'literal' as const, text: key }], raw: key };
  return findParameter(shell, { name: base, subscript: word });
}

function isSet({ value, list, isOneWord }: ParameterValue, hasColon: boolean): boolean {
  if (list === undefined) return value !== undefined && !(hasColon && value === '');
  if (!hasColon) return list.length > 0;
  return list.length > 1 || (list.length === 1 && (isOneWord ? list[0] !== '' : list[0] !== ''));
}

function lengthOf({ value, list }: ParameterValue): Pick<ParameterValue, 'value' | 'list'> {
  return { value: `${list === undefined ? (value ?? '').length : list.length}`, list: undefined };
}

function assertSet(shell: Shell, found: ParameterValue): void {
  if (found.value !== undefined || found.list !== undefined || !shell.has('nounset')) return;
  throw new ExpansionProblem(`${complaintName(found)}: unbound variable`, 'shell');
}

function putNothing(found: ParameterValue, isQuoted: boolean, fields: Fields): boolean {
  if (!isQuoted || found.list !== undefined) return false;
  fields.addQuoted('');
  return true;
}

/** Puts a value into the word; a list that is not one word makes several of it. */
function put(shell: Shell, found: ParameterValue, isQuoted: boolean, fields: Fields): boolean {
  const { list } = found;
  if (list === undefined) {
    const value = found.value ?? '';
    if (isQuoted) fields.addQuoted(value);
    else fields.addExpanded(value);
    return isQuoted || value !== '';
  }
  const between = (shell.variables.get('IFS') ?? ' ').slice(0, 1);
  if (found.isOneWord && (isQuoted || fields.separators === undefined)) {
    const text = list.join(between);
    if (isQuoted) fields.addQuoted(text);
    else fields.addExpanded(text);
    return true;
  }
  for (const [at, value] of list.entries()) {
    if (at > 0) {
      if (fields.separators === undefined) fields.addQuoted(' ');
      else fields.end();
    }
    if (isQuoted) fields.addQuoted(value);
    else fields.addExpanded(value);
  }
  return list.length > 0;
}
