import { isMulticast } from '../../../../../address/address-class.js';
import type { Address } from '../../../../../address/address.js';
import { printAddress } from '../../../../../address/address-text.js';
import type { OverlaySettings } from '../../../../../namespace/link-kind/overlay.js';
import { piece, type Piece } from '../../../piece.js';

/** `remote`, `group` or `local` with an address; nothing without one. In JSON the name of an IPv6 one ends in 6. */
export function addressPieces(name: 'remote' | 'local', address: Address | undefined): Piece[] {
  if (address === undefined) return [];
  const word = name === 'remote' && isMulticast(address) ? 'group' : name;
  const text = printAddress(address);
  return [piece(`${word} ${text} `, { [address.family === 6 ? `${word}6` : word]: text })];
}

/** The TOS; nothing for 0. */
export function tosPieces({ tos }: OverlaySettings): Piece[] {
  if (tos === 0) return [];
  const hex = `0x${tos.toString(16)}`;
  return [piece(tos === 1 ? 'tos inherit ' : `tos ${hex} `, { tos: hex })];
}

/** The TTL; one that is inherited has no field. */
export function ttlPiece({ ttl }: OverlaySettings): Piece {
  if (ttl === 'inherit') return piece('ttl inherit ');
  return piece(ttl === 0 ? 'ttl auto ' : `ttl ${ttl} `, { ttl });
}

/** The don't fragment bit, which is shown where it isn't left unset. */
export function dfPiece({ df }: OverlaySettings): Piece {
  return piece(df === 'unset' ? '' : `df ${df} `, { df });
}

/** The flow label; nothing for 0. */
export function labelPieces({ flowlabel }: OverlaySettings): Piece[] {
  if (flowlabel === 0) return [];
  const label = `0x${flowlabel.toString(16)}`;
  return [piece(`flowlabel ${label} `, { label })];
}
