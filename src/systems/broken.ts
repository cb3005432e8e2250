/** A request that brought no complete answer, under the code that the table of codes knows. */
export class Broken extends Error {
  readonly code: string;
  readonly detail: string;

  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
  }
}

/** The time for sending had passed. */
export class TooLate extends Error {}

/** Phases of got's time-outs in which nothing of the request can have been written yet. */
const CONNECT_PHASES = ['lookup', 'connect', 'secureConnect'];
/** Errors of making a connection; certificates are checked before the request is written. */
const UNSENT_CODES =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|ERR_PROXY_TUNNEL|ERR_TLS_CERT\w*|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;
const RESET_CODES = [
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
  'ERR_STREAM_PREMATURE_CLOSE',
];

/** What an error of the connection, of got or of the decoder comes to. */
export function brokenBy(error: unknown): Broken {
  if (error instanceof Broken) return error;
  return new Broken(codeOf(error), error instanceof Error ? error.message : 'An error without words.');
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof TooLate) return 'too-late';
  const phase = phaseOf(error);
  if (phase !== undefined) return CONNECT_PHASES.includes(phase) ? 'refused' : 'timeout';
  if (UNSENT_CODES.test(code) || failedToConnect(cause)) return 'refused';
  if (code === 'ETIMEDOUT') return 'timeout';
  return RESET_CODES.includes(code) || /^(EPROTO|ERR_SSL)/.test(code) ? 'reset' : 'unreadable';
}

/** In which phase one of got's time-outs ran out; known by its name, so that got is loaded only for a request. */
function phaseOf(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'TimeoutError' && 'event' in error
    ? String(error.event)
    : undefined;
}

function failedToConnect(cause: unknown): boolean {
  return cause instanceof Error && 'syscall' in cause && cause.syscall === 'connect';
}

/** The text without secrets and control characters, and not longer than `charsMax`. */
export function cleaned(text: string, secrets: readonly string[], charsMax: number): string {
  const forms = secrets.filter((s) => s !== '').flatMap((s) => [s, encodeURIComponent(s)]);
  const free = forms.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
  return free.replace(/\p{Cc}+/gu, ' ').slice(0, charsMax);
}
