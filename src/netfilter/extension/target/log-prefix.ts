import { XtablesError } from '../../xtables-error.js';
import { cutText } from '../option/cut-text.js';

/** Reads the text that goes before every message of a log. @throws XtablesError when it's empty or has several lines */
export function readLogPrefix(text: string, bytes: number): string {
  if (text === '') {
    throw new XtablesError('parameter', 'Argument must have a minimum length of 1 characters\n');
  }
  if (text.includes('\n')) {
    throw new XtablesError('parameter', 'Newlines not allowed in --log-prefix');
  }
  return cutText(text, bytes);
}
