/**
 * Servers that change what they are sent, lag or refuse, and robots that write against us: no write too many (rule 5).
 */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { otherSide, SIDES, type Side } from '../../src/domain/customer.ts';
import { noteSent } from '../../src/domain/sent-note.ts';
import { setField } from '../../src/people/answers.ts';
import { linkText } from '../../src/store/packed.ts';
import { readSide } from '../../src/sync/jobs/poll.ts';
import { FAST, REVIEW, type Rig, type RigOptions, startRig } from '../rig.ts';
import {
  both,
  counts,
  eventsOf,
  inAceptabits,
  inManagementPro,
  linkedPair,
  linkedPairs,
  linkOf,
  movableClock,
  onRequest,
  type Pair,
  person,
  waitsOf,
} from './situations.ts';

let rig: Rig;
afterEach(() => rig.close());

function editEmail(side: Side, { clave, code }: Pair, email: string): void {
  if (side === 'managementpro') rig.managementpro.people.edit(clave, { email_1: email });
  else rig.aceptabits.people.edit(code, { email });
}

async function silent(polls = 10): Promise<void> {
  const before = rig.writes();
  await rig.cycles(polls);
  expect(rig.writes()).toBe(before);
  expect((await rig.status()).differing).toBe(0);
}

const HABITS: [string, RigOptions['aceptabits'] & RigOptions['managementpro']][] = [
  ['upper-cases', { normalise: ['upper'] }],
  ['trims', { normalise: ['trim'] }],
  ['cuts off', { normalise: [{ cut: 12 }] }],
  ['does all of it', { normalise: ['upper', { cut: 12 }, 'trim'] }],
];

