import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { poll } from '../../src/sync/jobs/poll.ts';
import { type Rig, startRig } from '../rig.ts';
import { richCompany } from './rich-companies.ts';

/** Rule 1, and rule 5: a row whose bytes have been seen is not decoded, on either side, and nothing is missed by that. */

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

/** Claves of the rows that a reading of ManagementPro has parsed. */
async function parsedBy(read: () => Promise<unknown>): Promise<string[]> {
  const parse = vi.spyOn(JSON, 'parse');
  try {
    await read();
    const texts = parse.mock.calls.map(([text]) => String(text));
    return texts.flatMap((text) => /^\s*\{"clave":"([^"]+)","descripcion"/.exec(text)?.[1] ?? []);
  } finally {
    parse.mockRestore();
  }
}

const pollM = () => rig.poll('managementpro');

describe('a list that stands still', () => {
  test('is parsed once, and an edit has its own row parsed alone', async () => {
    const [clave] = [1, 2, 3].map((at) => rig.managementpro.people.create(richCompany(at)));
    await rig.cycles(3);
    expect(await rig.inStep()).toBe(true);
    await pollM();
    expect(await parsedBy(pollM)).toEqual([]);
    rig.managementpro.people.edit(clave ?? '', { telefono_1: '9997654321' });
    expect(new Set(await parsedBy(pollM))).toContain(clave);
    await rig.cycles(2);
    const [customer] = rig.aceptabits.people.all().filter(({ phone }) => phone?.endsWith('9997654321'));
    expect(customer).toBeDefined();
    expect(await rig.inStep()).toBe(true);
  });

  test('is decoded whole by the nightly reading', async () => {
    const clave = rig.managementpro.people.create(richCompany(1));
    await rig.cycles(3);
    await pollM();
    expect(await parsedBy(() => poll(rig.app.context, 'managementpro', { everything: true }))).toContain(
      clave,
    );
  });
});

test('the old bytes after a write of ours are news: somebody has put the old value back', async () => {
  const clave = rig.managementpro.people.create(richCompany(1));
  await rig.cycles(3);
  await pollM();
  const [customer] = rig.aceptabits.people.all();
  const old = rig.managementpro.people.get(clave)?.telefono_1;
  rig.aceptabits.people.edit(customer?.code ?? '', { phone: '9997654321' });
  await rig.cycles(1);
  expect(rig.managementpro.people.get(clave)?.telefono_1).toContain('9997654321');
  // The list shows, byte for byte, what the last poll had seen before our write. While it may be late, that is no edit.
  rig.managementpro.people.edit(clave, { telefono_1: old ?? '' });
  await vi.waitFor(async () => {
    await rig.cycles(1);
    expect(rig.aceptabits.people.get(customer?.code ?? '')?.phone).toBe(old);
  });
  expect(rig.managementpro.people.get(clave)?.telefono_1).toBe(old);
});

test('whoever is gone and comes back with the same bytes is back', async () => {
  const claves = [1, 2, 3].map((at) => rig.managementpro.people.create(richCompany(at)));
  await rig.cycles(3);
  await pollM();
  const gone = rig.managementpro.people.get(claves[0] ?? '');
  rig.managementpro.people.remove(claves[0] ?? '');
  // Whoever was written to lately may be late in a list.
  await vi.waitFor(async () => {
    await rig.cycles(1);
    expect((await rig.status()).waiting.missing).toBe(1);
  });
  rig.managementpro.people.create(gone ?? {});
  await rig.cycles(2);
  expect((await rig.status()).waiting.missing).toBe(0);
});

/** Codes of the rows that a reading of Aceptabits has decoded: each of them is digested. */
async function decodedBy(read: () => Promise<unknown>): Promise<string[]> {
  const digested = vi.spyOn(JSON, 'stringify');
  try {
    await read();
    return digested.mock.calls.flatMap(([value]) => (value?.createdAt === undefined ? [] : [value.key]));
  } finally {
    digested.mockRestore();
  }
}

describe('pages that stand still', () => {
  const pollA = () => rig.poll('aceptabits');

  async function threePeople(): Promise<string> {
    for (const at of [1, 2, 3]) rig.managementpro.people.create(richCompany(at));
    await rig.cycles(3);
    await pollA();
    return rig.aceptabits.people.all()[0]?.code ?? '';
  }

  test('are decoded once, and an edit has its own row decoded alone', async () => {
    const code = await threePeople();
    expect(await decodedBy(pollA)).toEqual([]);
    rig.aceptabits.people.edit(code, { phone: '9997654321' });
    expect(new Set(await decodedBy(pollA))).toEqual(new Set([code]));
    await rig.cycles(2);
    const phones = rig.managementpro.people.all().map(({ telefono_1 }) => telefono_1);
    expect(phones.filter((phone) => phone?.endsWith('9997654321'))).toHaveLength(1);
    expect(await rig.inStep()).toBe(true);
  });

  test('are decoded whole by the nightly reading', async () => {
    const code = await threePeople();
    const night = () => poll(rig.app.context, 'aceptabits', { everything: true });
    expect(await decodedBy(night)).toContain(code);
  });

  test('the old bytes after a write of ours are news: somebody has put the old value back', async () => {
    const code = await threePeople();
    const old = rig.aceptabits.people.get(code)?.phone;
    const { clave } = rig.managementpro.people.all().find(({ telefono_1 }) => telefono_1 === old) ?? {};
    rig.managementpro.people.edit(clave ?? '', { telefono_1: '9997654321' });
    await rig.cycles(1);
    expect(rig.aceptabits.people.get(code)?.phone).toContain('9997654321');
    rig.aceptabits.people.edit(code, { phone: old ?? '' });
    await vi.waitFor(async () => {
      await rig.cycles(1);
      expect(rig.managementpro.people.get(clave ?? '')?.telefono_1).toBe(old);
    });
    expect(rig.aceptabits.people.get(code)?.phone).toBe(old);
  });
});
