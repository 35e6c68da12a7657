import { parseJsonText } from '../../packet/json-text.js';
import { parsePacketJson } from '../../packet/packet-json.js';
import { isBlank, type LineReader } from './line-reader.js';

/** Reads a packet as JSON, one a line, as `nexthop trace --packets` takes them. */
export const readJsonLine: LineReader = (text) =>
  isBlank(text) ? 'a blank line' : parsePacketJson(parseJsonText(text));
