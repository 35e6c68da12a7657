import type { Parser } from '../parser/parser.js';
import type { FlowtableBlock } from '../tree/block.js';
import { parseCommon } from './parse-common.js';
import { parseDevices } from './parse-devices.js';
import { findHook, parsePriority, unknownHook } from './parse-hook.js';

type Draft = { -readonly [Key in keyof FlowtableBlock]: FlowtableBlock[Key] };

function parsePart(p: Parser, flowtable: Draft): void {
  if (parseCommon(p)) return;
  const { kind } = p.accept('hook', 'devices', 'counter', 'flags') ?? p.fail();
  switch (kind) {
    case 'hook': {
      const hook = p.expect('string');
      const priority = parsePriority(p);
      p.expect('newline', 'semicolon');
      flowtable.hook = findHook(hook) ?? p.refuseBlock(hook.at, unknownHook);
      flowtable.priority = priority;
      break;
    }
    case 'devices': {
      p.expect('=');
      const devices = parseDevices(p);
      p.expect('newline', 'semicolon');
      flowtable.devices = devices;
      break;
    }
    case 'counter':
      p.closeScope('counter');
      flowtable.counter = true;
      break;
    default:
      p.expect('offload');
      p.expect('newline', 'semicolon');
      flowtable.offload = true;
  }
}

/** `{ hook ingress priority 0; devices = { "eth0" } }`. Source: nft(8), FLOWTABLES. */
export function parseFlowtableBlock(p: Parser, isPart: boolean): FlowtableBlock {
  const flowtable: Draft = { counter: false, offload: false, at: p.last };
  flowtable.at = p.readBlock(isPart, () => parsePart(p, flowtable));
  return flowtable;
}
