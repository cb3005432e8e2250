import { afterEach, expect, test, vi } from 'vitest';
import { scheduleDigest } from '../../src/report/alerts/digest.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startReceiver } from '../receiver.ts';
import { type Rig, type RigOptions, startRig } from '../rig.ts';
import { inManagementPro, person } from './situations.ts';

/** What the owner of a shop finds in the mailbox. */

let rig: Rig;
let server: MailServer;
afterEach(async () => {
  await rig.close();
  await server.close();
});

const TO = ['duena@ferreteria.example', 'integrador@example.org'];
const WITHIN = { timeout: 10_000 };

async function open(config: RigOptions['config'] = {}): Promise<void> {
  server = await startMailServer();
  rig = await startRig({
    config: {
      mail: { url: server.url, to: TO, from: 'puente@example.com' },
      businessName: 'Ferretería «El Tornillo», S.A. de C.V.',
      ...config,
    },
  });
}

test('a mail says what is, what to do, for which business, and names nobody', async () => {
  await open({ initialSync: 'review' });
  const ana = person(1);
  inManagementPro(rig, ana);
  await rig.cycles(2);
  await vi.waitFor(() => expect(server.letters).toHaveLength(1), WITHIN);
  const [letter] = server.letters;
  expect(letter).toMatchObject({
    from: 'puente@example.com',
    to: TO,
    subject: 'Ferretería «El Tornillo», S.A. de C.V.: El primer plan espera su aprobación',
  });
  expect(letter?.text).toContain(
    'El primer plan espera su aprobación.\n\nQué hacer: Revise la muestra y apruébelo; antes no se escribe nada.\n',
  );
  expect(letter?.text).toContain('Lo envía Puente');
  for (const word of [ana.first, ana.last, ana.email]) expect(letter?.text).not.toContain(word);
});

test('a server that turns mails away gets them again, as one mail, and the webhook once', async () => {
  const receiver = await startReceiver();
  await open({ alertWebhookUrl: receiver.url, alertLanguage: 'en' });
  server.refuse(3);
  rig.app.context.alert('trouble', { kind: 'trouble', side: 'aceptabits', code: 'timeout' });
  await vi.waitFor(async () => {
    const jobs = await rig.app.engine.queues.alerts.getJobs();
    expect(jobs.find(({ name }) => name === 'mail')?.attemptsMade).toBeGreaterThan(1);
  }, WITHIN);
  await vi.waitFor(() => expect(server.letters).toHaveLength(1), WITHIN);
  expect(server.letters[0]?.text).toContain('Aceptabits does not answer (timeout).\n\nWhat to do: Check');
  expect(receiver.told.map(({ fact }) => fact)).toEqual(['trouble']);
  await receiver.close();
});

test('the summary of the day comes by its schedule, with what waits for a person', async () => {
  await open({ initialSync: 'review' });
  inManagementPro(rig, person(1));
  await rig.cycles(2);
  await scheduleDigest(rig.app.context, rig.app.engine.queues, '* * * * * *', 'America/Mexico_City');
  const summary = () => server.letters.find(({ subject }) => subject.includes('Resumen del día'));
  await vi.waitFor(() => expect(summary()).toBeDefined(), WITHIN);
  await rig.app.engine.queues.alerts.removeJobScheduler('digest');
  expect(summary()?.text).toMatch(
    /Resumen del día: hay cosas que esperan por usted\.\n\n- El primer plan espera su aprobación: 1\n {2}Revise la muestra/,
  );
  expect(summary()?.text).toContain('- Cambios escritos: 0\n- Conflictos: 0\n- Fallas: 0');
});
