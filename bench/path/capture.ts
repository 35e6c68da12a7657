import { closeSync, openSync, writeSync } from 'node:fs';
import { seededRandom } from '../core/random.js';

/** How captures are written. */
export type CaptureKind = 'pcap' | 'pcapng';

const FRAME = 42;
const RECORD = { pcap: 16, pcapng: 28 };
/** Frames that are written at once. */
const CHUNK = 4096;

/** Writes a capture of UDP packets from the founding example's host, one of ten to port 25. */
export function writeCapture(path: string, kind: CaptureKind, packets: number, seed: number): void {
  const random = seededRandom(seed);
  const file = openSync(path, 'w');
  try {
    writeSync(file, kind === 'pcap' ? pcapHeader() : pcapngHeader());
    for (let done = 0; done < packets; done += CHUNK) {
      const frames = Array.from({ length: Math.min(CHUNK, packets - done) }, () =>
        record(kind, random),
      );
      writeSync(file, Buffer.concat(frames));
    }
  } finally {
    closeSync(file);
  }
}

/** Source: draft-ietf-opsawg-pcap; Ethernet, times in microseconds. */
function pcapHeader(): Buffer {
  const words = [0xa1b2c3d4, 0x00040002, 0, 0, 65535, 1];
  return Buffer.from(Uint32Array.from(words).buffer);
}

/** A section and an interface. Source: draft-ietf-opsawg-pcapng. */
function pcapngHeader(): Buffer {
  const section = [0x0a0d0d0a, 28, 0x1a2b3c4d, 1, 0xffffffff, 0xffffffff, 28];
  return Buffer.from(Uint32Array.from([...section, 1, 20, 1, 65535, 20]).buffer);
}

function record(kind: CaptureKind, random: () => number): Buffer {
  const head = RECORD[kind];
  const padded = kind === 'pcap' ? FRAME : 44;
  const bytes = Buffer.alloc(head + padded + (kind === 'pcap' ? 0 : 4));
  if (kind === 'pcap') {
    bytes.writeUInt32LE(FRAME, 8);
    bytes.writeUInt32LE(FRAME, 12);
  } else {
    bytes.writeUInt32LE(6, 0);
    bytes.writeUInt32LE(bytes.length, 4);
    bytes.writeUInt32LE(FRAME, 20);
    bytes.writeUInt32LE(FRAME, 24);
    bytes.writeUInt32LE(bytes.length, bytes.length - 4);
  }
  bytes.writeUInt16BE(0x0800, head + 12);
  const ip = head + 14;
  bytes.writeUInt16BE(0x4500, ip);
  bytes.writeUInt16BE(28, ip + 2);
  bytes.writeUInt16BE(64 * 256 + 17, ip + 8);
  bytes.writeUInt32BE(0xc0a80117, ip + 12);
  bytes.writeUInt32BE(0xcb007100 + (random() % 65536), ip + 16);
  bytes.writeUInt16BE(1024 + (random() % 60000), ip + 20);
  bytes.writeUInt16BE(random() % 10 === 0 ? 25 : 443, ip + 22);
  return bytes;
}
