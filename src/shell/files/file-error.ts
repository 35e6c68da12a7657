const WORDS = {
  EACCES: 'permission denied',
  EEXIST: 'file already exists',
  EINVAL: 'invalid argument',
  EISDIR: 'illegal operation on a directory',
  ELOOP: 'too many levels of symbolic links',
  ENOENT: 'no such file or directory',
  ENOTDIR: 'not a directory',
  ENOTEMPTY: 'directory not empty',
  EPERM: 'operation not permitted',
} as const;

/** The errors of a file system that the shell's programs know. */
export type FileErrorCode = keyof typeof WORDS;

/** Makes an error as a file system throws it: programs of the shell read the code at its beginning. */
export function makeFileError(code: FileErrorCode, operation: string, path: string): Error {
  return new Error(`${code}: ${WORDS[code]}, ${operation} '${path}'`);
}

/** Reports whether an error is a refusal of a file system, of the kind `ENOENT: no such file or directory, stat '/x'`, and not a fault. */
function isFileError(error: unknown): error is Error {
  return error instanceof Error && /^E[A-Z0-9]+: /.test(error.message);
}

/** Reports whether a file system has refused something for want of room. */
export function isDiskFull(error: unknown): boolean {
  return isFileError(error) && error.message.startsWith('ENOSPC: ');
}

/** What is asked of a file system; undefined where it refuses it. Any other error goes on. */
export async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isFileError(error)) return undefined;
    throw error;
  }
}

/** The words of the C library for each. */
const ERRNO_WORDS: Readonly<Record<FileErrorCode, string>> = {
  EACCES: 'Permission denied',
  EEXIST: 'File exists',
  EINVAL: 'Invalid argument',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENOENT: 'No such file or directory',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  EPERM: 'Operation not permitted',
};

/** What a program complains of when a file system refuses it something: `PATH: No such file or directory`; undefined for another error. */
export function fileComplaint(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [, code = '', path = ''] = /^(E[A-Z]+): .*?, \w+ '(.*?)'/s.exec(error.message) ?? [];
  return isFileErrorCode(code) ? `${path}: ${ERRNO_WORDS[code]}` : undefined;
}

function isFileErrorCode(code: string): code is FileErrorCode {
  return Object.hasOwn(ERRNO_WORDS, code);
}
