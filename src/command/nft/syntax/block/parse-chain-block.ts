import { givenTwice, parseComment } from '../expression/parse-comment.js';
import { parseVariable } from '../expression/parse-symbol.js';
import type { Parser } from '../parser/parser.js';
import { parseRule, readScoped } from '../statement/parse-rule.js';
import type { BaseChainSpec, ChainBlock, ChainPolicy, DeviceList } from '../tree/block.js';
import type { ListExpression, VariableExpression } from '../tree/expression.js';
import type { Rule } from '../tree/statement.js';
import { parseCommon } from './parse-common.js';
import { parseDevices } from './parse-devices.js';
import { parseHookLine } from './parse-hook.js';

interface Draft {
  base?: BaseChainSpec;
  policy?: ChainPolicy | VariableExpression;
  offload: boolean;
  devices?: DeviceList;
  comment?: string;
  readonly rules: Rule[];
}

function parsePolicy(p: Parser, chain: Draft): void {
  const start = p.expect('policy').at;
  let policy: ChainPolicy | VariableExpression;
  if (p.peekIs('$')) policy = parseVariable(p);
  else {
    const { kind } = p.expect('accept', 'drop', '$');
    policy = { kind: 'policy', policy: kind === 'drop' ? 'drop' : 'accept', at: p.last };
  }
  p.closeScope('policy');
  const at = p.spanFrom(start);
  if (chain.policy !== undefined) p.refuse(at, 'you cannot set chain policy twice');
  chain.policy = { ...policy, at };
}

/** Devices given a second time are added, if both are lists. */
function addDevices(chain: Draft, devices: DeviceList): void {
  const { devices: before } = chain;
  if (before?.kind !== 'list' || devices.kind !== 'list') {
    chain.devices = before ?? devices;
    return;
  }
  const joined: ListExpression = { ...before, items: [...devices.items, ...before.items] };
  chain.devices = joined;
}

function parseHook(p: Parser, chain: Draft): void {
  const { base, devices } = parseHookLine(p);
  chain.base = base;
  delete chain.devices;
  if (devices !== undefined) chain.devices = devices;
}

function parsePart(p: Parser, chain: Draft): void {
  if (parseCommon(p)) return;
  switch (p.peek().kind) {
    case 'type':
      parseHook(p, chain);
      break;
    case 'policy':
      parsePolicy(p, chain);
      break;
    case 'flags':
      p.take();
      p.expect('offload');
      chain.offload = true;
      break;
    case 'devices': {
      p.take();
      p.expect('=');
      const devices = parseDevices(p);
      p.expect('newline', 'semicolon');
      addDevices(chain, devices);
      return;
    }
    case 'comment': {
      const start = p.peek().at;
      const comment = parseComment(p);
      const at = p.spanFrom(start);
      p.expect('newline', 'semicolon');
      if (chain.comment !== undefined) p.refuseBlock(at, givenTwice);
      chain.comment = comment;
      return;
    }
    default: {
      const rule = parseRule(p);
      p.expect('newline', 'semicolon');
      chain.rules.push(rule);
      return;
    }
  }
  p.expect('newline', 'semicolon');
}

/** `{ type filter hook input priority 0; ... }`, perhaps as part of a table. Source: nft(8), CHAINS. */
export function parseChainBlock(p: Parser, isPart: boolean): ChainBlock {
  const chain: Draft = { offload: false, rules: [] };
  const at = readScoped(p, () => p.readBlock(isPart, () => parsePart(p, chain)));
  return { at, ...chain };
}
