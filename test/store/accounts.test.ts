import { expect, test } from 'vitest';
import { accountsHolder, claimAccounts } from '../../src/store/accounts.ts';
import { openTestStore } from './open-store.ts';

/** docs/fleet.md: no two companies work with one account, however its address is written. */

const at = (url: string, secret = 'one key') => ({
  managementpro: { url, secret },
  aceptabits: { url: 'https://aceptabits.com/api/thirdparty/v1', secret: url + secret },
  shops: 'all' as const,
});

test.each([
  ['https://ERP.example.com/wservices/', true],
  ['https://erp.example.com:443/wservices', true],
  ['http://erp.example.com/wservices/', true],
  ['https://erp.example.com/wservices//', true],
  ['https://erp.example.com:8443/wservices/', false],
  ['https://erp.example.com/otra/', false],
])('https://erp.example.com/wservices/ and %s are one account: %s', async (url, isOne) => {
  const { store, close } = await openTestStore();
  await claimAccounts(store, 'acme', at('https://erp.example.com/wservices/'));
  await claimAccounts(store, 'bravo', at(url));
  const holder = isOne ? { company: 'acme', side: 'managementpro' } : undefined;
  expect(await accountsHolder(store, 'acme')).toBeUndefined();
  expect(await accountsHolder(store, 'bravo')).toEqual(holder);
  await close();
});
