import { namespaceOf, withNamespace, type Machine } from '../../machine/machine.js';
import { framesNotFollowed } from '../../namespace/frame-hooks.js';
import { withKeptEntries } from '../../namespace/traffic/taken-in-sets.js';
import { withKeptElements } from '../../namespace/traffic/kept-elements.js';
import { withoutUnkeptLists } from '../../namespace/traffic/match-lists.js';
import type { Namespace } from '../../namespace/namespace.js';
import { ZERO_COUNTER } from '../../namespace/traffic/traffic.js';
import type { Command, CommandContext, CommandResult, Unsimulated } from '../command.js';
import { Refusal } from '../refusal.js';
import { keepRegistered } from '../../netfilter/registered-since.js';
import type { Netfilter } from '../../netfilter/netfilter.js';
import { notFollowed, type NftNotFollowed } from '../../netfilter/nft/not-followed.js';
import { refuse, refuseByName, refused, resultOf } from '../result.js';
import type { ListingStyle } from './datatype/datatype-text.js';
import { printError } from './print-error.js';
import { makesUnnamedChain, printEcho } from './run/echo/print-echo.js';
import { hostNames } from './run/host-names.js';
import { takenBack } from '../../netfilter/nft/request/spent-handles.js';
import type { Json } from './json.js';
import { printAnswer, printJson } from './run/json-text.js';
import type { RunListing } from './run/list/listing.js';
import { LoadedFiles } from './run/list/loaded-files.js';
import type { NftOptions } from './run/option/nft-options.js';
import { absolutePath } from '../command-files.js';
import { folderOf, includeFiles, isPath } from './run/option/include-files.js';
import { readOptions } from './run/option/read-options.js';
import { runCommands } from './run/run-commands.js';
import type { NftUnsimulated } from './unsimulated.js';
import { parseNftJson, type ParsedJson } from './syntax/json/parse-nft-json.js';
import { commandLineSource, parseNft, type Parsed } from './syntax/parse-nft.js';

/** `nft`: nf_tables in the words of nft 1.1.3. */
export const nftCommand: Command = (context) => {
  const read = readOptions(context.argv, (path) => isPath(context.files, path));
  if ('unsimulated' in read) return refuseByName(context, read.unsimulated);
  const { warnings } = read;
  if (!('options' in read)) {
    const { exit, stdout, stderr } = read;
    return { machine: context.machine, exit, stdout, stderr: warnings + stderr };
  }
  try {
    const result = run(context, read.options, read.words);
    return warnings === '' ? result : { ...result, stderr: warnings + result.stderr };
  } catch (error) {
    if (error instanceof Refusal) return resultOf(error, context);
    throw error;
  }
};

function run(
  context: CommandContext,
  options: NftOptions,
  words: readonly string[],
): CommandResult {
  const parsed = parse(context, options, words);
  if (parsed === undefined) return refuse(context, 1, cannotOpen(context, options.file ?? ''));
  const name = unsimulatedUse(options, parsed);
  if (name !== undefined) return refuseByName(context, name);
  const { machine, namespace } = context;
  const before = withKeptEntries(withKeptElements(namespaceOf(machine, namespace)));
  const names = hostNames(machine, namespace);
  const { counters } = before.traffic;
  const warned: string[] = [];
  const listing: RunListing = {
    names,
    style: styleOf(options),
    handles: options.format.has('a'),
    counterOf: (id) => counters.get(id) ?? ZERO_COUNTER,
    files: new LoadedFiles(),
    warn: (text) => warned.push(text),
  };
  const { errorCount, failed } = parsed;
  const { check, echo } = options;
  const settings = { names, listing, errorCount, failed, check, echo };
  const result = runCommands(parsed.commands, before.netfilter, settings);
  if (result.unsimulated !== undefined) return refuseByName(context, result.unsimulated);
  const withNetfilter = (netfilter: Netfilter): Machine =>
    withNamespace(
      machine,
      namespace,
      before.merge({ netfilter: keepRegistered(before.netfilter, netfilter) }),
    );
  const errors = [...parsed.errors, ...result.errors];
  const stdout = result.listed
    .map(({ text, json }) => (options.json && json !== undefined ? printAnswer(json()) : text()))
    .join('');
  const warnings = warned.join('');
  if (parsed.failed || errors.length > 0) {
    const stderr = warnings + errors.map(printError).join('');
    return { machine: withNetfilter(result.netfilter), stdout, stderr, exit: 1 };
  }
  const { netfilter, done } = result;
  if (options.check) {
    const checked = withNetfilter(takenBack(before.netfilter, netfilter, result.deleted));
    return { machine: checked, stdout, stderr: warnings, exit: 0 };
  }
  if (options.echo && makesUnnamedChain(done)) {
    return refuseByName(context, 'nft -e of chains without a name');
  }
  const generation = before.traffic.generation + (result.committed ? 1 : 0);
  const changed = before.merge({
    netfilter: keepRegistered(before.netfilter, netfilter),
    traffic: before.traffic.merge({ counters: counters.deleteAll(result.zeroed), generation }),
  });
  // Where nothing has changed, nft prints the JSON that it has read.
  if (options.echo && parsed.root !== undefined) {
    const echoed = stdout + printJson(parsed.root);
    return {
      machine: withNamespace(machine, namespace, changed),
      stdout: echoed,
      stderr: warnings,
      exit: 0,
    };
  }
  const echoed = options.echo
    ? printEcho({ done, netfilter, generation, json: options.json }, listing)
    : '';
  return {
    machine: withNamespace(machine, namespace, withoutUnkeptLists(changed)),
    stdout: stdout + echoed,
    stderr: warnings,
    exit: 0,
    unsimulated: newlyNotFollowed(before, changed),
  };
}

