/** Writes a string as iptables-save does: bare when it's a word, else in double quotes. Source: `xtables_save_string`. */
export function quoteString(text: string): string {
  return /^[-_0-9A-Za-z]+$/.test(text) ? text : `"${text.replaceAll(/["\\']/g, '\\$&')}"`;
}
