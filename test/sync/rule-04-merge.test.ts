/** Edits on either side or on both, under every policy, down to what a person answers (rule 4). */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Field } from '../../src/domain/customer.ts';
import type { Policy } from '../../src/domain/merge.ts';
import { setField } from '../../src/people/answers.ts';
import { putBack } from '../../src/people/undo.ts';
import { type Rig, startRig } from '../rig.ts';
import {
  both,
  eventsOf,
  linkedPair,
  movableClock,
  onRequest,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

type Policies = Readonly<Partial<Record<Field, Policy>>>;

async function pairUnder(policy: Policy | Policies = 'managementpro'): Promise<Pair> {
  const each =
    typeof policy === 'string' ? { name: policy, email: policy, phone: policy, salesperson: policy } : policy;
  const policies = {
    name: 'review',
    email: 'review',
    phone: 'review',
    salesperson: 'review',
    ...each,
  } as const;
  rig = await startRig({ config: { policies } });
  return linkedPair(rig);
}

type Texts = Exclude<Field, 'salesperson'>;

/** A person's edit of one field, on either side. */
function edit(
  side: 'managementpro' | 'aceptabits',
  { clave, code }: Pair,
  field: Texts,
  value: string,
): void {
  if (side === 'managementpro') {
    const key = { name: 'descripcion', email: 'email_1', phone: 'telefono_1' }[field];
    rig.managementpro.people.edit(clave, { [key]: value });
  } else
    rig.aceptabits.people.edit(code, field === 'name' ? { name: value, lastname: null } : { [field]: value });
}

/** The customer is in step, and stays so without a single further write. */
async function quiet(pair: Pair): Promise<void> {
  const writes = rig.writes();
  await rig.cycles(3);
  expect(rig.writes()).toBe(writes);
  expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
  expect((await rig.status()).differing).toBe(0);
}

const VALUES: [Texts, string][] = [
  ['name', 'Úrsula Ñandú Pérez'],
  ['email', 'ursula@correo.mx'],
  ['phone', '9995551234'],
];

describe('rule 4: an edit on one side arrives on the other', () => {
  for (const side of ['managementpro', 'aceptabits'] as const) {
    test.each(VALUES)(`${side}: %s`, async (field, value) => {
      const pair = await pairUnder();
      edit(side, pair, field, value);
      await rig.cycles(2);
      expect(both(rig, pair, field)).toEqual([value, value]);
      await quiet(pair);
    });

    test.each(['email', 'phone'] as const)(`${side}: %s emptied on purpose`, async (field) => {
      const pair = await pairUnder();
      edit(side, pair, field, '');
      await rig.cycles(2);
      expect(both(rig, pair, field)).toEqual(['', '']);
      await quiet(pair);
    });
  }

  const VENDEDOR = '0000000003';
  const AGENT = 'pgbage9743166351596541';

  test('managementpro: the salesperson, as the agent of the same name', async () => {
    const pair = await pairUnder();
    rig.managementpro.people.edit(pair.clave, { vendedor: VENDEDOR });
    await rig.cycles(3);
    expect(rig.aceptabits.people.get(pair.code)?.code_agent).toBe(AGENT);
    await quiet(pair);
    rig.managementpro.people.edit(pair.clave, { vendedor: '' });
    await rig.cycles(2);
    expect(rig.aceptabits.people.get(pair.code)?.code_agent ?? '').toBe('');
    await quiet(pair);
  });

  test('aceptabits: the agent, as the salesperson of the same name', async () => {
    const pair = await pairUnder();
    // A salesperson is known once some customer of ManagementPro has shown its name.
    await linkedPair(rig, 2);
    const other = rig.managementpro.people.all().find(({ clave }) => clave !== pair.clave)?.clave ?? '';
    rig.managementpro.people.edit(other, { vendedor: VENDEDOR });
    await rig.cycles(3);
    rig.aceptabits.people.edit(pair.code, { code_agent: AGENT });
    await rig.cycles(2);
    expect(rig.managementpro.people.get(pair.clave)?.vendedor).toBe(VENDEDOR);
    await quiet(pair);
    rig.aceptabits.people.edit(pair.code, { code_agent: null });
    await rig.cycles(2);
    expect(rig.managementpro.people.get(pair.clave)?.vendedor).toBe('');
    await quiet(pair);
  });

  test('edits of different fields on both sides at once arrive crosswise', async () => {
    const pair = await pairUnder('review');
    edit('managementpro', pair, 'email', 'cruce@correo.mx');
    edit('aceptabits', pair, 'phone', '9990009999');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['cruce@correo.mx', 'cruce@correo.mx']);
    expect(both(rig, pair, 'phone')).toEqual(['9990009999', '9990009999']);
    await quiet(pair);
  });

  test('a value that differs in case or spacing only is equal, and is not written', async () => {
    const pair = await pairUnder();
    edit('managementpro', pair, 'email', ` ${person(1).email.toUpperCase()}`);
    edit('aceptabits', pair, 'phone', `+52 ${person(1).phone}`);
    await quiet(pair);
  });
});

