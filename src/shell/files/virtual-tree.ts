/** A file that the machine's state stands behind, as those of /proc/sys. */
export interface VirtualFile {
  /** Its content now. */
  readonly read: () => string;
  /** Takes what is written to it; answers the kernel's words (`Invalid argument`) when it refuses. Absent: read-only. */
  readonly write?: (text: string) => string | undefined;
}

/** A folder of virtual files, found anew at each look: the devices of a machine come and go. */
export interface VirtualTree {
  /** Its absolute path, without a slash at the end. */
  readonly root: string;
  /** The files in it by path below the root, without a slash at the front. */
  readonly files: () => ReadonlyMap<string, VirtualFile>;
  /** Any other file of it, where it is not known which there are. Absent: there are none. */
  readonly otherFile?: (path: string) => VirtualFile;
  /** The folders in it that are there without a file too. Absent: there are none. */
  readonly folders?: () => readonly string[];
  /** What symbolic links in it say, by path below the root; each stands where a file or a folder of the tree is. */
  readonly links?: () => ReadonlyMap<string, string>;
}

/** What stands at a path of a tree: a file, the names in a folder in the order of the alphabet, or nothing. */
export type VirtualNode =
  | { readonly kind: 'file'; readonly file: VirtualFile }
  | { readonly kind: 'folder'; readonly names: readonly string[] }
  | { readonly kind: 'absent' };

/** The path below a tree's root; undefined for a path outside the tree. */
export function pathInTree(tree: VirtualTree, path: string): string | undefined {
  if (path === tree.root) return '';
  return path.startsWith(`${tree.root}/`) ? path.slice(tree.root.length + 1) : undefined;
}

/** Finds what stands at a path below a tree's root. A folder is there when a file is in it; the root always is. */
export function findNode(tree: VirtualTree, path: string): VirtualNode {
  const files = tree.files();
  const file = files.get(path) ?? (path === '' ? undefined : tree.otherFile?.(path));
  if (file !== undefined) return { kind: 'file', file };
  const prefix = path === '' ? '' : `${path}/`;
  const names = new Set<string>();
  const folders = tree.folders?.() ?? [];
  for (const name of [...files.keys(), ...folders]) {
    if (name.startsWith(prefix)) names.add(name.slice(prefix.length).split('/')[0] ?? '');
  }
  if (names.size === 0 && path !== '' && !folders.includes(path)) return { kind: 'absent' };
  return { kind: 'folder', names: [...names].toSorted() };
}
