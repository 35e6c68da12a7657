import type { Json } from '../json.js';

/** The first entry of every answer in JSON. */
const METAINFO = {
  metainfo: {
    version: '1.1.3',
    release_name: 'Commodore Bullmoose #4',
    json_schema_version: 1,
  },
};

/** An answer in JSON, in one line, as jansson writes it. */
export function printAnswer(entries: readonly Json[]): string {
  return `${printJson({ nftables: [METAINFO, ...entries] })}\n`;
}

/** What nft hears of, in JSON: without the first entry of an answer, and nothing at all when there is nothing. Source: nft's `json_print_echo`. */
export function printEchoed(entries: readonly Json[]): string {
  return entries.length === 0 ? '' : `${printJson({ nftables: entries })}\n`;
}

/** JSON in one line. */
export function printJson(json: Json | undefined): string {
  if (typeof json === 'string') return JSON.stringify(json);
  if (typeof json !== 'object' || json === null) return String(json);
  if (isList(json)) return `[${json.map(printJson).join(', ')}]`;
  const entries = Object.entries(json).filter(([, value]) => value !== undefined);
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}: ${printJson(value)}`).join(', ')}}`;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
