import { GROUPS, USERS } from './data/accounts.js';
import { PROTOCOLS } from './data/protocols.js';
import { SERVICE_PROTOCOLS, SERVICES } from './data/services.js';

/** The files of the databases as a fresh machine has them, by absolute path. */
export const INSTALLED_FILES: ReadonlyMap<string, string> = new Map([
  [
    '/etc/passwd',
    lines(
      USERS.trim()
        .replaceAll(/^([^:]+):/gm, '$1:x:')
        .split('\n'),
    ),
  ],
  ['/etc/group', lines(words(GROUPS).map((group) => `${group.replace(':', ':x:')}:`))],
  [
    '/etc/protocols',
    lines(PROTOCOLS.map(([number, name, ...more]) => entry(name, `${number}`, more))),
  ],
  ['/etc/services', lines(words(SERVICES).flatMap(serviceLines))],
]);

/** The lines of a service, one for each protocol: `80/t=http,www`. */
function serviceLines(service: string): readonly string[] {
  const [, port = '', letters = '', names = ''] = /^(\d+)\/(\w+)=(.+)$/.exec(service) ?? [];
  const [name = '', ...more] = names.split(',');
  return letters
    .split('')
    .map((letter) => entry(name, `${port}/${SERVICE_PROTOCOLS[letter]}`, more));
}

function entry(name: string, number: string, aliases: readonly string[]): string {
  return [name, number, ...(aliases.length > 0 ? [aliases.join(' ')] : [])].join('\t');
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}
