import { Input, type OpenFile } from '../file/open-file.js';
import type { Shell } from '../execute/shell.js';
import { fail, failWithUsage, type Builtin, type BuiltinCall } from './builtin.js';
import { readOptions } from './options.js';

const USAGE =
  'read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]';

/** A character that was read; one behind a backslash is no separator. */
interface Character {
  readonly char: string;
  readonly isQuoted: boolean;
}

/** `read [-ers] [-a NAME] [-d DELIMITER] [-n COUNT] [-N COUNT] [-t SECONDS] [-u FD] [NAME...]` */
export const read: Builtin = async (call) => {
  const { shell } = call;
  const { letters, rest, wrong } = readOptions(call.argv, 'ersa:d:i:n:N:p:t:u:');
  if (wrong !== undefined) {
    const words = wrong.lacksValue ? 'option requires an argument' : 'invalid option';
    return failWithUsage(call, `${wrong.option}: ${words}`, USAGE);
  }
  const wrongName = rest.find((name) => !/^[A-Za-z_]\w*(?:\[.+\])?$/s.test(name));
  if (wrongName !== undefined) return fail(call, `\`${wrongName}': not a valid identifier`);
  const fd = Number(letters.get('u') ?? 0);
  const file = shell.files.get(fd);
  if (file === undefined) {
    return fail(call, `${fd}: invalid file descriptor: Bad file descriptor`);
  }
  // Nothing has to be waited for.
  if (letters.get('t') === '0') return 0;
  const count = letters.get('N') ?? letters.get('n');
  const isExact = letters.has('N');
  const { characters, isWhole } = take(file, {
    delimiter: isExact ? undefined : (letters.get('d') ?? '\n').charAt(0) || '\0',
    isRaw: letters.has('r'),
    most: count === undefined ? Infinity : Number(count),
  });
  await store(call, characters, { names: rest, array: letters.get('a'), isExact });
  return isWhole ? 0 : 1;
};

interface Taking {
  readonly delimiter: string | undefined;
  readonly isRaw: boolean;
  readonly most: number;
}

/** Takes characters up to the delimiter, and no more than that. */
function take(
  file: OpenFile,
  { delimiter, isRaw, most }: Taking,
): { characters: Character[]; isWhole: boolean } {
  const characters: Character[] = [];
  if (most === 0) return { characters, isWhole: true };
  const found =
    file instanceof Input && delimiter !== undefined && isRaw ? file.lineEnd(delimiter) : undefined;
  if (found !== undefined && found.line.length < most) {
    file.advance(found.line.length + (found.isWhole ? 1 : 0));
    for (const char of found.line) if (char !== '\0') characters.push({ char, isQuoted: false });
    return { characters, isWhole: found.isWhole };
  }
  const text = file.peek();
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at++);
    if (char === '\\' && !isRaw) {
      const next = text.charAt(at++);
      // A line end behind a backslash goes on with the next line.
      if (next !== '\n' && next !== '') characters.push({ char: next, isQuoted: true });
    } else if (char === delimiter) {
      file.advance(at);
      return { characters, isWhole: true };
    } else if (char !== '\0') characters.push({ char, isQuoted: false });
    if (characters.length >= most) {
      file.advance(at);
      return { characters, isWhole: true };
    }
  }
  file.advance(text.length);
  return { characters, isWhole: false };
}

async function store(
  { shell }: BuiltinCall,
  characters: readonly Character[],
  {
    names,
    array,
    isExact,
  }: { names: readonly string[]; array: string | undefined; isExact: boolean },
): Promise<void> {
  const text = characters.map(({ char }) => char).join('');
  if (array !== undefined) {
    shell.variables.setList(array, splitAll(shell, characters, Infinity));
    return;
  }
  if (isExact) {
    for (const [at, name] of (names.length === 0 ? ['REPLY'] : names).entries()) {
      setPlace(shell, name, at === 0 ? text : '');
    }
    return;
  }
  if (names.length === 0) {
    shell.variables.set('REPLY', text);
    return;
  }
  const values = splitAll(shell, characters, names.length);
  for (const [at, name] of names.entries()) setPlace(shell, name, values[at] ?? '');
}

function setPlace(shell: Shell, place: string, value: string): void {
  const [, base, subscript] = /^(\w+)\[(.+)\]$/s.exec(place) ?? [];
  shell.variables.set(base ?? place, value, { subscript });
}

/** Divides what was read into at most so many fields; the last one takes the rest as it is. */
function splitAll(shell: Shell, characters: readonly Character[], most: number): string[] {
  const separators = shell.variables.get('IFS') ?? ' \t\n';
  const isSeparator = (at: number): boolean => {
    const character = characters[at];
    return character !== undefined && !character.isQuoted && separators.includes(character.char);
  };
  const isBlank = (at: number): boolean =>
    isSeparator(at) && ' \t\n'.includes(characters[at]?.char ?? 'x');
  const textBetween = (from: number, to: number): string =>
    characters
      .slice(from, to)
      .map(({ char }) => char)
      .join('');
  let end = characters.length;
  while (end > 0 && isBlank(end - 1)) end--;
  let at = 0;
  while (at < end && isBlank(at)) at++;
  const fields: string[] = [];
  while (at < end) {
    const start = at;
    if (fields.length === most - 1) {
      fields.push(lastField(textBetween(start, end), start, end, isSeparator, isBlank));
      break;
    }
    while (at < end && !isSeparator(at)) at++;
    fields.push(textBetween(start, at));
    while (at < end && isBlank(at)) at++;
    if (at < end && isSeparator(at)) {
      at++;
      while (at < end && isBlank(at)) at++;
    }
  }
  return fields;
}

/** The last field keeps its separators, unless it is one word and a separator. */
function lastField(
  text: string,
  start: number,
  end: number,
  isSeparator: (at: number) => boolean,
  isBlank: (at: number) => boolean,
): string {
  let at = start;
  while (at < end && !isSeparator(at)) at++;
  const word = at - start;
  while (at < end && isBlank(at)) at++;
  if (at < end && isSeparator(at)) at++;
  while (at < end && isBlank(at)) at++;
  return at >= end ? text.slice(0, word) : text;
}
