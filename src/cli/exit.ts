/** Exit codes that scripts can use; `--help` lists them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notThere: 3, refused: 4 } as const;

/** Ends a command with a code and one clear line. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number, line: string) {
    super(line);
    this.code = code;
  }
}
