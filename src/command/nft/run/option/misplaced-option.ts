import { OPTIONS } from './option-table.js';

/**
 * What nft prints where an option stands behind a command: on standard error the words, on standard output the marks below them. Undefined when none does.
 * Behind a `{` it looks no further.
 */
export function misplacedOption(
  argv: readonly string[],
): { readonly stdout: string; readonly stderr: string } | undefined {
  const words = ['nft', ...argv];
  let column = 0;
  let isArgument = false;
  let hasCommand = false;
  for (const [at, word] of words.entries()) {
    if (at === 0) continue;
    column += (words[at - 1]?.length ?? 0) + 1;
    if (word.startsWith('{')) return undefined;
    if (isArgument) {
      isArgument = false;
    } else if (!word.startsWith('-')) {
      hasCommand = true;
    } else if (hasCommand) {
      const mark = `${'^'.padStart(4)}${'~~'.padStart(column - 2)}`;
      const line = 'Error: syntax error, options must be specified before commands\n';
      return { stdout: `\n${mark}\n`, stderr: `${line}${words.join(' ')} ` };
    } else {
      isArgument = OPTIONS.some(
        ({ letter, name, argument }) =>
          argument !== undefined && (word.charAt(1) === letter || word === `--${name}`),
      );
    }
  }
  return undefined;
}
