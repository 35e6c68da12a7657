import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

const END = '-- end of command --';

/** A shell in a network namespace of its own, which is gone when the shell is. */
export class NamespaceShell {
  readonly #reader: Interface;
  readonly #lines: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.#reader = createInterface({ input: child.stdout });
    this.#lines = this.#reader[Symbol.asyncIterator]();
    // A pipe that nobody reads would fill.
    child.stderr.resume();
  }

  /**
   * Starts one, and waits until a command has run in it.
   *
   * @throws Error where that isn't possible: another system than Linux, no root
   */
  static async start(): Promise<NamespaceShell> {
    if (process.platform !== 'linux') throw new Error('it takes Linux');
    if (process.getuid?.() !== 0) throw new Error('it takes root');
    const child = spawn('unshare', ['--net', 'sh', '-s'], { stdio: ['pipe', 'pipe', 'pipe'] });
    const failed = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => {
        reject(new Error(`unshare: status ${code}`));
      });
    });
    // Whoever waits for it gets it; when nobody does any more, it's no matter.
    failed.catch(() => undefined);
    const shell = new NamespaceShell(child);
    await Promise.race([shell.run('ip link set lo up'), failed]);
    return shell;
  }

  /** Runs a command; gives its exit status. */
  async run(command: string): Promise<number> {
    this.child.stdin.write(`{ ${command}; } </dev/null >/dev/null 2>&1; echo "${END} $?"\n`);
    for (;;) {
      const { done, value } = await this.#lines.next();
      if (done === true) throw new Error('the shell has ended');
      if (value.startsWith(END)) return Number(value.slice(END.length));
    }
  }

  /** Milliseconds of processor time of all commands that have ended, in steps of ten. Source: proc_pid_stat(5), `cutime` and `cstime`. */
  processorTime(): number {
    const text = readFileSync(`/proc/${this.child.pid ?? 0}/stat`, 'utf8');
    // The name in brackets may have blanks in it: what stands behind it begins with the third word.
    const words = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return 10 * (Number(words[13]) + Number(words[14]));
  }

  /** Ends it. */
  stop(): void {
    this.#reader.close();
    this.child.kill();
  }
}
