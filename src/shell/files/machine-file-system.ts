import type {
  CpOptions,
  FileContent,
  FsStat,
  IFileSystem,
  MkdirOptions,
  RmOptions,
} from 'just-bash';
import { isStandardInput, type ListedFile } from '../../command/command-files.js';
import { decodeText, encodeText } from '../../bash/bytes.js';
import type { Session } from '../session.js';
import type { Disk, EncodingOption } from './disk.js';
import { INSTALLED_FILES } from '../../databases/installed-files.js';
import { noteAbsent } from './absent-files.js';
import { makeFileError, unlessRefused } from './file-error.js';
import { findNode, pathInTree, type VirtualNode, type VirtualTree } from './virtual-tree.js';

/** What new files and folders get, but for the bits of `umask`. */
const NEW_FILE = 0o666;
const NEW_FOLDER = 0o777;
const ALL_BITS = 0o7777;
const PROGRAM_FOLDER = /^\/(usr\/)?bin\//;
/** The folders of the files that tools read by themselves. */
const TOOL_FOLDERS = ['/etc/iproute2'];
/** Files that are there from the beginning, and that tools look into. */
const TOOL_FILES: readonly (readonly [path: string, installed: string])[] = [...INSTALLED_FILES];
const SYSTEM_BINARIES = /^\/(usr\/)?sbin(?=\/|$)/;

/**
 * The file system that a script sees: a disk in memory, with folders in it that the machine's state stands behind.
 *
 * /sbin and /usr/sbin are /usr/bin, as on systems that have merged them. Programs are executable.
 */
export class MachineFileSystem implements IFileSystem {
  readonly #disk: Disk;
  readonly #trees: readonly VirtualTree[];
  readonly #session: Session;
  /** The texts on the disk as they were last read; undefined when something may have changed since. */
  #texts: ReadonlyMap<string, string> | undefined;

  constructor(disk: Disk, trees: readonly VirtualTree[], session: Session) {
    this.#disk = disk;
    this.#trees = trees;
    this.#session = session;
    for (const { root } of trees) disk.memory.mkdirSync(root, { recursive: true });
  }

