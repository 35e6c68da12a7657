/** One error number of the kernel, with the words that the C library has for it. */
export interface ErrnoEntry {
  readonly name: ErrnoName;
  readonly number: number;
  readonly words: string;
}

/** The kernel errors that a simulated host can give. Source: errno(3). */
export type ErrnoName = keyof typeof TABLE;

const TABLE = {
  EPERM: [1, 'Operation not permitted'],
  ENOENT: [2, 'No such file or directory'],
  ESRCH: [3, 'No such process'],
  EINTR: [4, 'Interrupted system call'],
  EIO: [5, 'Input/output error'],
  ENXIO: [6, 'No such device or address'],
  E2BIG: [7, 'Argument list too long'],
  EBADF: [9, 'Bad file descriptor'],
  EAGAIN: [11, 'Resource temporarily unavailable'],
  ENOMEM: [12, 'Cannot allocate memory'],
  EACCES: [13, 'Permission denied'],
  EBUSY: [16, 'Device or resource busy'],
  EEXIST: [17, 'File exists'],
  EXDEV: [18, 'Invalid cross-device link'],
  ENODEV: [19, 'No such device'],
  EINVAL: [22, 'Invalid argument'],
  ENFILE: [23, 'Too many open files in system'],
  ENOSPC: [28, 'No space left on device'],
  EROFS: [30, 'Read-only file system'],
  EMLINK: [31, 'Too many links'],
  ERANGE: [34, 'Numerical result out of range'],
  ENOTEMPTY: [39, 'Directory not empty'],
  ELOOP: [40, 'Too many levels of symbolic links'],
  ENODATA: [61, 'No data available'],
  ENONET: [64, 'Machine is not on the network'],
  EPROTO: [71, 'Protocol error'],
  EOVERFLOW: [75, 'Value too large for defined data type'],
  EDESTADDRREQ: [89, 'Destination address required'],
  EMSGSIZE: [90, 'Message too long'],
  ENOPROTOOPT: [92, 'Protocol not available'],
  EPROTONOSUPPORT: [93, 'Protocol not supported'],
  EOPNOTSUPP: [95, 'Operation not supported'],
  EAFNOSUPPORT: [97, 'Address family not supported by protocol'],
  EADDRINUSE: [98, 'Address already in use'],
  EADDRNOTAVAIL: [99, 'Cannot assign requested address'],
  ENETDOWN: [100, 'Network is down'],
  ENETUNREACH: [101, 'Network is unreachable'],
  ENOBUFS: [105, 'No buffer space available'],
  ENOTCONN: [107, 'Transport endpoint is not connected'],
  ECONNREFUSED: [111, 'Connection refused'],
  EHOSTUNREACH: [113, 'No route to host'],
  ENOKEY: [126, 'Required key not available'],
} as const satisfies Record<string, readonly [number, string]>;

/**
 * Looks up a kernel error by name.
 *
 * @example
 * ```ts
 * import { errno } from 'nexthop';
 * errno('ENETUNREACH').words; // 'Network is unreachable'
 * ```
 */
export function errno(name: ErrnoName): ErrnoEntry {
  const [number, words] = TABLE[name];
  return Object.freeze({ name, number, words });
}

/** The names of the kernel errors that a simulated host can give. */
export const ERRNO_NAMES: readonly ErrnoName[] = Object.keys(TABLE).filter(isErrnoName);

/** The name of a kernel error that a text is; undefined when it's none that a simulated host can give. */
export function findErrno(text: string): ErrnoName | undefined {
  return isErrnoName(text) ? text : undefined;
}

function isErrnoName(text: string): text is ErrnoName {
  return Object.hasOwn(TABLE, text);
}
