import type { Parser } from '../parser/parser.js';
import type { SynproxyStatement } from '../tree/statement.js';
import type { Span } from '../tree/span.js';

/** What `synproxy` has behind it. Source: nft(8), SYNPROXY STATEMENT. */
export function parseSynproxyBody(p: Parser, at: Span): SynproxyStatement {
  const synproxy: { -readonly [Key in keyof SynproxyStatement]: SynproxyStatement[Key] } = {
    kind: 'synproxy',
    timestamp: false,
    sackPermitted: false,
    at,
  };
  for (;;) {
    const word = p.accept('mss', 'wscale', 'timestamp', 'sack-permitted');
    switch (word?.kind) {
      case 'mss':
        synproxy.mss = p.expectNumber(16);
        break;
      case 'wscale':
        synproxy.wscale = p.expectNumber(8);
        break;
      case 'timestamp':
        synproxy.timestamp = true;
        break;
      case 'sack-permitted':
        synproxy.sackPermitted = true;
        break;
      default:
        p.closeScope('synproxy');
        return synproxy;
    }
  }
}
