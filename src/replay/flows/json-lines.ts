import type { Accounts } from '../../databases/accounts.js';
import { parseJsonText } from '../../packet/json-text.js';
import { parsePacketJson } from '../../packet/packet-json.js';
import { isBlank, type LineReader } from './line-reader.js';

/** Reads packets as JSON, one a line, as `nexthop trace --packets` takes them. */
export function jsonLines(accounts: Accounts): LineReader {
  return (text) =>
    isBlank(text) ? 'a blank line' : parsePacketJson(parseJsonText(text), accounts);
}
