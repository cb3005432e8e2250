/** The client of Aceptabits against its simulator: creates, look-ups, agents, services. */
import { describe, expect, it } from 'vitest';
import { aceptabits, SHOP } from './simulated.ts';

const AGENT = 'pgbage9743164921458226';
const OTHER_AGENT = 'pgbage9743168898765437';

describe('Aceptabits', () => {
  it('creates without the parameters that are empty', async () => {
    const { simulator, client } = await aceptabits();
    const record = await client.create({
      shop: SHOP,
      name: 'Ana',
      lastname: '',
      email: '',
      phone: '',
      agent: '',
    });
    expect(simulator.people.get(record.key)).toMatchObject({ lastname: null, phone: null, email: null });
    const full = {
      shop: SHOP,
      name: 'Beto',
      lastname: 'Chi',
      email: 'b@mail.mx',
      phone: '999',
      agent: AGENT,
    };
    expect(await client.create(full)).toMatchObject(full);
  });

  it.each([
    [{ shop: '' }, '1285', 'request'],
    [{ name: '' }, '1277', 'data'],
    [{ shop: 'X' }, '1286', 'reference'],
    [{ agent: 'X' }, '1287', 'reference'],
    [{ agent: OTHER_AGENT }, '1288', 'reference'],
  ])('refuses %j with %s', async (wrong, code, errorClass) => {
    const { client } = await aceptabits();
    const call = client.create({ shop: SHOP, name: 'Ana', email: '', phone: '', ...wrong });
    await expect(call).rejects.toMatchObject({ facts: { code, errorClass, clearNo: true } });
  });

  it('authenticates by another header where told', async () => {
    const settings = { authHeader: 'x-api-token', authPrefix: '' };
    const { client } = await aceptabits({ settings }, { authHeader: 'X-Api-Token', authPrefix: '' });
    await client.ping();
  });

  it.each(['keep', 'blank'] as const)(
    'saves the full customer on a server that will %s (rule 7)',
    async (omitted) => {
      const { simulator, client } = await aceptabits({
        settings: { updatePath: 'edit-customer', omitted },
      });
      const fields = { name: 'Ana', lastname: 'Uc', email: 'a@mail.mx', phone: '99 9', code_agent: AGENT };
      const code = simulator.people.create(fields);
      const before = simulator.people.get(code);
      expect(client.canUpdate).toBe(true);
      const opened = await client.open(code);
      await opened?.save({ ...opened.record, email: 'nueva@mail.mx' });
      expect(simulator.people.get(code)).toEqual({ ...before, email: 'nueva@mail.mx' });
      const again = await client.open(code);
      await again?.save({ ...again.record, agent: '', lastname: '' });
      expect(simulator.people.get(code)).toMatchObject({ code_agent: null, lastname: '', name: 'Ana' });
    },
  );

  it('has no update method unless told', async () => {
    const { simulator, client } = await aceptabits({ settings: { updatePath: undefined } });
    const opened = await client.open(simulator.people.create({ name: 'Ana' }));
    expect(client.canUpdate).toBe(false);
    if (!opened) throw new Error('not found');
    const call = opened.save(opened.record);
    await expect(call).rejects.toMatchObject({ facts: { code: 'no-update-method', clearNo: true } });
  });

  it('looks a code up exactly, and searches through all pages', async () => {
    const { simulator, client } = await aceptabits();
    const codes = Array.from({ length: 230 }, (_, i) => simulator.people.create({ name: `Marta ${i}` }));
    simulator.people.create({ code: `${codes[0]}9`, name: 'Longer code' });
    expect(await client.lookup(codes[0] ?? '')).toMatchObject({ record: { key: codes[0], name: 'Marta 0' } });
    expect(await client.lookup('pgbcus')).toBeUndefined();
    expect(await client.open('pgbcus')).toBeUndefined();
    expect(await client.search('marta')).toHaveLength(230);
    expect(await client.search('nobody')).toEqual([]);
  });

  it('lists agents and adds services', async () => {
    const { simulator, client } = await aceptabits();
    for (let i = 0; i < 130; i += 1) simulator.people.addAgent({ name: `Agente ${i}` });
    const agents = await client.agents();
    expect(agents).toHaveLength(134);
    expect(agents.find(({ key }) => key === AGENT)).toMatchObject({
      name: 'Francisco',
      shop: SHOP,
      active: true,
    });
    const service = await client.addService({ shop: SHOP, name: 'Jardinería', priceMxn: '100.55' });
    expect(service).toMatchObject({ name: 'Jardinería', priceMxn: '100.55' });
    const wrong = client.addService({ shop: SHOP, name: 'Jardinería', priceMxn: '1.234' });
    await expect(wrong).rejects.toMatchObject({ facts: { code: '1607', errorClass: 'data' } });
  });

  it.each(['x'.repeat(5000), '<b>', '👩‍👧 ‮', '__proto__', 'a\u0000b', 'a&b=c%20+'])(
    'carries the hostile text %.12j there and back',
    async (hostile) => {
      const { client } = await aceptabits();
      const record = await client.create({ shop: SHOP, name: hostile, email: hostile, phone: '' });
      expect(record).toMatchObject({ name: hostile, email: hostile });
      expect(await client.lookup(record.key)).toEqual({ ok: true, record });
    },
  );
});
