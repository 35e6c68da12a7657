import type { BufferEncoding, FileContent, FsStat, InMemoryFs } from 'just-bash';
import { assertNever } from '../../assert-never.js';
import { makeFileError, unlessRefused } from './file-error.js';
import type { FolderEntry, SourceFolder } from './source-folder.js';

/** How text is to be read or written. */
export type EncodingOption = { encoding?: BufferEncoding } | BufferEncoding;

/** The most symbolic links that a path may lead through. Source: path_resolution(7). */
const MOST_LINKS = 40;
/** Folders that are the machine's own: nothing in them is ever taken from outside. */
const OWN = /^\/(bin|sbin|usr\/bin|usr\/sbin|usr\/share\/iproute2|dev|proc|sys)(\/|$)/;

/** The machine's time, which is that of all files that it writes. */
export interface DiskClock {
  /** In seconds since 1970. */
  readonly time: number;
  /** When the machine came to be, on the clock of the computer, in milliseconds. */
  readonly began: number;
}

/** Whether a folder from outside can stand at this path. */
export function canMount(path: string): boolean {
  return path !== '/' && !OWN.test(path);
}

/** A folder of a source that was not looked into yet. */
interface Unopened {
  readonly source: SourceFolder;
  /** Path below the source. */
  readonly path: string;
}

/**
 * A disk in memory on which folders from outside are laid. A folder is filled when it is first looked into, a file read when its text is
 * first wanted; from then on the copy counts, and all changes are made to it alone.
 *
 * just-bash's own disk doesn't follow links when it writes; paths are led through them here.
 */
export class Disk {
  readonly memory: InMemoryFs;
  readonly #unopened = new Map<string, Unopened>();
  /** Files whose bytes nobody has asked for yet. */
  readonly #unread = new Map<string, FolderEntry & { kind: 'file' }>();
  /** What was taken away. */
  readonly #removed = new Set<string>();
  readonly #mounts: readonly string[];
  /** Where symbolic links lead, as they are written. */
  readonly #links = new Map<string, string>();

  readonly #clock: DiskClock | undefined;

  /** @param clock - the machine's time; that of the computer when it is left out */
  constructor(
    memory: InMemoryFs,
    folders: Readonly<Record<string, SourceFolder>> = {},
    clock?: DiskClock,
  ) {
    this.memory = memory;
    this.#clock = clock;
    this.#mounts = Object.keys(folders);
    for (const [path, source] of Object.entries(folders)) {
      if (!canMount(path)) throw new RangeError(`folders: ${path} belongs to the machine itself`);
      memory.mkdirSync(path, { recursive: true });
      this.#unopened.set(path, { source, path: '' });
    }
  }

