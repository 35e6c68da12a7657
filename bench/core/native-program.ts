import { execFileSync, spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What one request took and what it answered. */
export interface NativeTurn {
  readonly nanoseconds: number;
  /** The sum of all answers. */
  readonly checksum: number;
}

/** A C program of bench/native, compiled for this run, that takes turns as native/turns.h says. */
export class NativeProgram {
  private readonly lines: AsyncIterator<string>;

  private constructor(
    private readonly child: ChildProcessByStdio<Writable, Readable, null>,
    private readonly reader: Interface,
    private readonly folder: string,
  ) {
    this.lines = reader[Symbol.asyncIterator]();
  }

  /**
   * Compiles and starts a program.
   *
   * @param source - its file's name in bench/native, without `.c`
   * @param libraries - what pkg-config is asked for
   * @param parts - its input
   * @throws Error when there is no compiler, a library is missing, or the program does not start
   */
  static async start(
    source: string,
    libraries: readonly string[],
    parts: readonly (Uint32Array | Int32Array)[],
  ): Promise<NativeProgram> {
    const folder = mkdtempSync(join(tmpdir(), 'nexthop-bench-'));
    try {
      const program = join(folder, source);
      const flags = libraries.length === 0 ? [] : pkgConfig(libraries);
      const options = ['-O3', '-march=native', '-o', program, `bench/native/${source}.c`];
      execFileSync('cc', [...options, ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
      const blob = join(folder, 'blob');
      writeFileSync(blob, makeBlob(parts));
      const child = spawn(program, [blob], { stdio: ['pipe', 'pipe', 'inherit'] });
      const reader = createInterface({ input: child.stdout });
      const started = new NativeProgram(child, reader, folder);
      await started.readLine('ready');
      return started;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Has it look up all addresses of a workload, by its place among the workloads. */
  async ask(mode: string, workload: number): Promise<NativeTurn> {
    this.child.stdin.write(`${mode} ${workload}\n`);
    const [nanoseconds, checksum] = (await this.readLine()).split(' ').map(Number);
    if (nanoseconds === undefined || checksum === undefined) throw new Error('no answer');
    return { nanoseconds, checksum };
  }

  /** Ends it, and removes what was made for it. */
  stop(): void {
    this.reader.close();
    this.child.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The next line; with `expected`, what comes before that line is passed over. */
  private async readLine(expected?: string): Promise<string> {
    for (;;) {
      const { done, value } = await this.lines.next();
      if (done === true) throw new Error(`${this.child.spawnfile} ended`);
      if (expected === undefined || value === expected) return value;
    }
  }
}

function pkgConfig(libraries: readonly string[]): readonly string[] {
  const text = execFileSync('pkg-config', ['--cflags', '--libs', ...libraries], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return text.toString().trim().split(/\s+/);
}

function makeBlob(parts: readonly (Uint32Array | Int32Array)[]): Uint8Array {
  const all = [Uint32Array.of(parts.length, ...parts.map((part) => part.length)), ...parts];
  return Buffer.concat(
    all.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}
