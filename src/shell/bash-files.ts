import { fromArray, textOf, toArray, bytesOf } from '../bash/bytes.js';
import { Input, type OpenFile } from '../bash/file/open-file.js';
import type { FileStatus, Files, OpenMode } from '../bash/file/world.js';
import { isDiskFull, unlessRefused } from './files/file-error.js';
import type { MachineFileSystem } from './files/machine-file-system.js';
import type { Session } from './session.js';

/** The file system of a machine as the shell wants it: by bytes, and with the kernel's words where it refuses. */
export class BashFiles implements Files {
  readonly #files: MachineFileSystem;
  readonly #session: Session;
  readonly #unwritten = new Set<FileWriter>();
  readonly #disk: DiskState = { isFull: false };

  constructor(files: MachineFileSystem, session: Session) {
    this.#files = files;
    this.#session = session;
  }

  resolve(folder: string, path: string): string {
    return bytesOf(this.#files.resolvePath(textOf(folder), textOf(path)));
  }

  /** Puts what was written so far into the files: whoever looks into them next finds it. */
  async flush(): Promise<void> {
    for (const writer of this.#unwritten) await writer.flush();
    this.#unwritten.clear();
  }

  async open(
    path: string,
    mode: OpenMode,
    umask: number,
  ): Promise<OpenFile | { readonly refused: string }> {
    await this.flush();
    this.#session.umask = umask;
    const name = textOf(path);
    const status = await this.status(path);
    if (mode === 'read') {
      if (status === undefined) {
        await this.#files.noteAbsent(name);
        return { refused: await this.#whyMissing(name) };
      }
      return new Input(status.kind === 'folder' ? '' : await this.read(path), path);
    }
    const refused = await this.#files.whyUnopenable(name);
    if (refused !== undefined) {
      await this.#files.noteAbsent(name);
      return { refused };
    }
    if (mode === 'create' && status?.kind === 'file' && !this.#files.isVirtual(name)) {
      return { refused: 'cannot overwrite existing file' };
    }
    if (this.#files.isVirtual(name)) return new VirtualWriter(this.#files, this.#session, name);
    if (name === '/dev/null') return new NullFile();
    if (mode === 'write' || mode === 'create') await this.#files.writeFile(name, '');
    else if (status === undefined) await this.#files.writeFile(name, '');
    const content = mode === 'read-write' ? await this.read(path) : '';
    return new FileWriter(
      this.#files,
      this.#disk,
      { name, content, appends: mode === 'append' },
      (writer) => this.#unwritten.add(writer),
    );
  }

  /** A folder of the path that is a file is not a folder. */
  async #whyMissing(path: string): Promise<string> {
    const folder = path.slice(0, path.lastIndexOf('/')) || '/';
    const status = await this.status(bytesOf(folder));
    return status !== undefined && status.kind !== 'folder'
      ? 'Not a directory'
      : 'No such file or directory';
  }

  async status(path: string, isLink = false): Promise<FileStatus | undefined> {
    if (this.#unwritten.size > 0) await this.flush();
    const name = textOf(path);
    const found = await unlessRefused(isLink ? this.#files.lstat(name) : this.#files.stat(name));
    if (found === undefined) return undefined;
    const kind = found.isSymbolicLink
      ? 'link'
      : found.isDirectory
        ? 'folder'
        : name.startsWith('/dev/fd/')
          ? 'pipe'
          : name.startsWith('/dev/')
            ? 'device'
            : 'file';
    return { kind, size: found.size, mode: found.mode, changed: found.mtime.getTime() };
  }

  async list(path: string): Promise<readonly string[] | undefined> {
    await this.flush();
    return (await unlessRefused(this.#files.readdir(textOf(path))))?.map(bytesOf);
  }

  async real(path: string): Promise<string> {
    const real = await unlessRefused(this.#files.realpath(textOf(path)));
    return real === undefined ? path : bytesOf(real);
  }

  async place(path: string, bytes: string): Promise<void> {
    await this.#files.writeFile(textOf(path), toArray(bytes));
  }

  async read(path: string): Promise<string> {
    await this.flush();
    return fromArray(await this.#files.readFileBuffer(textOf(path)));
  }
}

class NullFile implements OpenFile {
  peek(): string {
    return '';
  }

  advance(): void {}

  write(): undefined {}
}

/** Whether the disk took what was last put on it. */
interface DiskState {
  isFull: boolean;
}

/** A file on the disk. What is written is kept together until somebody looks into files. */
class FileWriter implements OpenFile {
  #chunks: string[] = [];
  #at = 0;

  constructor(
    private readonly files: MachineFileSystem,
    private readonly disk: DiskState,
    private readonly file: {
      readonly name: string;
      readonly content: string;
      readonly appends: boolean;
    },
    private readonly wrote: (writer: FileWriter) => void,
  ) {}

  peek(): string {
    return this.file.content.slice(this.#at);
  }

  advance(count: number): void {
    this.#at += count;
  }

  write(bytes: string): string | undefined {
    if (this.disk.isFull) return 'No space left on device';
    this.#chunks.push(bytes);
    this.wrote(this);
    return undefined;
  }

  async flush(): Promise<void> {
    const bytes = this.#chunks.join('');
    this.#chunks = [];
    const { name, appends } = this.file;
    if (bytes === '' || !(await this.files.exists(name))) return;
    const { size, isDirectory } = await this.files.stat(name);
    // Whoever took the file away, or put a folder in its place, takes with it what is written later.
    if (isDirectory) return;
    try {
      // Others may have written to the file since: what is not appended goes where the last write ended.
      if (appends || size === this.#at) await this.files.appendFile(name, toArray(bytes));
      else await this.#overwrite(name, bytes);
      this.#at += bytes.length;
      this.disk.isFull = false;
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      this.disk.isFull = true;
    }
  }

  async #overwrite(name: string, bytes: string): Promise<void> {
    const before = fromArray(await this.files.readFileBuffer(name));
    const start = before.slice(0, this.#at).padEnd(this.#at, '\0');
    const after = before.slice(this.#at + bytes.length);
    await this.files.writeFile(name, toArray(start + bytes + after));
  }
}

/** A file of /proc/sys: it takes each write as a whole, or refuses it. */
class VirtualWriter implements OpenFile {
  constructor(
    private readonly files: MachineFileSystem,
    private readonly session: Session,
    private readonly name: string,
  ) {}

  peek(): string {
    return '';
  }

  advance(): void {}

  async write(bytes: string): Promise<string | undefined> {
    await this.files.writeFile(this.name, textOf(bytes));
    const refused = this.session.writeFailure;
    this.session.writeFailure = undefined;
    return refused;
  }
}
