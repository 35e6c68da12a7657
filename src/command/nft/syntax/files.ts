/** The files that `include` can read. */
export interface IncludedFiles {
  /**
   * The paths that match a pattern of glob(7), sorted by name, folders with a slash at their end; the pattern itself
   * if it has no wildcards and there is such a file. Source: glob(3) with `GLOB_MARK`.
   */
  match(pattern: string): readonly string[];
  read(path: string): FileContent;
}

/** What reading a file gave; an error with the words of strerror(3). */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not regular' }
  | { readonly kind: 'error'; readonly message: string };

/** Files of a place that has none. */
export const noFiles: IncludedFiles = {
  match: () => [],
  read: () => ({ kind: 'error', message: 'No such file or directory' }),
};
