import { protocols, type ProtocolName } from '../../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector } from '../../../../netfilter/nft/selector.js';
import { scalarType } from '../../../../netfilter/nft/value-type.js';

/**
 * A field of a header as an expression. `vlan cfi` is `vlan dei`.
 *
 * @throws TypeError for a field that the header doesn't have, which the reader of the language doesn't let pass
 */
export function payloadSelector(
  protocol: ProtocolName,
  field: string,
  inner?: ProtocolName,
): PayloadSelector {
  const { fields } = protocols[protocol];
  const asked = fields.find(({ name }) => name === field);
  if (asked === undefined) throw new TypeError(`no field ${field} of ${protocol}`);
  const known = asked.name === 'cfi' ? (fields.find(({ name }) => name === 'dei') ?? asked) : asked;
  return {
    kind: 'payload',
    protocol,
    field: known.name,
    type: scalarType(known.datatype, known.bits, 'network'),
    inner,
  };
}
