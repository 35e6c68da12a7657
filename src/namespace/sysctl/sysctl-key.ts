/**
 * What a key means here.
 *
 * - `acts`: its value bears on what is simulated, and is read
 * - `inert`: nothing that is simulated depends on it; it is kept and shown
 * - `fixed`: it would change what is simulated, in a way that isn't: it can only be set to its default
 */
export type SysctlRole = 'acts' | 'inert' | 'fixed';

/** What text a key takes. */
export type SysctlForm =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  /** As many integers, with blanks between them. */
  | {
      readonly kind: 'integers';
      readonly count: number;
      readonly min: number;
      readonly max: number;
    }
  /** Text that isn't read here: only the value that it has can be set. */
  | { readonly kind: 'text' }
  | { readonly kind: 'read-only' }
  /** Nothing can be read from it. */
  | { readonly kind: 'write-only' };

/** One key under /proc/sys/net, or one for each device. */
export interface SysctlKey {
  /** Dotted name; `*` stands for a device's name. */
  readonly name: string;
  /** The kernel's default. */
  readonly value: string;
  /** Defaults that are others for `all` or for `lo`. */
  readonly special: Readonly<Partial<Record<'all' | 'lo', string>>>;
  readonly form: SysctlForm;
  readonly role: SysctlRole;
}

/** Limits of a key that takes an integer; a C int without them. */
export interface SysctlLimits {
  readonly min?: number;
  readonly max?: number;
  readonly all?: string;
  readonly lo?: string;
}

/** A key that takes one integer and makes no difference. */
export function inert(name: string, value: number | string, limits: SysctlLimits = {}): SysctlKey {
  return integerKey('inert', name, value, limits);
}

/** A key that takes one integer and that the simulation reads. */
export function acts(name: string, value: number, limits: SysctlLimits = {}): SysctlKey {
  return integerKey('acts', name, value, limits);
}

/** A key that takes one integer, of which only the default is simulated. */
export function fixed(name: string, value: number, limits: SysctlLimits = {}): SysctlKey {
  return integerKey('fixed', name, value, limits);
}

/** A key of another form, that makes no difference. */
export function other(name: string, value: string, form: SysctlForm): SysctlKey {
  return { name, value, special: {}, form, role: 'inert' };
}

function integerKey(
  role: SysctlRole,
  name: string,
  value: number | string,
  { min = -0x80000000, max = 0x7fffffff, ...special }: SysctlLimits,
): SysctlKey {
  return { name, value: String(value), special, form: { kind: 'integer', min, max }, role };
}
