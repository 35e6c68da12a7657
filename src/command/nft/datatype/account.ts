import { ACCOUNT_DATABASE, type AccountKind } from '../../../databases/accounts.js';
import type { DatatypeText } from './datatype-text.js';
import { integerJson, readInteger } from './integer.js';

/** Users or groups, by name or number; listed by number but under `-u`. */
export function accountText(kind: AccountKind): DatatypeText {
  const database = ACCOUNT_DATABASE[kind];
  return {
    read: (word, { names }) => {
      const known = names.databases[database].numberOf(word);
      if (known !== undefined) return BigInt(known);
      const number = readInteger(word);
      if (number === undefined) {
        return { mistake: `${kind === 'uid' ? 'User' : 'Group'} does not exist` };
      }
      return number > 0xffffffffn ? { mistake: 'Value too large' } : number;
    },
    print: (value, { names, style }) => {
      if (!style.accounts) return value.toString();
      const name = names.databases[database].nameOf(Number(value));
      return name === undefined ? value.toString() : `"${name}"`;
    },
    json: (value, { names, style }) =>
      (style.accounts ? names.databases[database].nameOf(Number(value)) : undefined) ??
      integerJson(value),
  };
}
