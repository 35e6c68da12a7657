const WORDS = {
  EACCES: 'permission denied',
  EINVAL: 'invalid argument',
  EISDIR: 'illegal operation on a directory',
  ELOOP: 'too many levels of symbolic links',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  EPERM: 'operation not permitted',
} as const;

/** The errors of a file system that the shell's programs know. */
export type FileErrorCode = keyof typeof WORDS;

/** Makes an error as a file system throws it: programs of the shell read the code at its beginning. */
export function makeFileError(code: FileErrorCode, operation: string, path: string): Error {
  return new Error(`${code}: ${WORDS[code]}, ${operation} '${path}'`);
}