describe('rule 5: a server that changes what it is sent makes no echo', () => {
  describe.each(['managementpro', 'aceptabits'] as const)('%s', (side) => {
    test.each(HABITS)('%s what is created there and what is changed there', async (_, settings) => {
      rig = await startRig({ [side]: settings });
      const pair = await linkedPair(rig);
      const born = side === 'managementpro' ? inAceptabits(rig, person(8)) : inManagementPro(rig, person(8));
      await rig.cycles(3);
      expect(counts(rig)).toEqual([2, 2]);
      await silent();
      const typed = {
        name: 'Maximiliano Echeverría',
        email: 'maximiliano@correo.mx',
        phone: '999 765 43 21',
      };
      if (side === 'managementpro') {
        rig.aceptabits.people.edit(pair.code, {
          ...typed,
          name: 'Maximiliano',
          lastname: 'Echeverría',
          phone: person(1).phone,
        });
        rig.aceptabits.people.edit(born, { phone: typed.phone });
      } else {
        rig.managementpro.people.edit(pair.clave, { descripcion: typed.name, email_1: typed.email });
        rig.managementpro.people.edit(born, { telefono_1: typed.phone });
      }
      await rig.cycles(2);
      await silent();
      // The side where a person typed keeps what was typed; the other holds its own form of it.
      const typedIn = side === 'managementpro' ? 1 : 0;
      expect(both(rig, pair, 'email')[typedIn]).toBe(typed.email);
      expect(both(rig, pair, 'name')[typedIn]).toBe(typed.name);
      expect(both(rig, pair, 'email')[1 - typedIn]?.toLowerCase()).toBe(
        JSON.stringify(settings).includes('cut') ? typed.email.slice(0, 12) : typed.email,
      );
      expect(counts(rig)).toEqual([2, 2]);
    });
  });

  test.each(['managementpro', 'aceptabits'] as const)(
    '%s upper-cases with a write what was sent back as it stood: that is its form as well, and no edit',
    async (side) => {
      rig = await startRig({ [side]: { normalise: ['upper'] } });
      const pair = await linkedPair(rig);
      const [m, a] = both(rig, pair, 'name');
      const phone = '999 765 43 21';
      if (side === 'managementpro') rig.aceptabits.people.edit(pair.code, { phone });
      else rig.managementpro.people.edit(pair.clave, { telefono_1: phone });
      await rig.cycles(2);
      expect(both(rig, pair, 'phone')).toEqual([phone, phone]);
      const [inM, inA] = side === 'managementpro' ? [m?.toUpperCase(), a] : [m, a?.toUpperCase()];
      expect(both(rig, pair, 'name')).toEqual([inM, inA]);
      await silent(3);
    },
  );

  test('a name that a clerk has written otherwise before our write of another field travels with it', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    const [name = ''] = both(rig, pair, 'name');
    rig.aceptabits.people.edit(pair.code, { phone: '999 765 43 21' });
    let isTyped = false;
    onRequest(rig.managementpro, 'GetCliente', () => {
      if (!isTyped) rig.managementpro.people.edit(pair.clave, { descripcion: name.toUpperCase() });
      isTyped = true;
    });
    await rig.cycles(3);
    expect(both(rig, pair, 'name')).toEqual([name.toUpperCase(), name.toUpperCase()]);
    await silent(3);
  });

  test('a later edit on the side that normalises is an edit, and arrives as typed', async () => {
    rig = await startRig({ managementpro: { normalise: ['upper'] } });
    const pair = await linkedPair(rig);
    rig.aceptabits.people.edit(pair.code, { name: 'Rocío', lastname: 'Baeza' });
    await rig.cycles(1);
    expect(both(rig, pair, 'name')).toEqual(['ROCÍO BAEZA', 'Rocío Baeza']);
    rig.managementpro.people.edit(pair.clave, { descripcion: 'Rocío Baeza Moo' });
    await rig.cycles(2);
    expect(both(rig, pair, 'name')).toEqual(['Rocío Baeza Moo', 'Rocío Baeza Moo']);
    await silent();
  });

  test('a side whose lists lag behind its writes: the old value that it still shows is no edit', async () => {
    const clock = movableClock();
    rig = await startRig({
      now: clock.now,
      aceptabits: { listLagMs: 30_000 },
      app: { timings: { ...FAST, lagMs: 120_000 } },
    });
    const pair = await linkedPair(rig);
    rig.managementpro.people.edit(pair.clave, { email_1: 'lento@correo.mx' });
    await rig.poll('managementpro');
    clock.advance(10_000);
    await rig.cycles(2);
    clock.advance(60_000);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['lento@correo.mx', 'lento@correo.mx']);
    clock.advance(200_000);
    await silent(3);
    expect((await rig.status()).waiting.parked).toBe(0);
  });

  test('nobody edits: ten polls of a whole world write nothing', async () => {
    rig = await startRig();
    await linkedPairs(rig, 30);
    await silent();
  });
});

describe('rule 5: a server that garbles what it shows, and shows it late, makes no echo', () => {
  const TYPED = 'José Muñoz Peón';

  /** Everything that is not plain ASCII is lost in the answers of a side; `lookedUp` runs before its customers are read. */
  async function garbling(
    side: Side,
    clock: () => number,
    lookedUp: (writes: number) => void,
  ): Promise<void> {
    rig = await startRig({ now: clock, app: { timings: { ...FAST, lagMs: 120_000 } } });
    const proxy = await rig.standBetween(side);
    proxy.rule = async ({ body, path }, forward) => {
      if (body?.action === 'GetClienteLista' || /\/(get|show)-customers?/.test(path))
        lookedUp(rig[side].writes);
      const answer = await forward();
      return { ...answer, body: String(answer.body).replace(/[^ -~]/gu, '?') };
    };
  }

  test('a create that the list of ManagementPro shows only after all lag', async () => {
    const clock = movableClock();
    await garbling('managementpro', clock.now, () => undefined);
    await rig.cycles(2);
    rig.managementpro.settings.listLagMs = 300_000;
    inAceptabits(rig, { ...person(1), first: 'José', last: 'Muñoz Peón' });
    await rig.cycles(2);
    expect(counts(rig)).toEqual([1, 1]);
    clock.advance(301_000);
    await rig.cycles(2);
    const [clave] = rig.managementpro.people.all().map((one) => one.clave);
    const [code] = rig.aceptabits.people.all().map((one) => one.code);
    expect(both(rig, { clave: clave ?? '', code: code ?? '' }, 'name')).toEqual([TYPED, TYPED]);
    await silent(3);
  });

  test.each(['managementpro', 'aceptabits'] as const)(
    'an update that the first reading after it in %s does not show yet',
    async (side) => {
      const clock = movableClock();
      let readings = 0;
      await garbling(side, clock.now, (writes) => {
        readings += writes > 0 ? 1 : 0;
        if (readings === 2) clock.advance(31_000);
      });
      const pair = await linkedPair(rig);
      rig[side].settings.listLagMs = 30_000;
      if (side === 'aceptabits') rig.managementpro.people.edit(pair.clave, { descripcion: TYPED });
      else rig.aceptabits.people.edit(pair.code, { name: 'José', lastname: 'Muñoz Peón' });
      await rig.cycles(2);
      expect(both(rig, pair, 'name')).toEqual([TYPED, TYPED]);
      expect(rig.writes()).toBe(1);
      clock.advance(600_000);
      await silent(3);
    },
  );
});

