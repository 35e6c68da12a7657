import type { Host } from '../../host/host.js';
import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import { surroundingsOf, type Surroundings } from '../../translate/surroundings.js';
import { compareTranslation, translate, type Translation } from '../../translate/translate.js';
import type { Untranslated } from '../../translate/rewrite-tables.js';
import type { FateChange } from '../../verify/ask/diff.js';
import { visible } from '../../visible-text.js';
import { certainOf } from '../option/bound-options.js';
import type { HostOptions } from '../option/host-options.js';
import type { AskedPackets } from '../option/packet-options.js';
import { listenAll } from '../set-up/host-at.js';
import type { ListeningSocket } from '../input/request.js';
import { printChangeText } from '../print/print-change.js';
import { jsonLine } from '../print/json-line.js';
import { choosePaint, type ColorChoice } from '../print/paint.js';
import { showStepProgress } from '../print/step-progress.js';
import { hostFromScript, setUpHost } from '../set-up/set-up-host.js';
import { CliError, INCOMPLETE_EXIT, USAGE_EXIT } from '../terminal/cli-error.js';
import type { Terminal } from '../terminal/terminal.js';
import { findLine } from './find-line.js';

/** What `nexthop translate` is asked to do. */
export interface TranslateRequest {
  /** Files of iptables-save and ip6tables-save, or one script. */
  readonly rules: readonly string[];
  /** The script of the host that the rules are for; undefined when that isn't known. */
  readonly on: string | undefined;
  readonly host: HostOptions;
  readonly listen: readonly ListeningSocket[];
  readonly packets: AskedPackets;
  readonly json: boolean;
  readonly color: ColorChoice;
}

/** Exit status when nft has nothing for a rule. */
const WITHOUT_EXIT = 3;

/** Each text and where it is from. */
interface RulesFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes a ruleset of iptables as native rules of nft, and proves that every packet fares alike under both. Returns the exit status: 1 when one doesn't, 3 when
 * nft has nothing for a rule.
 *
 * @throws CliError when a file can't be read, or isn't taken by the tool that it is for
 */
export async function translateCommand(
  request: TranslateRequest,
  terminal: Terminal,
): Promise<number> {
  const files: RulesFile[] = [];
  for (const path of request.rules) files.push({ path, text: await terminal.readText(path) });
  const places = await placesOf(files, request, terminal);
  const translations = places.map(({ what, host }) => {
    const translation = translate(host);
    return { what, host, translation };
  });
  const [first] = translations;
  if (first === undefined) throw new TypeError('places: there is one at least');
  const { translation } = first;
  if (translation.untranslated.length > 0)
    return printWithout(translation, files, request, terminal);
  if (translation.refusal !== '') {
    throw new CliError(`nft refuses the translation:\n${translation.refusal}`);
  }
  await terminal.stdout(request.json ? '' : printRuleset(translation));
  const found: { readonly what: string; readonly changes: readonly FateChange[] }[] = [];
  for (const { what, host, translation: own } of translations) {
    const progress = showStepProgress(terminal.progress);
    const { found: changes, gaveUp } = certainOf(
      () =>
        compareTranslation(host, own, {
          ...terminal.bounds,
          ...request.packets,
          progress: progress.at,
        }),
      (soFar) => soFar ?? [],
    );
    progress.end();
    found.push({ what, changes });
    if (gaveUp === undefined) continue;
    await report(translation, found, first.host, request, terminal);
    throw gaveUp;
  }
  return report(translation, found, first.host, request, terminal);
}

async function report(
  translation: Translation,
  found: readonly { readonly what: string; readonly changes: readonly FateChange[] }[],
  host: Host,
  { json, color }: TranslateRequest,
  terminal: Terminal,
): Promise<number> {
  const all = found.flatMap(({ changes }) => changes);
  const { ruleset, rules, notes } = translation;
  if (json) {
    const changes = found.flatMap(({ what, changes: own }) =>
      own.map(({ family, direction, before, after, description, size, witness }) => ({
        on: what,
        family,
        direction,
        before,
        after,
        description,
        size: String(size),
        witness: printPacketJson(witness),
      })),
    );
    const answer = {
      ruleset,
      rules,
      notes,
      on: found.map(({ what }) => what),
      alike: all.length === 0,
      changes,
    };
    await terminal.stdout(jsonLine(carryMissing(answer, host.missing)));
    return all.length === 0 ? 0 : 1;
  }
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  for (const { what, changes } of found) {
    if (changes.length === 0) {
      const simulated = host.missing.length === 0 ? '' : ', for what is simulated';
      await terminal.stderr(
        `${paint('good', 'alike')}: every packet has the same fate under both, on ${visible(what)}${simulated}\n`,
      );
      continue;
    }
    await terminal.stderr(
      `${paint('bad', 'differs')}: not every packet has the same fate under both, on ${visible(what)}\n`,
    );
    for (const change of changes) await terminal.stderr(printChangeText(change, paint));
  }
  return all.length === 0 ? 0 : 1;
}

