/** The length of what a pattern matches at a place of a text; 0 when it matches nothing there. */
export type Form = (text: string, offset: number) => number;

function form(source: string): Form {
  const pattern = new RegExp(source, 'y');
  return (text, offset) => {
    pattern.lastIndex = offset;
    return pattern.test(text) ? pattern.lastIndex - offset : 0;
  };
}

/** The longest of several. */
function longest(forms: readonly Form[]): Form {
  return (text, offset) => {
    let length = 0;
    for (const one of forms) length = Math.max(length, one(text, offset));
    return length;
  };
}

const word = String.raw`[A-Za-z_.][A-Za-z0-9/\-_.]*`;
const ipv4 = String.raw`(?:\d{1,3}\.){3}\d{1,3}`;

/**
 * IPv6 addresses by the number of groups that are written, and by how many of them stand before
 * `::`. Two groups at the end may be written as an IPv4 address.
 */
function ipv6Patterns(): string[] {
  const group = '[0-9a-fA-F]{1,4}';
  const tail = `(?::${group}:${group}|:${ipv4})`;
  const patterns = [`(?:${group}:){7}${group}`, '::'];
  for (let groups = 1; groups <= 7; groups += 1) {
    for (let before = 0; before <= groups; before += 1) {
      const start = before === 0 ? ':' : `(?:${group}:){${before}}`;
      const after = groups - before;
      if (after >= 2) patterns.push(`${start}(?::${group}){${after - 2}}${tail}`);
      else patterns.push(after === 1 ? `${start}:${group}` : `${start}:`);
    }
  }
  return patterns;
}

export const wordForm = form(word);
export const asteriskForm = form(String.raw`${word}\\\*${word}|${word}\\\*|${word}\*|\\\*`);
export const macForm = form('(?:[0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}');
export const ipv4Form = form(ipv4);
export const ipv6Form = longest(ipv6Patterns().map(form));
export const bracketedForm = longest(
  ipv6Patterns().map((pattern) => form(String.raw`\[${pattern}\]`)),
);
export const timeForm = form(String.raw`(?:\d+d)?(?:\d+h)?(?:\d+m(?!s))?(?:\d+s)?(?:\d+ms)?`);
export const hexadecimalForm = form('0[xX][0-9a-fA-F]+');
export const decimalForm = form(String.raw`\d+`);
export const vlanTypeForm = form('8021ad|8021q');
export const classidForm = form(String.raw`[0-9a-fA-F]{1,4}:[0-9a-fA-F]{1,4}(?=[ \t\n:\-},])`);
export const quotedForm = form('"[^"]*"');
export const commentForm = form(String.raw`#[^\n]*(?=\n)`);
export const commentLineForm = form(String.raw`[ \t]*#[^\n]*\n`);
export const blankForm = form(String.raw`\t+| +`);
