import type { Shell } from '../execute/shell.js';
import { fail, isName, type Builtin } from './builtin.js';

/** `getopts LETTERS NAME [WORD...]` */
export const getopts: Builtin = async (call) => {
  const { shell } = call;
  const [known, name, ...words] = call.argv;
  if (known === undefined || name === undefined) {
    await shell.write(2, 'getopts: usage: getopts optstring name [arg ...]\n');
    return 2;
  }
  if (!isName(name)) return fail(call, `\`${name}': not a valid identifier`);
  const args = words.length > 0 ? words : shell.positional;
  const next = nextOption(shell, known, args);
  shell.variables.set('OPTIND', `${next.index}`);
  shell.optionIndex = next.index;
  shell.optionOffset = next.offset;
  shell.variables.set(name, next.found);
  if (next.value === undefined) shell.variables.unset('OPTARG');
  else shell.variables.set('OPTARG', next.value);
  if (next.complaint !== undefined && shell.variables.get('OPTERR') !== '0') {
    await shell.write(2, `${shell.name}: ${next.complaint}\n`);
  }
  return next.isEnd ? 1 : 0;
};

interface Next {
  readonly index: number;
  readonly offset: number;
  readonly found: string;
  readonly value?: string;
  readonly complaint?: string;
  readonly isEnd?: true;
}

function nextOption(shell: Shell, known: string, args: readonly string[]): Next {
  const written = Number(shell.variables.get('OPTIND') ?? '1') || 1;
  // A script that sets `OPTIND` begins anew.
  const offset = written === shell.optionIndex ? shell.optionOffset : 1;
  const isSilent = known.startsWith(':');
  const word = args[written - 1];
  if (word === undefined || !/^-./.test(word) || word === '--') {
    const index = word === '--' ? written + 1 : written;
    return { index, offset: 1, found: '?', isEnd: true };
  }
  const letter = word.charAt(offset);
  const isLast = offset + 1 >= word.length;
  const place = isLast ? { index: written + 1, offset: 1 } : { index: written, offset: offset + 1 };
  const at = letter === ':' ? -1 : known.indexOf(letter);
  if (at < 0) {
    return isSilent
      ? { ...place, found: '?', value: letter }
      : { ...place, found: '?', complaint: `illegal option -- ${letter}` };
  }
  if (known.charAt(at + 1) !== ':') return { ...place, found: letter };
  if (!isLast)
    return { index: written + 1, offset: 1, found: letter, value: word.slice(offset + 1) };
  const value = args[written];
  if (value !== undefined) return { index: written + 2, offset: 1, found: letter, value };
  return isSilent
    ? { ...place, found: ':', value: letter }
    : { ...place, found: '?', complaint: `option requires an argument -- ${letter}` };
}
