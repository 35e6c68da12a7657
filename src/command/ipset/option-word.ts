import { parameterMistake } from './mistake.js';

/** Which of the options a word names: an option has dashes before it in the tool's older syntax (`--hashsize 64`), `-4` and `-6` have theirs always. @throws IpsetMistake */
export function readOptionWord(word: string, known: readonly string[]): string {
  const name = word.replace(/^--(?=[a-z])/, '');
  if (known.includes(name)) return name;
  throw parameterMistake(`Unknown argument: \`${word}'`);
}