describe('rule 5: a write that is accepted and does not land', () => {
  const ignoring = (side: Side, ignoreUpdates: boolean) =>
    Object.assign(rig[side].settings, { ignoreUpdates });
  const editThere = (side: Side, { clave, code }: Pair, email: string) =>
    side === 'aceptabits'
      ? rig.managementpro.people.edit(clave, { email_1: email })
      : rig.aceptabits.people.edit(code, { email });

  const editPhone = (side: Side, { clave, code }: Pair, phone: string) =>
    side === 'aceptabits'
      ? rig.managementpro.people.edit(clave, { telefono_1: phone })
      : rig.aceptabits.people.edit(code, { phone });

  describe.each(['managementpro', 'aceptabits'] as const)('on %s', (side) => {
    async function parked(options: RigOptions = {}): Promise<Pair> {
      rig = await startRig(options);
      const pair = await linkedPair(rig);
      ignoring(side, true);
      editThere(side, pair, 'perdido@correo.mx');
      const before = rig.writes();
      await rig.cycles(1);
      expect(rig.writes() - before).toBe(3);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['parked']);
      return pair;
    }

    test('is tried three times, then parked and left alone', async () => {
      const pair = await parked();
      const writes = rig.writes();
      await rig.cycles(5);
      expect(rig.writes()).toBe(writes);
      expect((await rig.status()).waiting.parked).toBe(1);
      // Nothing flows back: the edit stays where it was made.
      const shown = both(rig, pair, 'email');
      expect(shown).toEqual(
        side === 'aceptabits'
          ? ['perdido@correo.mx', person(1).email]
          : [person(1).email, 'perdido@correo.mx'],
      );
      expect((await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'parked')).toHaveLength(1);
    });

    test('is freed when another field of the record changes', async () => {
      const pair = await parked();
      ignoring(side, false);
      if (side === 'aceptabits') rig.managementpro.people.edit(pair.clave, { telefono_1: '9994445566' });
      else rig.aceptabits.people.edit(pair.code, { phone: '9994445566' });
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual(['perdido@correo.mx', 'perdido@correo.mx']);
      expect(both(rig, pair, 'phone')).toEqual(['9994445566', '9994445566']);
      await silent(3);
    });

    test('is freed by each change of the record, however often it was ignored before', async () => {
      const pair = await parked();
      editPhone(side, pair, '9994445566');
      await rig.cycles(2);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['parked']);
      const writes = rig.writes();
      await rig.cycles(2);
      expect(rig.writes()).toBe(writes);
      ignoring(side, false);
      editPhone(side, pair, '9997778899');
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual(['perdido@correo.mx', 'perdido@correo.mx']);
      expect(both(rig, pair, 'phone')).toEqual(['9997778899', '9997778899']);
      await silent(3);
    });

    test('has no other field parked with it that changed while it was tried', async () => {
      rig = await startRig();
      const proxy = await rig.standBetween(side);
      const pair = await linkedPair(rig);
      let accepted = 0;
      proxy.rule = async ({ body, path }, forward) => {
        if (body?.action !== 'addCliente' && !path.includes('/edit-customer')) return forward();
        accepted += 1;
        if (accepted === 3) {
          editPhone(side, pair, '9994445566');
          await readSide(rig.app.context, otherSide(side));
        }
        ignoring(side, accepted <= 3);
        return forward();
      };
      editThere(side, pair, 'perdido@correo.mx');
      await rig.poll(otherSide(side));
      await rig.poll(otherSide(side));
      expect(both(rig, pair, 'phone')).toEqual(['9994445566', '9994445566']);
    });

    test('is freed when its own value changes', async () => {
      const pair = await parked();
      ignoring(side, false);
      editThere(side, pair, 'hallado@correo.mx');
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual(['hallado@correo.mx', 'hallado@correo.mx']);
      await silent(3);
    });

    test('ends by itself when the edit is taken back', async () => {
      const clock = movableClock();
      const pair = await parked({ now: clock.now });
      editThere(side, pair, person(1).email);
      await rig.cycles(1);
      // While the lists may lag, the write that was taken back can still show; only then is it known to be over.
      clock.advance(FAST.lagMs + 1);
      await rig.cycles(1);
      await silent(3);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
    });

    test('ends by itself when somebody types the value in there', async () => {
      const pair = await parked();
      if (side === 'aceptabits') rig.aceptabits.people.edit(pair.code, { email: 'perdido@correo.mx' });
      else rig.managementpro.people.edit(pair.clave, { email_1: 'perdido@correo.mx' });
      await rig.cycles(1);
      await silent(3);
      expect(both(rig, pair, 'email')).toEqual(['perdido@correo.mx', 'perdido@correo.mx']);
    });
  });
});

