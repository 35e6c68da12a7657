import { doubleQuote, singleQuote, wordQuote } from '../expand/quote.js';
import { inHashOrder } from './associative-order.js';
import { sortedElements, type Attribute, type Value } from './variable.js';
import type { Variables } from './variables.js';

const ORDER: readonly Attribute[] = ['i', 'n', 'r', 't', 'x', 'c', 'l', 'u'];

/**
 * A variable as a command that makes it: as `declare -p` prints it, as `${NAME@A}` does, or as `set` does.
 * Undefined when there is no such variable.
 */
export function declarationOf(
  variables: Variables,
  name: string,
  form: 'declare' | 'assignment' | 'set',
): string | undefined {
  const variable = variables.find(name);
  const dynamic = variables.dynamic.get(name);
  if (variable === undefined && dynamic === undefined) return undefined;
  const value = variable?.value ?? dynamic?.read();
  const attributes = variable?.attributes ?? new Set<Attribute>();
  const kind = typeof value === 'object' ? (value.kind === 'indexed' ? 'a' : 'A') : '';
  const letters = kind + ORDER.filter((letter) => attributes.has(letter)).join('');
  const isArray = typeof value === 'object';
  if (form === 'set') {
    if (value === undefined) return undefined;
    return `${name}=${isArray ? listText(value) : wordQuote(value)}`;
  }
  if (form === 'assignment' && letters === '') {
    return typeof value === 'string' ? `${name}=${singleQuote(value)}` : undefined;
  }
  const command = `declare -${letters === '' ? '-' : letters} ${name}`;
  if (value === undefined || (isArray && value.isUnset === true)) return command;
  if (isArray) return `${command}=${listText(value)}`;
  return `${command}=${form === 'declare' ? doubleQuote(value) : singleQuote(value)}`;
}

function listText(value: Exclude<Value, string | undefined>): string {
  if (value.kind === 'indexed') {
    const words = sortedElements(value.elements).map(
      ([key, element]) => `[${key}]=${doubleQuote(element)}`,
    );
    return `(${words.join(' ')})`;
  }
  const words = inHashOrder(value.elements.keys()).map((key) => {
    const shown = /^[\w]+$/.test(key) ? key : doubleQuote(key);
    return `[${shown}]=${doubleQuote(value.elements.get(key) ?? '')} `;
  });
  return `(${words.join('')})`;
}