  /** The path that a path leads to through all symbolic links, with the folder that it is in filled; what doesn't exist stays as it is written. */
  async locate(path: string, followLast = true): Promise<string> {
    let links = 0;
    let at = '';
    const names = splitPath(path);
    const plain = `/${names.join('/')}`;
    if (!names.includes('..') && this.#isPlain(plain, names.length)) return plain;
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      if (name === '..') {
        at = at.slice(0, at.lastIndexOf('/'));
        continue;
      }
      if (this.#unopened.has(at)) await this.#fill(at);
      const next = `${at}/${name}`;
      const target = names.length > 0 || followLast ? this.#links.get(next) : undefined;
      if (target === undefined) {
        at = next;
        continue;
      }
      if (++links > MOST_LINKS) throw makeFileError('ELOOP', 'open', path);
      names.unshift(...splitPath(target));
      if (target.startsWith('/')) at = '';
    }
    return at === '' ? '/' : at;
  }

  /** Whether no link and no folder that has to be filled is on a path; false, too, where it is as quick to go along it. */
  #isPlain(path: string, names: number): boolean {
    if (this.#links.size + this.#unopened.size > names) return false;
    return ![...this.#links.keys(), ...this.#unopened.keys()].some((one) => isAtOrBelow(path, one));
  }

  /** Whether it is known what is at a path without links: it lies in a folder from outside, or was taken away. */
  isKnown(path: string): boolean {
    return [...this.#mounts, ...this.#removed].some((one) => isAtOrBelow(path, one));
  }

  async exists(path: string): Promise<boolean> {
    // A loop of links leads nowhere.
    const at = await unlessRefused(this.locate(path));
    return at !== undefined && (await this.memory.exists(at));
  }

  async stat(path: string, followLast = true): Promise<FsStat> {
    const at = await this.locate(path, followLast);
    const unread = this.#unread.get(at);
    if (unread === undefined) {
      return this.#atTime(await (followLast ? this.memory.stat(at) : this.memory.lstat(at)));
    }
    return {
      isFile: true,
      isDirectory: false,
      isSymbolicLink: false,
      mode: unread.mode,
      size: unread.sizeBytes,
      mtime: unread.changed,
    };
  }

  /** What just-bash dates by the clock of the computer was written by the machine. */
  #atTime(stat: FsStat): FsStat {
    if (this.#clock === undefined || stat.mtime.getTime() < this.#clock.began) return stat;
    return { ...stat, mtime: new Date(this.#clock.time * 1000) };
  }

  async readFileBuffer(path: string): Promise<Uint8Array> {
    return this.memory.readFileBuffer(await this.locate(path));
  }

  async readdir(path: string): Promise<string[]> {
    const at = await this.locate(path);
    await this.#fill(at);
    const found = await unlessRefused(this.memory.lstat(at));
    // What can't be listed is complained of by just-bash's disk, which takes long to list deep folders.
    if (found?.isDirectory !== true) return this.memory.readdir(at);
    const below = at === '/' ? at : `${at}/`;
    return this.memory
      .getAllPaths()
      .filter((one) => one.lastIndexOf('/') === below.length - 1 && one.startsWith(below))
      .map((one) => one.slice(below.length))
      .filter((name) => name !== '')
      .toSorted();
  }

  async writeFile(path: string, content: FileContent, options?: EncodingOption): Promise<void> {
    const at = await this.locate(path);
    await this.memory.writeFile(at, content, options);
    this.#unread.delete(at);
  }

  async appendFile(path: string, content: FileContent, options?: EncodingOption): Promise<void> {
    const at = await this.locate(path);
    await this.memory.appendFile(at, content, options);
    this.#unread.delete(at);
  }

  async mkdir(path: string, recursive: boolean): Promise<void> {
    await this.memory.mkdir(await this.locate(path), { recursive });
  }

  /** Removes a file, a link or a folder. */
  async rm(path: string, options: { readonly recursive: boolean; readonly force: boolean }) {
    const at = await this.locate(path, false);
    if (!options.recursive) await this.#fill(at);
    this.#forget(at);
    this.#removed.add(at);
    const inside = options.recursive
      ? this.memory.getAllPaths().filter((one) => one !== at && isAtOrBelow(one, at))
      : [];
    // What is in a folder goes before it.
    for (const below of inside.toSorted((one, other) => other.length - one.length)) {
      await this.memory.rm(below, { force: true });
    }
    await this.memory.rm(at, options);
  }

  async cp(source: string, target: string, recursive: boolean): Promise<void> {
    // cp(1) copies what a link leads to, and links as they are only with a whole folder.
    const from = await this.locate(source, !recursive);
    await this.#fillAll(from);
    const to = await this.locate(target);
    this.#forget(to);
    await this.memory.cp(from, to, { recursive });
    this.#carryLinks(from, to);
  }

  async mv(source: string, target: string): Promise<void> {
    const from = await this.locate(source, false);
    await this.#fillAll(from);
    const to = await this.locate(target, false);
    this.#forget(to);
    this.#removed.add(from);
    await this.memory.mv(from, to);
    this.#carryLinks(from, to);
    this.#forget(from);
  }

  async chmod(path: string, mode: number): Promise<void> {
    const at = await this.locate(path);
    this.#unread.delete(at);
    await this.memory.chmod(at, mode);
  }

  async symlink(target: string, path: string): Promise<void> {
    const at = await this.locate(path, false);
    await this.memory.symlink(target, at);
    this.#links.set(at, target);
  }

  async link(existing: string, path: string): Promise<void> {
    await this.memory.link(await this.locate(existing), await this.locate(path, false));
  }

  async readlink(path: string): Promise<string> {
    return this.memory.readlink(await this.locate(path, false));
  }

  async realpath(path: string): Promise<string> {
    return this.memory.realpath(await this.locate(path));
  }

  async utimes(path: string, read: Date, changed: Date): Promise<void> {
    const at = await this.locate(path);
    await unlessRefused(this.memory.readFileBuffer(at));
    await this.memory.utimes(at, read, changed);
  }

  /** Every path at and below one, of all folders that were looked into and those that weren't. */
  async pathsBelow(path: string): Promise<string[]> {
    const at = await this.locate(path);
    await this.#fillAll(at);
    return this.memory.getAllPaths().filter((one) => isAtOrBelow(one, at));
  }

  /** Puts into a folder what its source has in it, once. */
  async #fill(folder: string): Promise<void> {
    const unopened = this.#unopened.get(folder);
    if (unopened === undefined) return;
    const entries = await unopened.source.list(unopened.path);
    // Another command of the same pipeline may have been here while the source was asked.
    if (!this.#unopened.delete(folder)) return;
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (canMount(path)) await this.#lay(path, entry, unopened);
    }
  }

  async #lay(path: string, entry: FolderEntry, { source, path: parent }: Unopened): Promise<void> {
    const below = parent === '' ? entry.name : `${parent}/${entry.name}`;
    switch (entry.kind) {
      case 'folder':
        await this.memory.mkdir(path, { recursive: true });
        await this.memory.chmod(path, entry.mode);
        if (!this.#unopened.has(path)) this.#unopened.set(path, { source, path: below });
        break;
      case 'file':
        this.#unread.set(path, entry);
        this.memory.writeFileLazy(path, () => this.#read(path, source, below), {
          mode: entry.mode,
          mtime: entry.changed,
        });
        break;
      case 'link':
        await this.memory.rm(path, { force: true });
        await this.memory.symlink(entry.target, path);
        this.#links.set(path, entry.target);
        break;
      default:
        assertNever(entry);
    }
  }

  async #read(path: string, source: SourceFolder, below: string): Promise<Uint8Array> {
    const bytes = await source.read(below);
    this.#unread.delete(path);
    return bytes;
  }

  async #fillAll(folder: string): Promise<void> {
    // What is found in a folder is added at the end, so that the loop comes to it.
    for (const path of this.#unopened.keys()) {
      if (isAtOrBelow(path, folder)) await this.#fill(path);
    }
  }

  #forget(path: string): void {
    for (const known of [this.#unopened, this.#unread, this.#links]) {
      for (const one of known.keys()) if (isAtOrBelow(one, path)) known.delete(one);
    }
  }

  #carryLinks(from: string, to: string): void {
    for (const [path, target] of this.#links) {
      if (isAtOrBelow(path, from)) this.#links.set(to + path.slice(from.length), target);
    }
  }
}

function splitPath(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
