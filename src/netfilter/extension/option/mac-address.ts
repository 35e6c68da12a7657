import { XtablesError } from '../../xtables-error.js';

/** Reads a link-layer address: six numbers of at most two characters each, as strtoul(3) reads them. @throws XtablesError */
export function readMac(text: string): string {
  const parts = text.split(':');
  const bytes = parts.map((part) => {
    const [, sign, digits] = /^([+-]?)([0-9a-fA-F]*)$/.exec(part) ?? [];
    if (digits === undefined || part.length > 2 || (sign !== '' && digits === '')) return undefined;
    const value = digits === '' ? 0 : Number.parseInt(digits, 16);
    return (sign === '-' ? -value : value) & 0xff;
  });
  if (parts.length !== 6 || bytes.includes(undefined)) {
    throw new XtablesError('parameter', 'Invalid MAC address specified.');
  }
  return bytes.map((byte = 0) => byte.toString(16).padStart(2, '0')).join(':');
}