/** What rules do from now on that isn't followed: the command is carried out, and the host knows what it lacks. */
function newlyNotFollowed(before: Namespace, after: Namespace): readonly Unsimulated[] {
  if (before.netfilter === after.netfilter) return [];
  const known = allNotFollowed(before);
  return [...allNotFollowed(after)].filter((name) => !known.has(name)).map((name) => refused(name));
}

function allNotFollowed(namespace: Namespace): ReadonlySet<NftNotFollowed> {
  return new Set([...notFollowed(namespace.netfilter), ...framesNotFollowed(namespace)]);
}

/** What the options ask for that isn't simulated: only where it would make a difference. */
function unsimulatedUse(
  { optimize, echo }: NftOptions,
  { commands, isJson }: Asked,
): NftUnsimulated | undefined {
  const changes = commands.some(({ operation }) => operation !== 'list');
  if (!changes) return undefined;
  if (optimize) return 'nft -o';
  return echo && isJson ? 'nft -e of JSON' : undefined;
}

/** What nft prints of a folder, and of a file that isn't there: nothing where its folder isn't either. Source: nft's `include_file`. */
function cannotOpen(context: CommandContext, file: string): string {
  if (context.files.list(file) !== undefined)
    return `internal:0:0-0: Error: Not a regular file: "${file}"\n\n\n`;
  if (!isPath(context.files, folderOf(file))) return '';
  return `internal:0:0-0: Error: Could not open file "${file}": No such file or directory\n\n\n`;
}

/** The commands that were read, and in which language. */
interface Asked extends Parsed {
  readonly isJson: boolean;
  /** What was read in JSON. */
  readonly root?: Json;
}

/** Reads the commands, with `-j` in JSON if they are; undefined when the file isn't there. */
function parse(
  context: CommandContext,
  { file, definitions, includePaths, json }: NftOptions,
  words: readonly string[],
): Asked | undefined {
  const files = includeFiles(context.files);
  const include = { files, paths: includePaths };
  if (file === undefined || words.length > 0) {
    const source = commandLineSource(words);
    return asked(json ? parseNftJson(source) : undefined, () => parseNft(source, { include }));
  }
  const defines = definitions.map(([name, value]) => ({ name, value }));
  const isInput = file === '-' || file === '/dev/stdin';
  const text = isInput ? context.readStdin() : context.files.read(file);
  if (text === undefined) return undefined;
  const name = isInput ? '/dev/stdin' : file;
  const read = json ? parseNftJson(isInput ? { text } : { name, text }) : undefined;
  // Behind the folders that were named comes the one that the file is in. Source: nft's `nft_ctx_add_basedir`.
  const own = isInput ? [] : [absolutePath(context.files, folderOf(file))];
  const beside = { files, paths: [...includePaths, ...own] };
  return asked(read, () => parseNft({ name, text }, { defines, include: beside }));
}

function asked(json: ParsedJson | undefined, parseText: () => Parsed): Asked {
  return { ...(json ?? parseText()), isJson: json !== undefined };
}

function styleOf({ format }: NftOptions): ListingStyle {
  const numeric = format.has('n');
  return {
    numericPriority: numeric || format.has('y'),
    numericProtocol: numeric || format.has('p'),
    numericTime: numeric || format.has('T'),
    numericSymbol: numeric,
    service: format.has('S'),
    hostNames: format.has('N'),
    accounts: format.has('u'),
    stateless: format.has('s'),
    terse: format.has('t'),
  };
}