describe('rule 4: both sides changed', () => {
  test('to equal values: only the bases move, and a later edit of either is an edit', async () => {
    const pair = await pairUnder('review');
    edit('managementpro', pair, 'email', 'igual@correo.mx');
    edit('aceptabits', pair, 'email', 'IGUAL@correo.mx');
    await quiet(pair);
    edit('aceptabits', pair, 'email', 'luego@correo.mx');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['luego@correo.mx', 'luego@correo.mx']);
  });

  const winners = [
    ['managementpro', 'eme@correo.mx', 'a@correo.mx'],
    ['aceptabits', 'a@correo.mx', 'eme@correo.mx'],
  ] as const;
  test.each(winners)(
    'differently under %s: it wins, the loser is kept and can be put back',
    async (policy, winner, loser) => {
      const pair = await pairUnder(policy);
      edit('managementpro', pair, 'email', 'eme@correo.mx');
      edit('aceptabits', pair, 'email', 'a@correo.mx');
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual([winner, winner]);
      await quiet(pair);
      const events = await eventsOf(rig, pair.clave);
      expect(events.filter(({ kind }) => kind === 'conflict')).toHaveLength(1);
      expect(events.find(({ kind }) => kind === 'conflict')?.conflict).toEqual({
        field: 'email',
        base: person(1).email,
        managementpro: 'eme@correo.mx',
        aceptabits: 'a@correo.mx',
        winner: policy,
      });
      const written = events.find(
        ({ kind, changes }) => kind === 'updated' && changes?.[0]?.field === 'email',
      );
      expect(written?.changes).toEqual([{ field: 'email', old: loser, new: winner }]);
      expect(await putBack(rig.app.context, written?.id ?? '', 'Ana')).toBe(true);
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual([loser, loser]);
      await quiet(pair);
    },
  );

  test('differently under review: nothing is written, and the other fields go on', async () => {
    const pair = await pairUnder('review');
    edit('managementpro', pair, 'email', 'eme@correo.mx');
    edit('aceptabits', pair, 'email', 'a@correo.mx');
    edit('managementpro', pair, 'phone', '9994443322');
    edit('aceptabits', pair, 'name', 'Nombre Nuevo');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['eme@correo.mx', 'a@correo.mx']);
    expect(both(rig, pair, 'phone')).toEqual(['9994443322', '9994443322']);
    expect(both(rig, pair, 'name')).toEqual(['Nombre Nuevo', 'Nombre Nuevo']);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['conflict']);
    const writes = rig.writes();
    await rig.cycles(2);
    expect(rig.writes()).toBe(writes);
  });

  test('each field follows its own policy', async () => {
    const pair = await pairUnder({ name: 'aceptabits', email: 'managementpro', phone: 'review' });
    for (const [side, name, email] of [
      ['managementpro', 'Eme Eme', 'eme@correo.mx'],
      ['aceptabits', 'A A', 'a@correo.mx'],
    ] as const) {
      edit(side, pair, 'name', name);
      edit(side, pair, 'email', email);
    }
    await rig.cycles(2);
    expect(both(rig, pair, 'name')).toEqual(['A A', 'A A']);
    expect(both(rig, pair, 'email')).toEqual(['eme@correo.mx', 'eme@correo.mx']);
    edit('managementpro', pair, 'phone', '9991111111');
    edit('aceptabits', pair, 'phone', '9992222222');
    await rig.cycles(2);
    expect(both(rig, pair, 'phone')).toEqual(['9991111111', '9992222222']);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['conflict']);
  });

  test.each(['managementpro', 'aceptabits'] as const)(
    'emptied in %s and changed in the other: the emptying never wins by policy',
    async (emptied) => {
      const pair = await pairUnder(emptied);
      edit(emptied, pair, 'email', '');
      edit(emptied === 'managementpro' ? 'aceptabits' : 'managementpro', pair, 'email', 'vive@correo.mx');
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual(['vive@correo.mx', 'vive@correo.mx']);
      await quiet(pair);
    },
  );

  test('emptied and changed under review: a person decides', async () => {
    const pair = await pairUnder('review');
    edit('managementpro', pair, 'email', '');
    edit('aceptabits', pair, 'email', 'vive@correo.mx');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['', 'vive@correo.mx']);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['conflict']);
  });
});

