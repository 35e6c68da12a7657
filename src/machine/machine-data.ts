import * as Immutable from 'immutable';
import { makeConnectionTable } from '../connection/connection.js';
import { makeFibTable } from '../fib/fib-table.js';
import { frozen } from '../frozen.js';
import { makeFamilyState, makeNamespace } from '../namespace/namespace.js';
import { makeTraffic } from '../namespace/traffic/traffic.js';
import { makeNetfilter } from '../netfilter/netfilter.js';
import { makeChain } from '../netfilter/chain.js';
import { makeTable } from '../netfilter/table.js';
import { makeNftSet } from '../netfilter/nft/set/nft-set.js';
import { makeMachine, type Machine } from './machine.js';

/** A machine as plain data, which can be cloned into another thread. Only {@link machineFromData} reads it. */
export interface MachineData {
  readonly machine: unknown;
}

/** What stands for a collection in the data: the name of what makes it, and what is in it. No plain value has a field of this name. */
interface Stand {
  readonly collection: string;
  readonly items: readonly unknown[];
}

/** Makes the collections of which a machine consists, records by their names, out of what is in them. */
const MAKERS: Readonly<Record<string, (items: readonly unknown[]) => unknown>> = {
  OrderedMap: (items) => Immutable.OrderedMap(pairs(items)),
  Map: (items) => Immutable.Map(pairs(items)),
  List: (items) => Immutable.List(items),
  Set: (items) => Immutable.Set(items),
  OrderedSet: (items) => Immutable.OrderedSet(items),
  Machine: (items) => makeMachine(fields(items)),
  Namespace: (items) => makeNamespace(fields(items)),
  FamilyState: (items) => makeFamilyState(fields(items)),
  FibTable: (items) => makeFibTable(fields(items)),
  Netfilter: (items) => makeNetfilter(fields(items)),
  Table: (items) => makeTable(fields(items)),
  Chain: (items) => makeChain(fields(items)),
  NftSet: (items) => makeNftSet(fields(items)),
  Traffic: (items) => makeTraffic(fields(items)),
  ConnectionTable: (items) => makeConnectionTable(fields(items)),
};

/**
 * A machine as plain data. Places that share an object share one in the data too: what a choice remembers is kept by the object that it is about.
 *
 * @throws TypeError when something in the machine is neither a collection nor plain
 */
export function machineToData(machine: Machine): MachineData {
  return { machine: toData(machine, new Map()) };
}

/**
 * The machine that became plain data, or a clone of that data.
 *
 * @throws TypeError when the data is none of a machine
 */
export function machineFromData(data: MachineData): Machine {
  const machine = fromData(data.machine, new Map());
  if (!isMachine(machine)) throw new TypeError('data: of a machine');
  return machine;
}

function isMachine(value: unknown): value is Machine {
  return Immutable.isRecord(value) && Immutable.Record.getDescriptiveName(value) === 'Machine';
}

/** @param known - what stands for the objects that were met */
function toData(value: unknown, known: Map<object, object>): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw new TypeError(`machine: plain, got a ${typeof value}`);
  }
  if (typeof value !== 'object' || value === null) return value;
  const before = known.get(value);
  if (before !== undefined) return before;
  const data = objectToData(value, (part) => toData(part, known));
  known.set(value, data);
  return data;
}

function objectToData(value: object, convert: (part: unknown) => unknown): object {
  if (Immutable.isRecord(value)) {
    return standFor(Immutable.Record.getDescriptiveName(value), value.toSeq(), convert);
  }
  if (Immutable.isOrderedMap(value)) return standFor('OrderedMap', value, convert);
  if (Immutable.isMap(value)) return standFor('Map', value, convert);
  if (Immutable.isList(value)) return standFor('List', value, convert);
  if (Immutable.isOrderedSet(value)) return standFor('OrderedSet', value, convert);
  if (Immutable.isSet(value)) return standFor('Set', value, convert);
  if (Array.isArray(value)) return value.map(convert);
  if (value instanceof Set) return new Set([...value].map(convert));
  if (value instanceof Map)
    return new Map([...value].map(([key, part]) => [convert(key), convert(part)]));
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(value));
  if (!isPlain || 'collection' in value)
    throw new TypeError(`machine: plain, got ${value.constructor.name}`);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, convert(part)]));
}

function standFor(
  collection: string,
  items: Iterable<unknown>,
  convert: (part: unknown) => unknown,
): Stand {
  if (!Object.hasOwn(MAKERS, collection)) throw new TypeError(`machine: plain, got ${collection}`);
  return { collection, items: Array.from(items, convert) };
}

/** @param known - what the data that was met became */
function fromData(data: unknown, known: Map<object, unknown>): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (known.has(data)) return known.get(data);
  const value = frozen(objectFromData(data, (part) => fromData(part, known)));
  known.set(data, value);
  return value;
}

function objectFromData(data: object, convert: (part: unknown) => unknown): unknown {
  if (isStand(data)) return MAKERS[data.collection]?.(data.items.map(convert));
  if (Array.isArray(data)) return data.map(convert);
  if (data instanceof Set) return new Set([...data].map(convert));
  if (data instanceof Map)
    return new Map([...data].map(([key, part]) => [convert(key), convert(part)]));
  return Object.fromEntries(Object.entries(data).map(([name, part]) => [name, convert(part)]));
}

function isStand(data: object): data is Stand {
  return 'collection' in data;
}

function pairs(items: readonly unknown[]): readonly [unknown, unknown][] {
  return items.map((item) => {
    if (!Array.isArray(item)) throw new TypeError('data: pairs of a map');
    return [item[0], item[1]];
  });
}

/** What a record is made of; those that it doesn't have are its defaults. */
function fields(items: readonly unknown[]): object {
  return Object.fromEntries(pairs(items));
}
