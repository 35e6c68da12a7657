import type { SysctlForm, SysctlLimits } from '../sysctl/sysctl-key.js';

/** 0 or 1. */
export const BOOLEAN: SysctlLimits = { min: 0, max: 1 };

/** One byte. */
export const BYTE: SysctlLimits = { min: 0, max: 255 };

/** A C int that isn't negative. */
export const NATURAL: SysctlLimits = { min: 0, max: 0x7fffffff };

/** Seconds that the kernel holds as jiffies of 4 ms in a C int. */
export const SECONDS: SysctlLimits = { min: 0, max: 8589934 };

/** Can't be written. */
export const READ_ONLY: SysctlForm = { kind: 'read-only' };

/** Can't be read. */
export const WRITE_ONLY: SysctlForm = { kind: 'write-only' };

/** Some text. */
export const TEXT: SysctlForm = { kind: 'text' };