describe('rule 5: a write that was not accepted is no write that did not land', () => {
  test('a side in trouble for four requests gets the write with the fifth, and nothing is parked', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    rig.aceptabits.faults.add({ on: 'edit-customer', when: 'before', kind: 'error500', times: 4 });
    rig.managementpro.people.edit(pair.clave, { email_1: 'quinto@correo.mx' });
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual(['quinto@correo.mx', 'quinto@correo.mx']);
    expect((await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'parked')).toEqual([]);
  });

  test('an answer that is lost after the commit: the value that shows is our own', async () => {
    rig = await startRig({ aceptabits: { normalise: ['upper'] } });
    const pair = await linkedPair(rig);
    rig.aceptabits.faults.add({ on: 'edit-customer', when: 'after', kind: 'reset' });
    rig.managementpro.people.edit(pair.clave, {
      email_1: 'perdida@correo.mx',
      descripcion: 'Perdida Respuesta',
    });
    await rig.cycles(2);
    expect(both(rig, pair, 'name')).toEqual(['Perdida Respuesta', 'PERDIDA RESPUESTA']);
    await silent(3);
  });

  test.each(['managementpro', 'aceptabits'] as const)(
    'somebody types in %s between our write and its reading back: where the policy does not tell, a person says',
    async (side) => {
      rig = await startRig({ config: { policies: REVIEW } });
      const pair = await linkedPair(rig);
      const [ours, typed] = ['nuestro@correo.mx', 'tecleado@correo.mx'];
      const before = rig[side].writes;
      let isTyped = false;
      onRequest(rig[side], side === 'managementpro' ? 'GetClienteLista' : /^(get|show)-customers?$/, () => {
        if (rig[side].writes === before || isTyped) return;
        isTyped = true;
        editEmail(side, pair, typed);
      });
      editEmail(otherSide(side), pair, ours);
      await rig.cycles(3);
      const [m, a] = side === 'managementpro' ? [typed, ours] : [ours, typed];
      expect(both(rig, pair, 'email')).toEqual([m, a]);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['conflict']);
      const seen = { managementpro: m, aceptabits: a };
      await setField(rig.app.context, pair.clave, { field: 'email', value: typed, seen }, 'Ana');
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual([typed, typed]);
      await silent(2);
      editEmail(side, pair, 'despues@correo.mx');
      await rig.cycles(2);
      expect(both(rig, pair, 'email')).toEqual(['despues@correo.mx', 'despues@correo.mx']);
    },
  );

  test.each(SIDES)(
    'somebody types in %s between our write and its reading back, and the policy takes that side: nobody is asked',
    async (side) => {
      const policies = { name: side, email: side, phone: side, salesperson: side };
      rig = await startRig({ config: { policies } });
      const pair = await linkedPair(rig);
      const before = rig[side].writes;
      let isTyped = false;
      onRequest(rig[side], side === 'managementpro' ? 'GetClienteLista' : /^(get|show)-customers?$/, () => {
        if (rig[side].writes === before || isTyped) return;
        isTyped = true;
        editEmail(side, pair, 'tecleado@correo.mx');
      });
      editEmail(otherSide(side), pair, 'nuestro@correo.mx');
      await rig.cycles(3);
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
      expect(both(rig, pair, 'email')).toEqual(['tecleado@correo.mx', 'tecleado@correo.mx']);
      await silent(2);
    },
  );

  test.each(['managementpro', 'review'] as const)(
    'a refused write and an edit of the same field meanwhile are a conflict under %s',
    async (policy) => {
      const policies = { name: policy, email: policy, phone: policy, salesperson: policy };
      rig = await startRig({ config: { policies } });
      const pair = await linkedPair(rig);
      rig.aceptabits.faults.add({
        on: 'edit-customer',
        when: 'before',
        kind: 'error500',
        times: 2,
        matches: () => {
          rig.aceptabits.people.edit(pair.code, { email: 'a@correo.mx' });
          return true;
        },
      });
      rig.managementpro.people.edit(pair.clave, { email_1: 'eme@correo.mx' });
      await rig.cycles(2);
      const winner = 'eme@correo.mx';
      expect(both(rig, pair, 'email')).toEqual(
        policy === 'review' ? [winner, 'a@correo.mx'] : [winner, winner],
      );
      expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(
        policy === 'review' ? ['conflict'] : [],
      );
    },
  );
});