describe('rule 4: a conflict under review', () => {
  async function contested(): Promise<Pair> {
    const clock = movableClock();
    const policies = { name: 'review', email: 'review', phone: 'review', salesperson: 'review' } as const;
    rig = await startRig({ config: { policies }, now: clock.now });
    const pair = await linkedPair(rig);
    edit('managementpro', pair, 'email', 'eme@correo.mx');
    edit('aceptabits', pair, 'email', 'a@correo.mx');
    await rig.cycles(2);
    return pair;
  }

  async function conflictOf(pair: Pair) {
    const [loaded] = await rig.app.context.store.load([{ side: 'managementpro', key: pair.clave }]);
    return loaded?.waits.find(({ kind }) => kind === 'conflict');
  }

  test('is kept since when it arose, not repeated by each poll', async () => {
    const pair = await contested();
    const before = await conflictOf(pair);
    await rig.cycles(3);
    expect(await conflictOf(pair)).toEqual(before);
    expect((await rig.status()).waiting.conflict).toBe(1);
  });

  test('is refreshed with the newer value, and stays as old as it is', async () => {
    const pair = await contested();
    const before = await conflictOf(pair);
    edit('aceptabits', pair, 'email', 'aun-mas@correo.mx');
    await rig.cycles(1);
    const after = await conflictOf(pair);
    expect(after).toMatchObject({ now: { managementpro: 'eme@correo.mx', aceptabits: 'aun-mas@correo.mx' } });
    expect(after?.since).toBe(before?.since);
    expect((await rig.status()).waiting.conflict).toBe(1);
  });

  test('closes by itself when the sides agree', async () => {
    const pair = await contested();
    edit('managementpro', pair, 'email', 'a@correo.mx');
    await rig.cycles(1);
    expect((await rig.status()).waiting.conflict).toBe(0);
    await quiet(pair);
  });

  test('closes by itself when one side takes its edit back: the other is then an edit like any', async () => {
    const pair = await contested();
    edit('managementpro', pair, 'email', person(1).email);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['a@correo.mx', 'a@correo.mx']);
    await quiet(pair);
  });

  const SEEN = { managementpro: 'eme@correo.mx', aceptabits: 'a@correo.mx' };

  test.each(['eme@correo.mx', 'a@correo.mx', 'tercero@correo.mx', ''])(
    "takes a person's answer: '%s'",
    async (value) => {
      const pair = await contested();
      expect(await setField(rig.app.context, pair.clave, 'email', value, SEEN, 'Ana')).toBe(true);
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual([value, value]);
      await quiet(pair);
      expect(
        (await eventsOf(rig, pair.clave)).some(({ kind, by }) => kind === 'decision' && by === 'Ana'),
      ).toBe(true);
    },
  );

  test('refuses an answer given to values that have moved since', async () => {
    const pair = await contested();
    edit('aceptabits', pair, 'email', 'movido@correo.mx');
    await rig.poll('aceptabits');
    expect(await setField(rig.app.context, pair.clave, 'email', 'eme@correo.mx', SEEN, 'Ana')).toBe(false);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['eme@correo.mx', 'movido@correo.mx']);
  });

  test('refuses an answer whose values move before it is carried out', async () => {
    const pair = await contested();
    expect(await setField(rig.app.context, pair.clave, 'email', 'eme@correo.mx', SEEN, 'Ana')).toBe(true);
    edit('aceptabits', pair, 'email', 'movido@correo.mx');
    await rig.poll('aceptabits');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['eme@correo.mx', 'movido@correo.mx']);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['conflict']);
    expect((await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'refused')).toHaveLength(1);
  });

  test('refuses an answer whose values move between the poll and the write', async () => {
    const pair = await contested();
    let moved = false;
    onRequest(rig.aceptabits, 'show-customer', () => {
      if (moved) return;
      moved = true;
      edit('aceptabits', pair, 'email', 'movido@correo.mx');
    });
    expect(await setField(rig.app.context, pair.clave, 'email', 'eme@correo.mx', SEEN, 'Ana')).toBe(true);
    await rig.cycles(3);
    expect(moved).toBe(true);
    expect(both(rig, pair, 'email')).toEqual(['eme@correo.mx', 'movido@correo.mx']);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['conflict']);
  });
});

