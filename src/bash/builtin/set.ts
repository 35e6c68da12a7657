import { FEATURES, MISSING_FEATURES, MISSING_SET_OPTIONS, SET_OPTIONS } from '../execute/option.js';
import { printFunction } from '../syntax/print-function.js';
import { declarationOf } from '../variable/declaration.js';
import {
  fail,
  failWithUsage,
  print,
  refuseMissing,
  type Builtin,
  type BuiltinCall,
} from './builtin.js';
import { readOptions } from './options.js';

const USAGE = 'set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]';

/** `set [OPTION...] [ARGUMENT...]` */
export const set: Builtin = async (call) => {
  const { argv, shell } = call;
  if (argv.length === 0) return listVariables(call);
  let at = 0;
  let hasPositional = false;
  for (; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--' || word === '-') {
      if (word === '-') for (const name of ['xtrace', 'verbose']) shell.options.delete(name);
      hasPositional = word === '--' || at + 1 < argv.length;
      at++;
      break;
    }
    if (!/^[-+]./.test(word)) break;
    const isOn = word.startsWith('-');
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        const name = argv[at + 1];
        if (name === undefined || /^[-+]/.test(name)) return listOptions(call, isOn);
        at++;
        if (!SET_OPTIONS.has(name)) return fail(call, `${name}: invalid option name`);
        const missing = await setOption(call, name, isOn);
        if (missing !== undefined) return missing;
        continue;
      }
      const name = [...SET_OPTIONS].find(([, one]) => one === letter)?.[0];
      if (name === undefined)
        return failWithUsage(call, `${word.charAt(0)}${letter}: invalid option`, USAGE);
      const missing = await setOption(call, name, isOn);
      if (missing !== undefined) return missing;
    }
  }
  if (hasPositional || at < argv.length) shell.positional = argv.slice(at);
  return 0;
};

/** Turns an option on or off; a number is the status of its refusal. */
async function setOption(
  call: BuiltinCall,
  name: string,
  isOn: boolean,
): Promise<number | undefined> {
  const { shell } = call;
  if (isOn && MISSING_SET_OPTIONS.has(name)) return refuseMissing(call, `set -o ${name}`);
  if (isOn) shell.options.add(name);
  else shell.options.delete(name);
  shell.variables.exportsAll = shell.has('allexport');
  return undefined;
}

function listOptions(call: BuiltinCall, isOn: boolean): Promise<number> {
  const lines = [...SET_OPTIONS.keys()].map((name) => {
    const on = call.shell.has(name);
    if (!isOn) return `set ${on ? '-' : '+'}o ${name}\n`;
    return `${name.padEnd(15)}\t${on ? 'on' : 'off'}\n`;
  });
  return print(call, lines.join(''));
}

function listVariables(call: BuiltinCall): Promise<number> {
  const { variables, functions } = call.shell;
  const lines = variables.names().flatMap((name) => {
    const text = declarationOf(variables, name, 'set');
    return text === undefined ? [] : [`${text}\n`];
  });
  const defined = [...functions.values()].map(({ definition }) => `${printFunction(definition)}\n`);
  return print(call, [...lines, ...defined].join(''));
}

/** `shopt [-pqsu] [-o] [NAME...]` */
export const shopt: Builtin = async (call) => {
  const { shell } = call;
  const { letters, rest, wrong } = readOptions(call.argv, 'pqsuo');
  if (wrong !== undefined) {
    return failWithUsage(
      call,
      `${wrong.option}: invalid option`,
      'shopt [-pqsu] [-o] [optname ...]',
    );
  }
  const known: ReadonlyMap<string, unknown> = letters.has('o') ? SET_OPTIONS : FEATURES;
  const turned = letters.has('o') ? shell.options : shell.features;
  const changes = letters.has('s') || letters.has('u');
  let status = 0;
  const names =
    rest.length > 0
      ? rest
      : [...known.keys()].filter((name) => !changes || turned.has(name) === letters.has('s'));
  const lines: string[] = [];
  for (const name of names) {
    if (!known.has(name)) {
      const what = letters.has('o') ? 'option' : 'shell option';
      status = await fail(call, `${name}: invalid ${what} name`);
    } else if (changes && rest.length > 0) {
      if (letters.has('s') && (MISSING_FEATURES.has(name) || MISSING_SET_OPTIONS.has(name))) {
        return refuseMissing(call, `shopt -s ${name}`);
      }
      if (letters.has('s')) turned.add(name);
      else turned.delete(name);
    } else {
      const isOn = turned.has(name);
      if (rest.length > 0 && !isOn) status = 1;
      lines.push(featureLine(name, isOn, letters));
    }
  }
  if (!letters.has('q')) await print(call, lines.join(''));
  return status;
};

function featureLine(name: string, isOn: boolean, letters: ReadonlyMap<string, string>): string {
  if (!letters.has('p')) return `${name.padEnd(15)}\t${isOn ? 'on' : 'off'}\n`;
  if (letters.has('o')) return `set ${isOn ? '-' : '+'}o ${name}\n`;
  return `shopt -${isOn ? 's' : 'u'} ${name}\n`;
}

/** `shift [COUNT]` */
export const shift: Builtin = async (call) => {
  const { argv, shell } = call;
  const [word = '1'] = argv;
  if (!/^[-+]?\d+$/.test(word)) return fail(call, `${word}: numeric argument required`);
  const count = Number(word);
  if (count < 0) return fail(call, `${word}: shift count out of range`);
  if (count > shell.positional.length) {
    return shell.features.has('shift_verbose')
      ? fail(call, `${word}: shift count out of range`)
      : 1;
  }
  shell.positional = shell.positional.slice(count);
  return 0;
};
