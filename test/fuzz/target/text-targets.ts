import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import {
  ParseError,
  parseAddress,
  parsePacketJson,
  parsePacketsWords,
  parsePacketWords,
  parsePrefix,
  printAddress,
  printPacketJson,
  printPacketWords,
  printPrefix,
  type Packet,
} from 'nexthop';
import { parseRequest } from '../../../src/cli/input/request.js';
import { nearText } from '../draw/near-text.js';
import { nearWords, vocabulary } from '../draw/near-words.js';
import { commands, packetLines } from '../draw/recordings.js';
import { TEXT } from '../shape.js';
import { hold, type Target } from '../target.js';

/** Runs a reader; gives the error of the class that may come out of it. */
function orError<Value>(read: () => Value): Value | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof ParseError) return error.message;
    throw error;
  }
}

function holdPrinted(packet: Packet): void {
  const json = printPacketJson(packet);
  hold(isDeepStrictEqual(parsePacketJson(json), packet), 'a packet is the same after JSON', json);
  const names = [packet.iif, packet.oif];
  // Device names have no blanks on Linux; words can't say those that JSON can.
  if (names.some((name) => name !== undefined && !/^[\w.@:-]+$/.test(name))) return;
  const words = printPacketWords(packet);
  hold(
    isDeepStrictEqual(parsePacketWords(words), packet),
    'a packet is the same after words',
    words,
  );
}

/** Packets in words, of all fields. */
function packetWords(): readonly (readonly string[])[] {
  const packets = packetLines().flatMap((line) => {
    const { note: _note, ...value } = JSON.parse(line);
    return value.dst === undefined ? [] : [printPacketWords(parsePacketJson(value))];
  });
  return [...new Set([...packets, ...PACKETS])].map((words) => words.split(' '));
}

const PACKETS = [
  'tcp from 10.0.0.1:4000 to 10.0.0.2:80 flags SA mark 0x7 uid 1000 gid 1000 length 60',
  'icmp to 2001:db8::1 type 128 code 0 ttl 1 tos 0x10 in eth0',
  'udp 10.0.0.5:5000 to [2001:db8::1]:53 bound to eth0',
  'proto 47 to 192.0.2.1 oif eth1 tcp to 192.0.2.1:25 udp to 192.0.2.1:53',
];

/** Addresses, packets in words and in JSON. */
export const textTargets = [
  {
    name: 'addresses',
    shape: TEXT,
    inputs: () =>
      nearText(vocabulary(commands()).filter((word) => /\d[.:]|::/.test(word) && word.length < 60)),
    run: (text) => {
      const address = orError(() => parseAddress(text));
      if (typeof address !== 'string') {
        const again = parseAddress(printAddress(address));
        hold(isDeepStrictEqual(again, address), 'an address is the same after text', text);
      }
      const prefix = orError(() => parsePrefix(text));
      if (typeof prefix !== 'string') {
        const again = parsePrefix(printPrefix(prefix));
        hold(isDeepStrictEqual(again, prefix), 'a prefix is the same after text', text);
      }
      return [address, prefix];
    },
    allowed: [],
    milliseconds: 500,
    runs: 500,
  } satisfies Target<string>,
  {
    name: 'packet-words',
    shape: TEXT,
    inputs: () =>
      fc.oneof(
        nearWords(packetWords()).map((words) => words.join(' ')),
        nearText(packetWords().map((words) => words.join(' '))),
      ),
    run: (text) => {
      const packets = parsePacketsWords(text);
      packets.forEach(holdPrinted);
      return packets;
    },
    allowed: [{ of: ParseError }, { of: RangeError, like: /^[\w ]+: / }],
    milliseconds: 500,
    runs: 300,
  } satisfies Target<string>,
  {
    name: 'packet-json',
    shape: TEXT,
    inputs: () => nearText(packetLines()),
    run: (text) => {
      const request = parseRequest(text);
      if (request.kind === 'packet') holdPrinted(request.packet);
      return request;
    },
    allowed: [{ of: TypeError }, { of: RangeError, like: /^[\w ]+: / }],
    milliseconds: 500,
    runs: 300,
  } satisfies Target<string>,
];