describe('rule 5: our own notes do not outlive their purpose', () => {
  test('a write that never left, taken back by its author: the same value typed there later is an edit', async () => {
    const clock = movableClock();
    rig = await startRig({ now: clock.now });
    const pair = await linkedPair(rig);
    rig.aceptabits.faults.add({
      on: 'edit-customer',
      when: 'before',
      kind: 'error500',
      times: Number.POSITIVE_INFINITY,
    });
    rig.managementpro.people.edit(pair.clave, { email_1: 'fugaz@correo.mx' });
    await rig.cycles(1);
    rig.managementpro.people.edit(pair.clave, { email_1: person(1).email });
    rig.aceptabits.faults.clear();
    await rig.cycles(1);
    clock.advance(600_000);
    await silent(2);
    const written = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'updated');
    expect(written).toMatchObject([
      { side: 'aceptabits', changes: [{ field: 'email', new: 'fugaz@correo.mx' }] },
    ]);
    rig.aceptabits.people.edit(pair.code, { email: 'fugaz@correo.mx' });
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['fugaz@correo.mx', 'fugaz@correo.mx']);
  });

  test('a write without an answer whose source moves on: what was sent is on record as well as what landed', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    const [first, second] = ['primero@correo.mx', 'segundo@correo.mx'];
    const trouble = { on: 'edit-customer', when: 'before', kind: 'error500' } as const;
    rig.aceptabits.faults.add({
      ...trouble,
      matches: () => {
        rig.managementpro.people.edit(pair.clave, { email_1: second });
        return true;
      },
    });
    rig.managementpro.people.edit(pair.clave, { email_1: first });
    await rig.poll('managementpro');
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual([second, second]);
    const written = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'updated');
    expect(new Set(written.map(({ changes }) => changes?.[0]?.new))).toEqual(new Set([first, second]));
  });

  test('a salesperson without a route where we had written none: nothing waits for it to show', async () => {
    rig = await startRig();
    const { clave } = await linkedPair(rig, 2);
    // A salesperson is known once some customer of ManagementPro has shown its name.
    rig.managementpro.people.edit(clave, { vendedor: '0000000003' });
    await rig.cycles(2);
    const code = inAceptabits(rig, person(1));
    let isTyped = false;
    onRequest(rig.managementpro, 'GetClienteLista', () => {
      const born = rig.managementpro.people.all().find((one) => one.clave !== clave);
      if (born === undefined || isTyped) return;
      isTyped = true;
      rig.managementpro.people.edit(born.clave, { vendedor: '0000000001' });
    });
    await rig.cycles(2);
    rig.aceptabits.people.edit(code, { code_agent: 'pgbage9743166351596541' });
    await rig.cycles(3);
    expect(rig.managementpro.people.all().map(({ vendedor }) => vendedor)).toEqual([
      '0000000003',
      '0000000001',
    ]);
    expect((await rig.status()).work).toBe(0);
    await silent(3);
  });

  test('a write that a kill kept from leaving: whoever edits there next has not edited it, and both are a conflict', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    const [mine, theirs] = ['escrito@correo.mx', 'tecleado@correo.mx'];
    rig.aceptabits.people.edit(pair.code, { email: mine });
    await noteOnly(pair.clave, 'managementpro', mine);
    rig.managementpro.people.edit(pair.clave, { email_1: theirs });
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual([theirs, theirs]);
    const conflicts = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'conflict');
    expect(conflicts.map(({ conflict }) => conflict?.aceptabits)).toEqual([mine]);
    const unclear = (await eventsOf(rig, pair.clave)).filter(({ job }) => job === 'killed');
    expect(unclear.map(({ changes }) => changes?.[0]?.new)).toEqual([mine]);
  });

  test('a write without an answer, typed over and sent again with the same value: both writes are on record', async () => {
    rig = await startRig();
    const pair = await linkedPair(rig);
    const [mine, theirs] = ['escrito@correo.mx', 'tecleado@correo.mx'];
    rig.managementpro.people.edit(pair.clave, { email_1: mine });
    await noteOnly(pair.clave, 'aceptabits', mine);
    rig.aceptabits.people.edit(pair.code, { email: theirs });
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual([mine, mine]);
    const written = (await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'updated');
    expect(written.map(({ changes }) => changes?.[0]?.old).sort()).toEqual([person(1).email, theirs].sort());
    expect(written.map(({ changes }) => changes?.[0]?.new)).toEqual([mine, mine]);
    expect(written.filter(({ job }) => job === 'killed')).toHaveLength(1);
  });

  /** What a kill between the note of an update of a side's e-mail and its request leaves. */
  async function noteOnly(clave: string, side: Side, value: string): Promise<void> {
    const { store } = rig.app.context;
    const link = await linkOf(rig, clave);
    if (link === undefined) throw new Error('There is no link.');
    const note = { value, before: person(1).email, from: value, at: Date.now(), job: 'killed' };
    const noted = noteSent(link, side, 'email', note);
    await store.transaction().set(store.keys.links, clave, linkText(noted)).commit();
  }

  test('an edit taken back while the lists may still lag arrives, and nothing is parked', async () => {
    rig = await startRig({ app: { timings: { ...FAST, lagMs: 120_000 } } });
    const pair = await linkedPair(rig);
    const before = rig.writes();
    rig.managementpro.people.edit(pair.clave, { email_1: 'prisa@correo.mx' });
    await rig.cycles(1);
    rig.managementpro.people.edit(pair.clave, { email_1: person(1).email });
    await rig.cycles(1);
    expect(both(rig, pair, 'email')).toEqual([person(1).email, person(1).email]);
    expect(rig.writes() - before).toBe(2);
    await silent(3);
    expect((await rig.status()).waiting.parked).toBe(0);
  });
});

