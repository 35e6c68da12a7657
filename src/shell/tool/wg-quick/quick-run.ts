import { filesOfMachine } from '../../../command/command-files.js';
import { runTool, type ToolAnswer } from '../../session.js';
import { runProgram } from '../run-program.js';
import type { ToolCall } from '../shell-tool.js';
import type { QuickConfig } from './read-quick-config.js';

/** A command failed, so that the run ends, with its status. */
export class Failed extends Error {
  override readonly name = 'Failed';

  constructor(readonly exit: number) {
    super(`status ${exit}`);
  }
}

/** The file that a command reads what it is given from: the first that a process substitution gets. */
const INPUT = '/dev/fd/63';

/** Lines of the file run in a shell that ends where a command fails. */
const SHELL = ['-e', '-o', 'pipefail', '-O', 'extglob', '-c'];

/** One run of `wg-quick`: what it has printed, and the commands that it runs. */
export class QuickRun {
  stdout = '';
  stderr = '';

  constructor(
    private readonly call: ToolCall,
    /** Name of the device. */
    readonly device: string,
    /** Absolute path of the configuration file. */
    readonly path: string,
    readonly config: QuickConfig,
  ) {}

  get files(): ToolCall['files'] {
    return this.call.files;
  }

  /** Runs a command of one of the network's tools and shows it. @throws Failed */
  run(words: readonly string[], input?: string): void {
    const given = input === undefined ? words : [...words, INPUT];
    this.say(given.join(' '));
    const answer = this.#runTool(given, input);
    this.#take(answer);
    if (answer.exit !== 0) throw new Failed(answer.exit);
  }

  /** What a command prints that is run without being shown. Its complaints are printed, unless they are not asked for. */
  ask(
    words: readonly string[],
    complains = true,
  ): { readonly text: string; readonly exit: number } {
    const { stdout, stderr, exit } = this.#runTool(words);
    if (complains) this.stderr += stderr;
    return { text: stdout.replace(/\n+$/, ''), exit };
  }

  /** Runs a program of the shell and shows it. @throws Failed */
  async runOther(words: readonly string[]): Promise<void> {
    this.say(words.join(' '));
    const [name = '', ...argv] = words;
    const answer = await runProgram(this.call, name, argv, { stdin: '' });
    if (answer === undefined) throw new Failed(127);
    this.#take(answer);
    if (answer.exit !== 0) throw new Failed(answer.exit);
  }

  /** Runs lines of the configuration file, each in a shell of its own. @throws Failed */
  async runHooks(hooks: readonly string[]): Promise<void> {
    for (const hook of hooks) {
      const line = hook.replaceAll('%i', this.device);
      this.say(line);
      const answer = await runProgram(this.call, 'bash', [...SHELL, line]);
      if (answer === undefined) throw new Failed(127);
      this.#take(answer);
      if (answer.exit !== 0) throw new Failed(answer.exit);
    }
  }

  /** Shows a command that is about to be run. */
  say(command: string): void {
    this.stderr += `[#] ${command}\n`;
  }

  #take({ stdout, stderr }: ToolAnswer): void {
    this.stdout += stdout;
    this.stderr += stderr;
  }

  #runTool([name = '', ...argv]: readonly string[], input?: string): ToolAnswer {
    const { session } = this.call;
    const files = filesOfMachine(session.machine.files, (path) =>
      path === INPUT ? input : undefined,
    );
    return runTool(session, name, { argv, files });
  }
}
