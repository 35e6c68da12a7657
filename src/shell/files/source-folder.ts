/** What stands in a folder under a name. Modes are as chmod(2) has them. */
export type FolderEntry =
  | { readonly kind: 'folder'; readonly name: string; readonly mode: number }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly mode: number;
      readonly sizeBytes: number;
      readonly changed: Date;
    }
  | { readonly kind: 'link'; readonly name: string; readonly target: string };

/**
 * A folder outside of the simulation that a script may read. A path is below it, with `/` between names; the folder itself is `''`.
 *
 * A symbolic link is listed as one, and never followed: where it leads is found in the simulation, so that none leads out of the folder.
 */
export interface SourceFolder {
  /** What stands in a folder; nothing for what neither script nor tool can use (sockets, devices). */
  readonly list: (path: string) => Promise<readonly FolderEntry[]>;
  /** The bytes of a file. */
  readonly read: (path: string) => Promise<Uint8Array>;
}
