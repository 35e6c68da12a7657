import { parseVariable } from '../expression/parse-symbol.js';
import { located, type Parser } from '../parser/parser.js';
import type { Token } from '../token.js';
import type { BaseChainSpec, DeviceList, HookName, Priority } from '../tree/block.js';
import type { Located } from '../tree/span.js';
import { parseHookDevices } from './parse-devices.js';

const hooks: readonly HookName[] = [
  'prerouting',
  'input',
  'forward',
  'postrouting',
  'output',
  'ingress',
  'egress',
];

/** The message about a hook that there is not. */
export const unknownHook = 'unknown chain hook';

/** The hook of a name; undefined if there is none. */
export function hookOf(name: string): HookName | undefined {
  return hooks.find((hook) => hook === name);
}

/** The hook that the word names; undefined if there is none. */
export function findHook({ text, at }: Token): Located<HookName> | undefined {
  const value = hookOf(text);
  return value === undefined ? undefined : { value, at };
}

function checkType(p: Parser, token: Token): BaseChainSpec['type'] {
  const { value: text, at } = located(token);
  if (text === 'filter' || text === 'nat' || text === 'route') return { value: text, at };
  return p.refuse(at, 'unknown chain type');
}

function parsePriorityValue(p: Parser): Priority['expression'] {
  if (p.peekIs('$')) return parseVariable(p);
  const minus = p.accept('-');
  if (minus !== undefined || p.peekIs('number')) {
    const start = p.peek().at;
    const number = p.expectNumber();
    const value = BigInt.asIntN(32, minus === undefined ? number : -number);
    return { kind: 'integer', value, at: p.spanFrom(minus?.at ?? start) };
  }
  const { text: name, at } = p.accept('string', 'out') ?? p.fail();
  const sign = p.accept('+', '-')?.kind;
  const text = sign === undefined ? name : `${name} ${sign} ${p.expectNumber()}`;
  return { kind: 'symbol', text, at: p.spanFrom(at) };
}

/** `priority filter + 1`. */
export function parsePriority(p: Parser): Priority {
  const start = p.expect('priority').at;
  const expression = parsePriorityValue(p);
  return { expression, at: p.spanFrom(start) };
}

/** `type filter hook input device "eth0" priority 0`. Source: nft(8), CHAINS. */
export function parseHookLine(p: Parser): { base: BaseChainSpec; devices: DeviceList | undefined } {
  const start = p.expect('type').at;
  p.closeScope('type');
  const type = p.expect('string');
  p.expect('hook');
  const hook = p.expect('string');
  const devices = parseHookDevices(p);
  const priority = parsePriority(p);
  const at = p.spanFrom(start);
  const checkedType = checkType(p, type);
  const checkedHook = findHook(hook) ?? p.refuse(hook.at, unknownHook);
  return { base: { type: checkedType, hook: checkedHook, priority, at }, devices };
}
