import { expect, test } from 'vitest';
import { createLog, type LogOptions } from '../../src/telemetry/log.ts';

/** A log, and the lines that were written to it, parsed. */
function recorded(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  const log = createLog({ level: 'info', pii: false, ...options, destination });
  return { log, raw: () => lines.join(''), lines: () => lines.map((line) => JSON.parse(line)) };
}

const person = {
  clave: '0000000012',
  code: 'pgbcus01',
  name: 'Rosa',
  lastname: 'Uc Chan',
  email: 'rosa@example.com',
  phone: '9991234567',
};

test('a line is one JSON object with the level as a word and an ISO time', () => {
  const { log, lines, raw } = recorded();
  log.info({ job: 'write-7', customer: person }, 'updated');
  expect(raw().trim().split('\n')).toHaveLength(1);
  expect(lines()[0]).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    msg: 'updated',
    job: 'write-7',
    customer: { clave: '0000000012', code: 'pgbcus01' },
  });
});

test('people appear with LOG_PII only', () => {
  const open = recorded({ pii: true });
  open.log.info({ customer: person }, 'updated');
  expect(open.lines()[0].customer).toEqual(person);
});

test('without LOG_PII, personal data is hidden wherever somebody put it', () => {
  const { log, raw } = recorded();
  log.info({ customer: 'Rosa Uc Chan' }, 'a name instead of a record');
  log.info({ changes: [{ customer: person }] }, 'deep');
  log.info(
    { email: 'rosa@example.com', telefono_1: '9991234567', record: { descripcion: 'Rosa' } },
    'misplaced',
  );
  log.child({ customer: person }).info('bound');
  for (const value of ['Rosa', 'rosa@example.com', '9991234567', 'Uc Chan'])
    expect(raw()).not.toContain(value);
  expect(raw()).toContain('0000000012');
});

test('secrets are hidden at any depth, with LOG_PII too', () => {
  const { log, raw } = recorded({ pii: true });
  log.info({ apikey: 'hidden', request: { headers: { Authorization: 'Bearer hidden' } } }, 'sent');
  log.info({ settings: [{ ACEPTABITS_TOKEN: 'hidden', password: 'hidden' }] }, 'started');
  log.child({ token: 'hidden' }).info('bound');
  expect(raw()).not.toContain('hidden');
});

test('the password in an address is hidden, in values and in the messages of errors', () => {
  const { log, raw } = recorded();
  log.info({ redis: 'redis://user:hidden@localhost:6379' }, 'connected');
  log.error(new Error('connect ECONNREFUSED redis://:hidden@localhost'));
  expect(raw()).not.toContain('hidden');
  expect(raw()).toContain('localhost:6379');
});

test('the values of the secrets are masked even where nothing tells that they are secret', () => {
  const { log, raw } = recorded({ secrets: ['s3cret"quoted', undefined, 'ab'] });
  log.info({ answer: 'bad key s3cret"quoted' }, 'about s3cret"quoted');
  expect(raw()).not.toContain('s3cret');
  expect(raw()).toContain('about [secret]');
});

test('an error shows its kind, message, code, stack and cause, and nothing that a client hung onto it', () => {
  const { log, lines, raw } = recorded();
  const cause = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const error = Object.assign(new TypeError('request failed', { cause }), {
    options: { body: 'hidden' },
    code: 'E1',
  });
  log.error({ err: error }, 'failed');
  log.error(error);
  for (const { err } of lines()) {
    expect(err).toMatchObject({
      type: 'TypeError',
      message: 'request failed',
      code: 'E1',
      cause: { code: 'ECONNRESET' },
    });
    expect(err.stack).toContain('log.test.ts');
  }
  expect(raw()).not.toContain('hidden');
});

test('hostile values make one harmless line', () => {
  const { log, lines } = recorded();
  const loop: Record<string, unknown> = { text: 'a\nb\u0000c' };
  loop.self = loop;
  log.info({ loop, big: '\u{1F600}'.repeat(10), missing: undefined, when: new Date(0), n: 1n }, 'x');
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).toMatchObject({ when: '1970-01-01T00:00:00.000Z', loop: { text: 'a\nb\u0000c' } });
});
