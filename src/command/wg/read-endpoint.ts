import { readAddress } from '../../address/address-text.js';
import { isOfLink6 } from '../../address/address-class.js';
import type { Address } from '../../address/address.js';
import { readLooseAddress } from '../../address/loose-address.js';
import type { WireguardEndpoint } from '../../namespace/wireguard/wireguard.js';
import { Refusal } from '../refusal.js';
import { notSimulatedText, NOT_SIMULATED_EXIT } from '../result.js';
import { findPort, NO_SERVICE } from './read-value.js';
import { giveUp, type WgReading } from './reading.js';
import type { WgUnsimulated } from './unsimulated.js';

/** Where a peer is, by its address or a name of /etc/hosts. Source: `getaddrinfo(3)`. @throws Refusal */
export function readEndpoint(text: string, reading: WgReading): WireguardEndpoint {
  if (text === '') giveUp('Unable to parse empty endpoint');
  const [host, service] = splitEndpoint(text);
  const port = findPort(service, reading);
  if (port === undefined) return giveUpTrying(text);
  const { address, scope } = findHost(host, reading) ?? giveUp(`${NO_NAME}: \`${text}'`);
  return { address, port, scope };
}

const NO_NAME = 'Name or service not known';

function splitEndpoint(text: string): readonly [host: string, service: string] {
  if (text.startsWith('[')) {
    const brace = text.indexOf(']');
    if (brace < 0) giveUp(`Unable to find matching brace of endpoint: \`${text}'`);
    const service = text[brace + 1] === ':' ? text.slice(brace + 2) : '';
    return service === '' ? withoutPort(text) : [text.slice(1, brace), service];
  }
  const colon = text.lastIndexOf(':');
  const service = colon < 0 ? '' : text.slice(colon + 1);
  return service === '' ? withoutPort(text) : [text.slice(0, colon), service];
}

function withoutPort(text: string): never {
  return giveUp(`Unable to find port of endpoint: \`${text}'`);
}

/** An unknown service is taken for a failure that may pass: the tool waits, longer each time, and tries again. */
function giveUpTrying(text: string): never {
  const complaint = `${NO_SERVICE}: \`${text}'`;
  let lines = '';
  let wait = FIRST_WAIT;
  for (let left = RETRIES; left > 0; left -= 1) {
    lines += `${complaint}. Trying again in ${(wait / 1e6).toFixed(2)} seconds...\n`;
    wait = Math.min(LONGEST_WAIT, Math.floor((wait * 6) / 5));
  }
  return giveUp(`${lines}${complaint}`);
}

/** How often the tool tries again by itself. Source: wg(8), WG_ENDPOINT_RESOLUTION_RETRIES. */
const RETRIES = 15;
const FIRST_WAIT = 1_000_000;
const LONGEST_WAIT = 20_000_000;

type Host = Pick<WireguardEndpoint, 'address' | 'scope'>;

function findHost(host: string, reading: WgReading): Host | undefined {
  const address = readAddress(host) ?? readLooseAddress(host);
  if (address !== undefined) return { address, scope: 0 };
  const percent = host.indexOf('%');
  if (percent >= 0) return findScoped(host.slice(0, percent), host.slice(percent + 1), reading);
  if (!HOST_NAME.test(host)) return undefined;
  const [known, ...others] = namedIn(reading.readFile('/etc/hosts') ?? '', host);
  if (known !== undefined && others.length === 0) return { address: known, scope: 0 };
  const what: WgUnsimulated = `wg endpoint ${host}`;
  throw new Refusal(NOT_SIMULATED_EXIT, notSimulatedText(what), true, what);
}

const HOST_NAME = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?$/;

/** A scope is a device for link-local addresses, a number for all. */
function findScoped(host: string, scope: string, reading: WgReading): Host | undefined {
  const address = readAddress(host);
  if (address?.family !== 6) return undefined;
  const device = isOfLink6(address) ? reading.interfaceIndex(scope) : undefined;
  const index = device ?? (/^\d+$/.test(scope) ? Number(scope) : undefined);
  return index === undefined ? undefined : { address, scope: index };
}

/** The addresses that /etc/hosts has for a name, each once. Source: hosts(5). */
function namedIn(hosts: string, name: string): readonly Address[] {
  const written = hosts.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*$/, '').trim().split(/\s+/);
    return names.some((one) => one.toLowerCase() === name.toLowerCase()) ? [address] : [];
  });
  return [...new Set(written)].flatMap((text) => readAddress(text) ?? []);
}
