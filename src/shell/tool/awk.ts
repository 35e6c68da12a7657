import { refuseNotSimulated } from './not-simulated.js';
import { readOptions } from './read-options.js';
import type { Adapt } from './adapt.js';

/** awk(1): the program is the first word, or in files behind -f. */
export const adaptAwk: Adapt = async (argv, { readText }) => {
  const read = readOptions(argv, { short: 'F:v:f:', stopsAtWord: true });
  if ('mistake' in read) return { argv };
  const files: string[] = [];
  const options: string[] = [];
  for (const { letter, argument = '' } of read.options) {
    if (letter === 'f') files.push(argument);
    else options.push(`-${letter}`, argument);
  }
  const texts: string[] = [];
  for (const file of files) {
    const text = await readText(file === '-' ? '/dev/stdin' : file);
    if (text === undefined) return { argv: [], instead: async () => cannotOpen(file) };
    texts.push(text);
  }
  const [program = '', ...words] =
    files.length > 0 ? [texts.join('\n'), ...read.words] : read.words;
  const lacking = /\bs?rand(?=\s*\()/.exec(program)?.[0] ?? lengthOfArray(program);
  if (lacking !== undefined) {
    return { argv, instead: async () => refuseNotSimulated(`awk ${lacking}`) };
  }
  return {
    argv:
      files.length + read.words.length === 0
        ? argv
        : [...options, program, ...words.map((word) => (word === '-' ? '/dev/stdin' : word))],
  };
};

/** The words of mawk, which is Debian's. */
function cannotOpen(file: string): { stdout: string; stderr: string; exit: number } {
  return {
    stdout: '',
    stderr: `awk: cannot open "${file}" (No such file or directory)\n`,
    exit: 2,
  };
}

/** `length` of an array, which is 0 in just-bash; undefined when there is none. */
function lengthOfArray(program: string): string | undefined {
  const arrays = new Set<string>();
  for (const [, ...names] of program.matchAll(
    /([A-Za-z_]\w*)\[|\bin\s+([A-Za-z_]\w*)|\bdelete\s+([A-Za-z_]\w*)|\bsplit\s*\([^;{}]*,\s*([A-Za-z_]\w*)\s*[,)]/g,
  )) {
    for (const name of names) if (name !== undefined) arrays.add(name);
  }
  // An array that is given to a function has the name of a parameter there.
  const isGiven = [...arrays].some((name) =>
    new RegExp(String.raw`[(,]\s*${name}\s*[,)]`).test(program),
  );
  const parameters = [...program.matchAll(/\bfunc(?:tion)?\s+\w+\s*\(([^)]*)\)/g)];
  for (const [, list = ''] of isGiven ? parameters : []) {
    for (const name of list.split(',')) arrays.add(name.trim());
  }
  const [, name = ''] =
    [...program.matchAll(/\blength\s*\(?\s*([A-Za-z_]\w*)\b(?!\s*[[(])/g)].find(([, one = '']) =>
      arrays.has(one),
    ) ?? [];
  return name === '' ? undefined : `length(${name})`;
}
