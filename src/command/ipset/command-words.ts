/** What a command line asks for. */
export type IpsetCommandName =
  | 'create'
  | 'add'
  | 'del'
  | 'test'
  | 'destroy'
  | 'list'
  | 'save'
  | 'restore'
  | 'flush'
  | 'rename'
  | 'swap'
  | 'help'
  | 'version'
  | 'quit'
  | 'interactive';

interface CommandWords {
  readonly name: IpsetCommandName;
  /** Single letters with a dash. */
  readonly letters: readonly string[];
  /** Words that may be cut short, with two dashes or none. */
  readonly words: readonly string[];
  /** How many words must follow, and may. */
  readonly needs: readonly [least: number, most: number];
}

const MANY = Number.POSITIVE_INFINITY;

/** The commands, in the order in which a shortened word is looked for. */
const COMMANDS: readonly CommandWords[] = [
  { name: 'create', letters: ['-N'], words: ['create', 'new'], needs: [2, MANY] },
  { name: 'add', letters: ['-A'], words: ['add'], needs: [2, MANY] },
  { name: 'del', letters: ['-D'], words: ['del'], needs: [2, MANY] },
  { name: 'test', letters: ['-T'], words: ['test'], needs: [2, MANY] },
  { name: 'destroy', letters: ['-X'], words: ['destroy', 'x'], needs: [0, 1] },
  { name: 'list', letters: ['-L'], words: ['list'], needs: [0, 1] },
  { name: 'save', letters: ['-S'], words: ['save'], needs: [0, 1] },
  { name: 'restore', letters: ['-R'], words: ['restore'], needs: [0, 0] },
  { name: 'flush', letters: ['-F'], words: ['flush'], needs: [0, 1] },
  { name: 'rename', letters: ['-E'], words: ['rename', 'e'], needs: [2, 2] },
  { name: 'swap', letters: ['-W'], words: ['swap', 'w'], needs: [2, 2] },
  { name: 'help', letters: ['-h', '-H'], words: ['help'], needs: [0, MANY] },
  { name: 'version', letters: ['-v', '-V'], words: ['version'], needs: [0, MANY] },
  { name: 'quit', letters: [], words: ['quit'], needs: [0, MANY] },
  { name: 'interactive', letters: ['-'], words: [], needs: [0, MANY] },
];

/** The command that a word stands for; undefined when it stands for none. */
export function findCommand(word: string): CommandWords | undefined {
  const start = word.replace(/^--/, '');
  if (start !== '' && !start.startsWith('-')) {
    const named = COMMANDS.find(({ words }) => words.some((one) => one.startsWith(start)));
    if (named !== undefined) return named;
  }
  return COMMANDS.find(({ letters }) => letters.includes(word));
}
