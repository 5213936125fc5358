/** What the end of a command says to a script. The numbers are kept; `--help` shows them. */
export const EXIT = {
  done: 0,
  refused: 1,
  usage: 2,
  credential: 3,
  notFound: 4,
  unreachable: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit codes:
  0  done
  1  refused, or failed; to can-i, no
  2  wrong usage: an option, or a value that the server does not take
  3  not signed in, or the credential is not good (any more)
  4  there is no such user, token, project or role
  5  the server cannot be reached, or cannot answer now`;
