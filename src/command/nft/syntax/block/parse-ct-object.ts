import { parseSeconds, parseTime } from '../expression/parse-time.js';
import { located, type Parser } from '../parser/parser.js';
import type {
  CtExpectationBlock,
  CtHelperBlock,
  CtTimeoutBlock,
  ObjectBlock,
} from '../tree/block.js';
import { toByteText } from '../byte-text.js';
import { parseFamily } from './parse-family.js';

const longestName = 15;

function parseProtocol(p: Parser): 'tcp' | 'udp' {
  const protocol = p.expect('udp', 'tcp').kind === 'tcp' ? 'tcp' : 'udp';
  p.closeScope(protocol);
  return protocol;
}

function parseL3proto(p: Parser): Pick<CtHelperBlock, 'l3proto'> {
  return { l3proto: parseFamily(p) ?? p.fail() };
}

function endPart(p: Parser): void {
  p.expect('newline', 'semicolon');
}

function checkHelper(
  p: Parser,
  object: CtHelperBlock,
  name: { value: string; at: CtHelperBlock['at'] },
): void {
  const { value, at } = name;
  if (object.type !== undefined) {
    const already = `This statement is already set for ${object.type}.`;
    p.refuse(at, `You can only specify this once. ${already}`);
  }
  const { length } = toByteText(value);
  if (length === 0 || length > longestName) {
    p.refuse(at, `invalid name '${value}', max length is ${longestName + 1}\n`);
  }
}

/** A part of the block of `ct helper`. */
export function parseCtHelper(p: Parser, object: ObjectBlock): CtHelperBlock | undefined {
  if (object.kind !== 'ct helper') return undefined;
  if (p.accept('type')) {
    const name = located(p.expect('quoted string'));
    p.expect('protocol');
    const protocol = parseProtocol(p);
    endPart(p);
    p.closeScope('type');
    checkHelper(p, object, name);
    return { ...object, type: name.value, protocol };
  }
  if (p.accept('l3proto') === undefined) return undefined;
  const l3proto = parseL3proto(p);
  endPart(p);
  return { ...object, ...l3proto };
}

type Policy = CtTimeoutBlock['policy'];

function parseStates(p: Parser): Policy {
  p.expect('=');
  p.expect('{');
  const states: Policy[number][] = [];
  do {
    const { text: state, at } = p.expect('string');
    p.expect('colon');
    states.push({ state, seconds: parseSeconds(p), at });
  } while (p.accept('comma'));
  p.expect('comma', '}');
  return states;
}

/** A part of the block of `ct timeout`. */
export function parseCtTimeout(p: Parser, object: ObjectBlock): CtTimeoutBlock | undefined {
  const word = p.accept('protocol', 'policy', 'l3proto');
  if (object.kind !== 'ct timeout' || word === undefined) return undefined;
  let changed: CtTimeoutBlock;
  switch (word.kind) {
    case 'protocol':
      changed = { ...object, protocol: parseProtocol(p) };
      break;
    case 'policy':
      changed = { ...object, policy: [...object.policy, ...parseStates(p)] };
      break;
    default:
      changed = { ...object, ...parseL3proto(p) };
  }
  endPart(p);
  if (word.kind === 'policy') p.closeScope('policy');
  return changed;
}

/** A part of the block of `ct expectation`. */
export function parseCtExpectation(p: Parser, object: ObjectBlock): CtExpectationBlock | undefined {
  const word = p.accept('protocol', 'dport', 'timeout', 'size', 'l3proto');
  if (object.kind !== 'ct expectation' || word === undefined) return undefined;
  let changed: CtExpectationBlock;
  switch (word.kind) {
    case 'protocol':
      changed = { ...object, protocol: parseProtocol(p) };
      break;
    case 'dport':
      changed = { ...object, dport: p.expectNumber(16) };
      break;
    case 'timeout':
      changed = { ...object, timeout: parseTime(p) };
      break;
    case 'size':
      changed = { ...object, size: p.expectNumber(8) };
      break;
    default:
      changed = { ...object, ...parseL3proto(p) };
  }
  endPart(p);
  return changed;
}
