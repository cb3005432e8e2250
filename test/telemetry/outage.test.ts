/** A connection that is away fills no log. */
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLog } from '../../src/telemetry/log.ts';
import { createOutage } from '../../src/telemetry/outage.ts';

function recorded() {
  const lines: { msg: string; from?: string }[] = [];
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  let at = 1_000_000;
  const outage = createOutage(createLog({ level: 'info', pii: false, destination }), () => at, 'without TLS');
  return { lines, outage, later: (ms: number) => (at += ms), messages: () => lines.map(({ msg }) => msg) };
}

const refused = () => new Error('connect ECONNREFUSED 127.0.0.1:6379');

test('an outage that everybody notices is one line, once a minute, and one line at its end', () => {
  const { outage, later, messages } = recorded();
  for (const from of ['state', 'queues', 'scan-aceptabits', 'write-managementpro'])
    outage.failed(refused(), from);
  expect(messages()).toEqual(['Redis is not answering']);
  later(59_000);
  outage.failed(refused(), 'state');
  later(1_000);
  outage.failed(refused(), 'state');
  outage.failed(refused(), 'queues');
  expect(messages()).toHaveLength(2);
  outage.answers();
  outage.answers();
  expect(messages()).toEqual(['Redis is not answering', 'Redis is not answering', 'Redis answers again']);
});

test('another trouble is another line, and what Redis itself says is told as such', () => {
  const { outage, messages } = recorded();
  outage.failed(refused(), 'state');
  outage.failed(
    Object.assign(new Error('MISCONF Errors writing to the AOF file'), { name: 'ReplyError' }),
    'queues',
  );
  expect(messages()).toEqual(['Redis is not answering', 'Redis refuses a command']);
});

test('a connection that was never away answers without a word', () => {
  const { outage, messages } = recorded();
  outage.answers();
  expect(messages()).toEqual([]);
});