describe('rule 4: edits that are taken back', () => {
  test('an edit taken back at once arrives as well', async () => {
    const pair = await pairUnder();
    edit('managementpro', pair, 'email', 'prisa@correo.mx');
    await rig.cycles(1);
    expect(both(rig, pair, 'email')[1]).toBe('prisa@correo.mx');
    edit('managementpro', pair, 'email', person(1).email);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual([person(1).email, person(1).email]);
    await quiet(pair);
    expect((await rig.status()).waiting.parked).toBe(0);
  });
});

test('rule 4: what a person decides while another value is on its way holds, and is not recorded as that value', async () => {
  rig = await startRig();
  const pair = await linkedPair(rig);
  const { context } = rig.app;
  const open = context.clients.aceptabits.open;
  let said: boolean | undefined;
  vi.spyOn(context.clients.aceptabits, 'open').mockImplementation(async (code) => {
    const opened = await open(code);
    return (
      opened && {
        ...opened,
        save: async (changed, may) => {
          said ??= await setField(
            context,
            pair.clave,
            'phone',
            person(1).phone,
            { managementpro: '9991112233', aceptabits: person(1).phone },
            'Ana',
          );
          await opened.save(changed, may);
        },
      }
    );
  });
  rig.managementpro.people.edit(pair.clave, { telefono_1: '9991112233' });
  await rig.cycles(4);
  expect(said).toBe(true);
  expect(both(rig, pair, 'phone')).toEqual([person(1).phone, person(1).phone]);
});

test('rule 4: an open conflict is decided by the policy that is set now, from the next start on', async () => {
  rig = await startRig({
    config: { policies: { name: 'review', email: 'review', phone: 'review', salesperson: 'review' } },
  });
  const pair = await linkedPair(rig);
  rig.managementpro.people.edit(pair.clave, { telefono_1: '9991234510' });
  rig.aceptabits.people.edit(pair.code, { phone: '9997654510' });
  await rig.cycles(2);
  expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['conflict']);
  await rig.restart({
    policies: {
      name: 'managementpro',
      email: 'managementpro',
      phone: 'managementpro',
      salesperson: 'managementpro',
    },
  });
  await rig.cycles(3);
  expect(both(rig, pair, 'phone')).toEqual(['9991234510', '9991234510']);
});