  /** The files that tools read by themselves, by absolute path, without those that are as installed. */
  async readTexts(): Promise<ReadonlyMap<string, string>> {
    if (this.#texts !== undefined) return this.#texts;
    const texts = new Map<string, string>();
    for (const folder of TOOL_FOLDERS) {
      if (!(await this.#disk.exists(folder))) continue;
      for (const path of await this.#disk.pathsBelow(folder)) {
        // A link may lead nowhere.
        const text = await this.readText(path);
        if (text !== undefined) texts.set(path, text);
      }
    }
    for (const [path, installed] of TOOL_FILES) {
      // One that is gone has no names.
      const text = (await this.readText(path)) ?? '';
      if (text !== installed) texts.set(path, text);
    }
    this.#texts = texts;
    return texts;
  }

  /** The text of a file; undefined when it can't be read. */
  async readText(path: string): Promise<string | undefined> {
    return unlessRefused(this.readFile(path));
  }

  async readFile(path: string, options?: EncodingOption): Promise<string> {
    await this.noteAbsent(path);
    const node = this.#find(path);
    if (node !== undefined) return this.#content(node, path);
    if (isText(options) || this.#isInput(path)) return decodeText(await this.#readBytes(path));
    return this.#disk.memory.readFile(await this.#disk.locate(path), options);
  }

  async readFileBuffer(path: string): Promise<Uint8Array> {
    await this.noteAbsent(path);
    return this.#readBytes(path);
  }

  async #readBytes(path: string): Promise<Uint8Array> {
    const node = this.#find(path);
    const input = this.#isInput(path) ? this.#session.inputs.at(-1)?.() : undefined;
    if (input !== undefined) return Uint8Array.from(input, (byte) => byte.charCodeAt(0));
    if (node === undefined) return this.#disk.readFileBuffer(path);
    return encodeText(this.#content(node, path));
  }

  async writeFile(path: string, content: FileContent, options?: EncodingOption): Promise<void> {
    const node = this.#find(path);
    if (node !== undefined) return this.#writeNode(node, path, content);
    if (path === '/dev/null') return;
    await this.#assertOpenable(path);
    this.#texts = undefined;
    const settle = await this.#settling(path, NEW_FILE);
    await this.#disk.writeFile(path, encoded(content, options), options);
    await settle();
  }

  /**
   * What gives a path the mode that it has to have, once something is written there: that which it had, or for a new file or folder one without the bits of `umask`.
   *
   * @param asked - the mode of a new one
   */
  async #settling(path: string, asked: number): Promise<() => Promise<void>> {
    const there = await unlessRefused(this.#disk.stat(path));
    const mode = there === undefined ? asked & ~this.#session.umask : there.mode & ALL_BITS;
    return async () => this.#disk.chmod(path, mode);
  }

  async appendFile(path: string, content: FileContent, options?: EncodingOption): Promise<void> {
    const node = this.#find(path);
    if (node !== undefined) return this.#writeNode(node, path, content);
    if (path === '/dev/null') return;
    await this.#assertOpenable(path);
    this.#texts = undefined;
    const settle = await this.#settling(path, NEW_FILE);
    await this.#disk.appendFile(path, encoded(content, options), options);
    await settle();
  }

  /** Writes down that a file is wanted that is not here and that Linux may have. */
  async noteAbsent(path: string): Promise<void> {
    if (!(await this.exists(path)) && this.#find(path) === undefined) {
      await noteAbsent(this.#session, this.#disk, path);
    }
  }

  /** Whether the machine's state stands behind a path, and no disk. */
  isVirtual(path: string): boolean {
    return this.#find(path) !== undefined;
  }

  /** The kernel's words when a file can't be opened for writing; undefined when it can. */
  async whyUnopenable(path: string): Promise<string | undefined> {
    const node = this.#find(path);
    if (node?.kind === 'file')
      return node.file.write === undefined ? 'Permission denied' : undefined;
    if (node !== undefined)
      return node.kind === 'absent' ? 'No such file or directory' : 'Is a directory';
    if ((await this.#disk.exists(path)) && (await this.#disk.stat(path)).isDirectory)
      return 'Is a directory';
    const target = await this.#disk.locate(path);
    const folder = target.slice(0, target.lastIndexOf('/')) || '/';
    if (!(await this.#disk.exists(folder))) return 'No such file or directory';
    return (await this.#disk.stat(folder)).isDirectory ? undefined : 'Not a directory';
  }

  async exists(path: string): Promise<boolean> {
    const node = this.#find(path);
    if (node !== undefined) return node.kind !== 'absent';
    return this.#disk.exists(path);
  }

  async stat(path: string): Promise<FsStat> {
    if (this.#session.isReading) await this.noteAbsent(path);
    const node = this.#find(path);
    return node === undefined ? this.#disk.stat(path) : statNode(node, path);
  }

  async lstat(path: string): Promise<FsStat> {
    const node = this.#find(path);
    if (node === undefined) return this.#disk.stat(path, false);
    const stat = statNode(node, path);
    return this.#linkTarget(path) === undefined
      ? stat
      : { ...stat, isFile: false, isDirectory: false, isSymbolicLink: true };
  }

  async readdir(path: string): Promise<string[]> {
    const node = this.#find(path);
    if (node === undefined) return this.#disk.readdir(path);
    if (node.kind === 'folder') return [...node.names];
    throw makeFileError(node.kind === 'file' ? 'ENOTDIR' : 'ENOENT', 'scandir', path);
  }

  /** What a folder has; undefined when there is no such folder. */
  async listFolder(path: string): Promise<readonly ListedFile[] | undefined> {
    const stat = await unlessRefused(this.stat(path));
    if (stat?.isDirectory !== true) return undefined;
    const names = (await unlessRefused(this.readdir(path))) ?? [];
    return Promise.all(
      names.map(async (name) => {
        const found = await unlessRefused(this.stat(this.resolvePath(path, name)));
        return { name, isFolder: found?.isDirectory === true };
      }),
    );
  }

  async mkdir(path: string, options?: MkdirOptions): Promise<void> {
    if (this.#find(path)?.kind === 'folder' && options?.recursive === true) return;
    this.#assertOnDisk('mkdir', path);
    const above = options?.recursive === true ? foldersOf(path) : [];
    const settling = [];
    for (const one of [...above, path]) settling.push(await this.#settling(one, NEW_FOLDER));
    await this.#disk.mkdir(path, options?.recursive === true);
    for (const settle of settling) await settle();
  }

  async rm(path: string, options?: RmOptions): Promise<void> {
    this.#assertOnDisk('rm', path);
    await this.#disk.rm(path, {
      recursive: options?.recursive === true,
      force: options?.force === true,
    });
  }

  async cp(source: string, target: string, options?: CpOptions): Promise<void> {
    const node = this.#find(source);
    if (node !== undefined) return this.writeFile(target, this.#content(node, source));
    if (this.#find(target) !== undefined) {
      return this.writeFile(target, await this.#disk.readFileBuffer(source));
    }
    this.#assertOnDisk('cp', target);
    const copied = await unlessRefused(this.#disk.stat(source));
    const settle = await this.#settling(target, (copied?.mode ?? NEW_FILE) & ALL_BITS);
    await this.#disk.cp(source, target, options?.recursive === true);
    await settle();
  }

  async mv(source: string, target: string): Promise<void> {
    this.#assertOnDisk('mv', source);
    this.#assertOnDisk('mv', target);
    await this.#disk.mv(source, target);
  }

  async chmod(path: string, mode: number): Promise<void> {
    this.#assertOnDisk('chmod', path);
    await this.#disk.chmod(path, mode);
  }

  async symlink(target: string, linkPath: string): Promise<void> {
    this.#assertOnDisk('symlink', linkPath);
    await this.#disk.symlink(target, linkPath);
  }

  async link(existingPath: string, newPath: string): Promise<void> {
    this.#assertOnDisk('link', existingPath);
    this.#assertOnDisk('link', newPath);
    await this.#disk.link(existingPath, newPath);
  }

  /** What a symbolic link says behind which the machine's state stands; undefined for anything else. */
  #linkTarget(path: string): string | undefined {
    for (const tree of this.#trees) {
      const target = tree.links?.().get(pathInTree(tree, path) ?? '');
      if (target !== undefined) return target;
    }
    return undefined;
  }

  async readlink(path: string): Promise<string> {
    const target = this.#linkTarget(path);
    if (target !== undefined) return target;
    if (this.#find(path) !== undefined) throw makeFileError('EINVAL', 'readlink', path);
    return this.#disk.readlink(path);
  }

  async realpath(path: string): Promise<string> {
    const node = this.#find(path);
    if (node === undefined) return this.#disk.realpath(path);
    if (node.kind === 'absent') throw makeFileError('ENOENT', 'realpath', path);
    return path;
  }

  async utimes(path: string, atime: Date, mtime: Date): Promise<void> {
    if (this.#find(path) === undefined) await this.#disk.utimes(path, atime, mtime);
  }

  resolvePath(base: string, path: string): string {
    return this.#disk.memory.resolvePath(base, path).replace(SYSTEM_BINARIES, '/usr/bin');
  }

  getAllPaths(): string[] {
    return this.#disk.memory.getAllPaths();
  }

  /** Called by just-bash itself while it lays out its folders. */
  mkdirSync(path: string, options?: MkdirOptions): void {
    this.#disk.memory.mkdirSync(path, options);
  }

  /** Called by just-bash itself, for devices and for a file that stands for each of its commands. */
  writeFileSync(path: string, content: FileContent): void {
    const mode = PROGRAM_FOLDER.test(path) ? 0o755 : 0o644;
    this.#disk.memory.writeFileSync(path, content, undefined, { mode });
  }

  /** Whether a path is the standard input of a program that runs. */
  #isInput(path: string): boolean {
    return isStandardInput(path) && this.#session.inputs.length > 0;
  }

  #find(path: string): VirtualNode | undefined {
    for (const tree of this.#trees) {
      const below = pathInTree(tree, path);
      if (below !== undefined) return findNode(tree, below);
    }
    return undefined;
  }

  #content(node: VirtualNode, path: string): string {
    if (node.kind === 'file') return node.file.read();
    throw makeFileError(node.kind === 'folder' ? 'EISDIR' : 'ENOENT', 'open', path);
  }

  /** A refusal is not thrown, as just-bash would end the whole script: the check that follows each such command reports it. */
  #writeNode(node: VirtualNode, path: string, content: FileContent): void {
    if (node.kind !== 'file') {
      throw makeFileError(node.kind === 'folder' ? 'EISDIR' : 'ENOENT', 'open', path);
    }
    if (node.file.write === undefined) throw makeFileError('EACCES', 'open', path);
    const text = typeof content === 'string' ? content : decodeText(content);
    const failure = node.file.write(text);
    if (failure !== undefined) this.#session.writeFailure = failure;
  }

  async #assertOpenable(path: string): Promise<void> {
    const words = await this.whyUnopenable(path);
    if (words !== undefined) throw makeFileError('ENOENT', 'open', path);
  }

  #assertOnDisk(operation: string, path: string): void {
    this.#texts = undefined;
    if (this.#find(path) !== undefined) throw makeFileError('EPERM', operation, path);
  }
}

/** Whether a file is to be read or written as text. */
/** The folders that a path is in, the outermost first. */
function foldersOf(path: string): readonly string[] {
  const names = path.split('/').filter((name) => name !== '');
  return names.slice(0, -1).map((_, at) => `/${names.slice(0, at + 1).join('/')}`);
}

function isText(options: EncodingOption | undefined): boolean {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  return encoding === undefined || encoding === 'utf8' || encoding === 'utf-8';
}

/** Text as the bytes that it stands for. */
function encoded(content: FileContent, options: EncodingOption | undefined): FileContent {
  return typeof content === 'string' && isText(options) ? encodeText(content) : content;
}

function statNode(node: VirtualNode, path: string): FsStat {
  if (node.kind === 'absent') throw makeFileError('ENOENT', 'stat', path);
  const isFile = node.kind === 'file';
  const mode = !isFile ? 0o555 : node.file.write === undefined ? 0o444 : 0o644;
  return {
    isFile,
    isDirectory: !isFile,
    isSymbolicLink: false,
    mode,
    size: 0,
    mtime: new Date(0),
  };
}