function printRuleset({ ruleset, rules, notes }: Translation): string {
  const head = [
    `# ${rules} rules of iptables as rules of nft`,
    ...notes.map((note) => `# ${visible(note)}`),
  ];
  return `${head.join('\n')}\n${ruleset}`;
}

async function printWithout(
  { untranslated }: Translation,
  files: readonly RulesFile[],
  { json }: TranslateRequest,
  terminal: Terminal,
): Promise<number> {
  const all = untranslated.map((one) => ({ ...one, ...placeOf(one, files) }));
  if (json) {
    await terminal.stdout(jsonLine({ untranslated: all }));
    return WITHOUT_EXIT;
  }
  for (const { file, line, chain, number, rule, without } of all) {
    const where = line === null ? '' : `${file ?? ''}:${line}: `;
    const which = number === 0 ? chain : `${chain} rule ${number}`;
    await terminal.stderr(
      visible(
        `nexthop: ${where}${which}: nft has nothing for ${without.join(', ')}${rule === '' ? '' : `: ${rule}`}`,
      ) + '\n',
    );
  }
  return WITHOUT_EXIT;
}

/** The line that made a rule. */
function placeOf(
  { written, rule }: Untranslated,
  files: readonly RulesFile[],
): { readonly file: string | null; readonly line: number | null } {
  for (const { path, text } of files) {
    const line = findLine(text, { written, clues: rule === '' ? [] : [rule] });
    if (line !== null) return { file: path, line };
  }
  return { file: null, line: null };
}

/** The hosts on which the rules are compared: the one that a script makes, or others to which they are given. */
async function placesOf(
  files: readonly RulesFile[],
  { on, host: options, listen }: TranslateRequest,
  terminal: Terminal,
): Promise<readonly Surroundings[]> {
  const [first, second] = files;
  if (first === undefined) throw new TypeError('rules: there is one file at least');
  const kinds = new Set(files.map(({ text }) => isRuleset(text)));
  if (!kinds.has(true)) {
    if (second !== undefined || on !== undefined) {
      throw new CliError('a script stands alone: it sets up the host that it is for', USAGE_EXIT);
    }
    const made = await hostFromScript(first.text, first.path, terminal, options);
    return [{ what: first.path, host: listenAll(made, listen) }];
  }
  if (kinds.has(false)) {
    throw new CliError(
      'scripts and rules of iptables-save are not translated together',
      USAGE_EXIT,
    );
  }
  const places =
    on === undefined
      ? surroundingsOf(files.map(({ text }) => text))
      : [{ what: on, host: await setUpHost(on, terminal, options) }];
  return places.map(({ what, host }) => ({
    what,
    host: listenAll(
      files.reduce((before, file) => restored(before, file, options), host),
      listen,
    ),
  }));
}

/** Whether a text is what iptables-save writes. */
function isRuleset(text: string): boolean {
  const line = text.split('\n').find((one) => one.trim() !== '' && !one.startsWith('#'));
  return line === undefined ? text.includes('iptables-save') : line.startsWith('*');
}

/** A host that has got the rules of a file. */
function restored(host: Host, { path, text }: RulesFile, { incomplete }: HostOptions): Host {
  const tool = isOfIpv6(text) ? 'ip6tables-restore' : 'iptables-restore';
  const done = host.exec([tool], text);
  if (done.exit !== 0 && done.host.complete) {
    throw new CliError(`${path}: ${tool} refuses it:\n${done.stderr.trimEnd()}`);
  }
  if (!done.host.complete && !incomplete) {
    throw new CliError(`${path}: ${done.stderr.trimEnd()}`, INCOMPLETE_EXIT);
  }
  return incomplete ? done.host.acceptIncomplete() : done.host;
}

/** ip6tables-save names itself; without that name, rules of IPv6 have what those of IPv4 can't have. */
function isOfIpv6(text: string): boolean {
  const [, tool] = /^# Generated by (ip6?tables)-save/m.exec(text) ?? [];
  if (tool !== undefined) return tool === 'ip6tables';
  return /ipv6-icmp|icmp6|(?:-s|-d)\s+[0-9a-f]*:[0-9a-f:]*/.test(text);
}
