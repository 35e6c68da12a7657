export { LpmTable, type LpmEntry } from './lpm-table.js';
export type { LpmDraft } from './lpm-draft.js';
export type { AllocateBuffer } from './lpm-bytes.js';
export type { AddressLike, PrefixLike } from './prefix-like.js';
