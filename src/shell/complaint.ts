import type { Session } from './session.js';

/** Puts a complaint of the shell in Bash's form, with the line. */
export function complain({ name, place }: Session, words: string): string {
  return place === undefined ? `bash: ${words}` : `${name}: line ${place.line}: ${words}`;
}

/**
 * Gives the complaints that just-bash has written the form that Bash gives them, as far as it is known from where they come: those of
 * programs that were not found, in the order in which they were missed, and the one that ended the script.
 */
export function placeComplaints(stderr: string, session: Session): string {
  const missed = [...session.missed];
  return stderr.replaceAll(
    /^bash: (.+): (command not found|No such file or directory|unbound variable)$/gm,
    (complaint, subject: string, words: string) => {
      const at = missed.findIndex(({ name }) => name === subject);
      const place = words === 'unbound variable' ? session.place : missed[at];
      missed.splice(0, at + 1);
      if (place === undefined) return complaint;
      return `${session.name}: line ${place.line}: ${subject}: ${words}`;
    },
  );
}
