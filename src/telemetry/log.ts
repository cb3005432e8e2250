/** The log: one JSON object a line, on stdout, with nothing in it that must not be there. */
import pino from 'pino';
import { linesTo } from './lines.ts';
import { createScrub, type Scrub } from './scrub.ts';

export type Log = pino.Logger;

export type LogOptions = {
  readonly level: pino.LevelWithSilent;
  /** Stands in every line, where a process works for several. */
  readonly company?: string | undefined;
  /** Whether names, e-mails and phones may appear. */
  readonly pii: boolean;
  /** Values that are masked wherever they turn up, in a message of somebody else's error for example. */
  readonly secrets?: readonly (string | undefined)[];
  /** Where the lines go; stdout unless a test wants them. */
  readonly destination?: pino.DestinationStream;
};

/** Masking shorter values would eat ordinary words. */
const SECRET_MIN_LENGTH = 4;

/**
 * A logger whose lines have `level` as a word, `time` in ISO 8601 and `msg`. What may be logged about people,
 * and under which key, stands in `scrub.ts`.
 */
export function createLog({ level, company, pii, secrets = [], destination }: LogOptions): Log {
  const scrub = createScrub({ pii });
  const options: pino.LoggerOptions = {
    level,
    base: company === undefined ? null : { company },
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors are described by the scrub before pino sees them.
    serializers: { err: (err: unknown) => err },
    formatters: { level: (label) => ({ level: label }), log: scrub },
    hooks: { streamWrite: lastLook(scrub, secrets) },
  };
  return pino(options, destination ?? linesTo(1));
}

/**
 * Every finished line goes through the scrub once more: pino shows neither the bindings of child loggers nor
 * the message to its formatters.
 */
function lastLook(scrub: Scrub, secrets: readonly (string | undefined)[]): (line: string) => string {
  const shown = secrets
    .filter((secret) => secret !== undefined && secret.length >= SECRET_MIN_LENGTH)
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  return (line) => {
    const clean = `${JSON.stringify(scrub(JSON.parse(line)))}\n`;
    return shown.reduce((masked, secret) => masked.replaceAll(secret, '[secret]'), clean);
  };
}
