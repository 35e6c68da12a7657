import { assertNever } from '../../assert-never.js';
import { findProgram, findPrograms } from '../execute/find-program.js';
import { statusOf } from '../execute/file-test.js';
import type { Shell } from '../execute/shell.js';
import { singleQuote } from '../expand/quote.js';
import { printFunction } from '../syntax/print-function.js';
import { fail, failWithUsage, print, type Builtin, type BuiltinCall } from './builtin.js';
import { isBuiltin } from './names.js';
import { readOptions } from './options.js';

const KEYWORDS = new Set(
  '! [[ ]] { } case coproc do done elif else esac fi for function if in select then time until while'.split(
    ' ',
  ),
);

/** What a name stands for. */
type Meaning =
  | { readonly kind: 'alias' | 'keyword' | 'builtin'; readonly text?: string }
  | { readonly kind: 'function'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

async function meaningsOf(
  shell: Shell,
  name: string,
  { skipsFunctions, all }: { readonly skipsFunctions: boolean; readonly all: boolean },
): Promise<Meaning[]> {
  const meanings: Meaning[] = [];
  const alias = shell.features.has('expand_aliases') ? shell.aliases.get(name) : undefined;
  if (alias !== undefined) meanings.push({ kind: 'alias', text: alias });
  if (KEYWORDS.has(name)) meanings.push({ kind: 'keyword' });
  const defined = skipsFunctions ? undefined : shell.functions.get(name);
  if (defined !== undefined)
    meanings.push({ kind: 'function', text: printFunction(defined.definition) });
  if (isBuiltin(name) && !shell.disabled.has(name)) meanings.push({ kind: 'builtin' });
  if (name.includes('/')) {
    const status = await statusOf(shell, name);
    if (status?.kind === 'file' && (status.mode & 0o111) !== 0)
      meanings.push({ kind: 'file', path: name });
  } else if (meanings.length === 0 && !all) {
    const path = await findProgram(shell, name);
    if (path !== undefined) meanings.push({ kind: 'file', path });
  } else if (all) {
    meanings.push(
      ...(await findPrograms(shell, name)).map((path): Meaning => ({ kind: 'file', path })),
    );
  }
  return all ? meanings : meanings.slice(0, 1);
}

/** `type [-afptP] NAME...` */
export const type: Builtin = async (call) => {
  const { shell } = call;
  const { letters, rest, wrong } = readOptions(call.argv, 'aftpP');
  if (wrong !== undefined)
    return failWithUsage(call, `${wrong.option}: invalid option`, 'type [-afptP] name [name ...]');
  let status = 0;
  for (const name of rest) {
    const meanings = letters.has('P')
      ? (await findPrograms(shell, name, !letters.has('a'))).map((path): Meaning => ({
          kind: 'file',
          path,
        }))
      : await meaningsOf(shell, name, { skipsFunctions: letters.has('f'), all: letters.has('a') });
    if (meanings.length === 0) {
      status = 1;
      if (!letters.has('t') && !letters.has('p') && !letters.has('P'))
        await fail(call, `${name}: not found`);
    }
    for (const meaning of meanings) {
      if (letters.has('t')) await print(call, `${meaning.kind}\n`);
      else if (letters.has('p') || letters.has('P')) {
        if (meaning.kind === 'file') await print(call, `${meaning.path}\n`);
      } else await print(call, describe(shell, name, meaning));
    }
  }
  return status;
};

function describe(shell: Shell, name: string, meaning: Meaning): string {
  switch (meaning.kind) {
    case 'alias':
      return `${name} is aliased to \`${meaning.text ?? ''}'\n`;
    case 'keyword':
      return `${name} is a shell keyword\n`;
    case 'builtin':
      return `${name} is a shell builtin\n`;
    case 'function':
      return `${name} is a function\n${meaning.text}\n`;
    case 'file':
      return shell.hashed.has(name) && shell.hits.has(name)
        ? `${name} is hashed (${meaning.path})\n`
        : `${name} is ${meaning.path}\n`;
    default:
      return assertNever(meaning);
  }
}

/** `command [-pVv] NAME [ARGUMENT...]` */
export const command: Builtin = async (call) => {
  const { shell } = call;
  const { letters, rest, wrong } = readOptions(call.argv, 'pvV');
  if (wrong !== undefined)
    return failWithUsage(
      call,
      `${wrong.option}: invalid option`,
      'command [-pVv] command [arg ...]',
    );
  if (!letters.has('v') && !letters.has('V')) {
    const at = call.argv.length - rest.length;
    return rest.length === 0
      ? 0
      : shell.engine.dispatch(shell, call.operands.slice(at), { skipsFunctions: true });
  }
  let status = rest.length === 0 ? 0 : 1;
  for (const name of rest) {
    const [meaning] = await meaningsOf(shell, name, { skipsFunctions: false, all: false });
    if (meaning === undefined) {
      if (letters.has('V')) await fail(call, `${name}: not found`);
      continue;
    }
    status = 0;
    await print(call, letters.has('V') ? describe(shell, name, meaning) : shortly(name, meaning));
  }
  return status;
};

function shortly(name: string, meaning: Meaning): string {
  if (meaning.kind === 'file') return `${meaning.path}\n`;
  return meaning.kind === 'alias'
    ? `alias ${name}=${singleQuote(meaning.text ?? '')}\n`
    : `${name}\n`;
}

/** `builtin NAME [ARGUMENT...]` */
export const builtin: Builtin = async (call) => {
  const [name] = call.argv;
  if (name === undefined) return 0;
  if (!isBuiltin(name) || call.shell.disabled.has(name)) {
    return fail(call, `${name}: not a shell builtin`);
  }
  return call.shell.engine.dispatch(call.shell, call.operands, { skipsFunctions: true });
};

/** `hash [-r] [-d] [-t] [NAME...]` */
export const hash: Builtin = async (call) => {
  const { shell } = call;
  const { letters, rest, wrong } = readOptions(call.argv, 'rdtlp:');
  if (wrong !== undefined) {
    return failWithUsage(
      call,
      `${wrong.option}: invalid option`,
      'hash [-lr] [-p pathname] [-dt] [name ...]',
    );
  }
  if (letters.has('r')) shell.hashed.clear();
  if (rest.length === 0) {
    return letters.size === 0 && shell.hits.size === 0
      ? print(call, 'hash: hash table empty\n')
      : 0;
  }
  let status = 0;
  for (const name of rest) {
    if (letters.has('d')) shell.hashed.delete(name);
    else if (!isBuiltin(name) && (await findProgram(shell, name)) === undefined) {
      status = await fail(call, `${name}: not found`);
    } else if (letters.has('t')) await print(call, `${shell.hashed.get(name) ?? ''}\n`);
  }
  return status;
};

/** `enable [-n] [NAME...]` */
export const enable: Builtin = async (call: BuiltinCall) => {
  const { letters, rest, wrong } = readOptions(call.argv, 'anps');
  if (wrong !== undefined)
    return failWithUsage(
      call,
      `${wrong.option}: invalid option`,
      'enable [-a] [-dnps] [-f filename] [name ...]',
    );
  let status = 0;
  for (const name of rest) {
    if (!isBuiltin(name)) status = await fail(call, `${name}: not a shell builtin`);
    else if (letters.has('n')) call.shell.disabled.add(name);
    else call.shell.disabled.delete(name);
  }
  return status;
};