describe('rule 5: a field that flips back and forth', () => {
  const MINE = 'robot-eme@correo.mx';
  const THEIRS = 'robot-a@correo.mx';

  /** A robot on each side puts its own value back whenever it finds another one. */
  async function robots(turns: number): Promise<Pair> {
    const clock = movableClock();
    rig = await startRig({ now: clock.now });
    const pair = await linkedPair(rig);
    for (let turn = 0; turn < turns; turn += 1) {
      rig.managementpro.people.edit(pair.clave, { email_1: MINE });
      await rig.cycles(1);
      clock.advance(300_000);
      rig.aceptabits.people.edit(pair.code, { email: THEIRS });
      await rig.cycles(1);
      clock.advance(300_000);
    }
    return pair;
  }

  test('is frozen after three turns, and told once', async () => {
    const pair = await robots(4);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual(['frozen']);
    expect((await linkOf(rig, pair.clave))?.frozen?.email).toBeDefined();
    const writes = rig.writes();
    for (let turn = 0; turn < 3; turn += 1) {
      rig.managementpro.people.edit(pair.clave, { email_1: `${turn}${MINE}` });
      await rig.cycles(1);
    }
    expect(rig.writes()).toBe(writes);
    expect((await rig.status()).waiting.frozen).toBe(1);
    expect((await eventsOf(rig, pair.clave)).filter(({ kind }) => kind === 'frozen')).toHaveLength(1);
    await vi.waitFor(async () => expect(await toldFrozen()).toHaveLength(1));
  });

  test('is told by the next poll where the process died between freezing and telling', async () => {
    const pair = await robots(4);
    // Told beside the poll, which does not wait for it.
    const facts = await vi.waitFor(async () => {
      const told = await toldFrozen();
      expect(told).toHaveLength(1);
      return told;
    });
    const { redis, keys } = rig.app.context.store;
    // What the commit that froze the field has left behind, and no more.
    await redis.zrem(keys.alerts, ...facts);
    await rig.restart();
    expect(await toldFrozen()).toEqual([]);
    await rig.poll('managementpro');
    await vi.waitFor(async () => expect(await toldFrozen()).toEqual(facts));
    expect(facts).toEqual([expect.stringContaining(`frozen:${pair.clave}:email:`)]);
  });

  async function toldFrozen(): Promise<string[]> {
    const { redis, keys } = rig.app.context.store;
    return (await redis.zrange(keys.alerts, '0', '-1')).filter((fact) => fact.startsWith('frozen:'));
  }

  test('is not sent either where a write before is still open', async () => {
    const pair = await robots(2);
    const { now, store } = rig.app.context;
    const link = await linkOf(rig, pair.clave);
    if (link === undefined) throw new Error('There is no link.');
    const [value, from] = ['tercero@correo.mx', 'tercero@correo.mx'];
    const write = { value, from, before: THEIRS, at: now() + 60_000, job: 'another' };
    const { sent } = noteSent(link, 'aceptabits', 'email', write);
    await store.redis.hset(store.keys.links, pair.clave, linkText({ ...link, sent }));
    const writes = rig.writes();
    rig.managementpro.people.edit(pair.clave, { email_1: MINE });
    await rig.cycles(2);
    expect((await linkOf(rig, pair.clave))?.frozen?.email).toBeDefined();
    expect(rig.writes()).toBe(writes);
    expect(both(rig, pair, 'email')).toEqual([MINE, THEIRS]);
  });

  test('does not hold up the other fields', async () => {
    const pair = await robots(4);
    rig.managementpro.people.edit(pair.clave, { telefono_1: '9991230000' });
    await rig.cycles(2);
    expect(both(rig, pair, 'phone')).toEqual(['9991230000', '9991230000']);
  });

  test('is not frozen by a person who changes their mind twice', async () => {
    const pair = await robots(1);
    expect(await waitsOf(rig, 'managementpro', pair.clave)).toEqual([]);
    expect(both(rig, pair, 'email')).toEqual([THEIRS, THEIRS]);
  });

  test('goes on when a person decides', async () => {
    const pair = await robots(4);
    const [managementpro, aceptabits] = both(rig, pair, 'email');
    expect(
      await setField(
        rig.app.context,
        pair.clave,
        { field: 'email', value: 'fin@correo.mx', seen: { managementpro, aceptabits } },
        'Ana',
      ),
    ).toBe(true);
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['fin@correo.mx', 'fin@correo.mx']);
    await silent(3);
    rig.aceptabits.people.edit(pair.code, { email: 'otro@correo.mx' });
    await rig.cycles(2);
    expect(both(rig, pair, 'email')).toEqual(['otro@correo.mx', 'otro@correo.mx']);
  });
});
