/**
 * The states in which a packet can stand to a connection, each at the index that it has in the `ctstate` field.
 *
 * `none`: connections aren't tracked here, or not yet. `TEMPLATE`: not yet either, but a rule has said how it will be (`-j CT`, `ct zone set`), and
 * rules see a new connection. Source: `enum ip_conntrack_info`, iptables-extensions(8) conntrack.
 */
export const CONNECTION_STATES = [
  'none',
  'INVALID',
  'NEW',
  'ESTABLISHED',
  'RELATED',
  'UNTRACKED',
  'TEMPLATE',
] as const;

/** How a packet stands to a connection. */
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** The value of the `ctstate` field for a state. */
export function connectionStateIndex(state: ConnectionState): number {
  return CONNECTION_STATES.indexOf(state);
}
