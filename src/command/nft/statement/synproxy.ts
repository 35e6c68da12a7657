import type { Statement } from '../../../netfilter/nft/statement.js';
import type { Json } from '../json.js';
import type { SynproxyStatement as SynproxyTree } from '../syntax/tree/statement.js';

type SynproxyStatement = Extract<Statement, { readonly kind: 'synproxy' }>;

/** A proxy for the beginning of TCP connections. */
export function evaluateSynproxy(tree: SynproxyTree): SynproxyStatement {
  const { mss, wscale, timestamp, sackPermitted } = tree;
  return {
    kind: 'synproxy',
    mss: mss === undefined ? undefined : Number(mss),
    wscale: wscale === undefined ? undefined : Number(wscale),
    timestamp,
    sackPermitted,
  };
}

/** The same as a listing has it. */
export function printSynproxy(statement: SynproxyStatement): string {
  const { mss, wscale, timestamp, sackPermitted } = statement;
  const sizes =
    mss === undefined && wscale === undefined ? '' : ` mss ${mss ?? 0} wscale ${wscale ?? 0}`;
  return `synproxy${sizes}${timestamp ? ' timestamp' : ''}${sackPermitted ? ' sack-perm' : ''}`;
}

/** The same in JSON. */
export function synproxyJson(statement: SynproxyStatement): Json {
  const { mss, wscale, timestamp, sackPermitted } = statement;
  const flags = [...(timestamp ? ['timestamp'] : []), ...(sackPermitted ? ['sack-perm'] : [])];
  if (mss === undefined && wscale === undefined && flags.length === 0) return { synproxy: null };
  return { synproxy: { mss, wscale, flags: flags.length === 0 ? undefined : flags } };
}
