import { seedWorld } from '../../src/simulators/world.ts';
import { inAceptabits, inManagementPro, linkedPairs, type Pair, person } from '../sync/situations.ts';
import {
  AT_WORK,
  PASSWORD,
  quiet,
  startWebRig,
  USER,
  type WebRig,
  type WebRigOptions,
} from '../web/web-rig.ts';
import type { Browser } from './browser.ts';

/** A name that would run a script, were it ever taken for HTML. */
export const EVIL = `<img src=x onerror="document.title='pwned'">`;

/** The whole product with its workers at work, and a clerk who decides conflicts. */
export function startStage(options: WebRigOptions = {}): Promise<WebRig> {
  const review = { name: 'review', email: 'review', phone: 'review', salesperson: 'managementpro' } as const;
  return startWebRig({ ...options, config: { ...AT_WORK, policies: review, ...options.config } });
}

/** People of every kind: linked, alike, on one side only, and one with a dangerous name. */
export function populate({ rig }: WebRig): void {
  seedWorld(rig, { seed: 11, managementpro: 46, aceptabits: 34, shared: 20, ambiguous: 3 });
  rig.managementpro.people.create({
    descripcion: EVIL,
    email_1: 'malicia@correo.mx',
    telefono_1: '9991112233',
  });
}

/** Whatever a person has asked for is done, and both sides have been read since. */
export async function settle(one: WebRig): Promise<void> {
  await quiet(one);
  await one.rig.cycles(2);
  await quiet(one);
}

/** Two linked customers whose e-mail both sides have changed. */
export async function conflicting({ rig }: WebRig, from: number, count = 2): Promise<Pair[]> {
  const pairs = await linkedPairs(rig, count, from);
  pairs.forEach(({ clave, code }, index) => {
    rig.managementpro.people.edit(clave, { email_1: `ventas${index}@erp.mx` });
    rig.aceptabits.people.edit(code, { email: `hola${index}@tienda.mx` });
  });
  await rig.cycles(1);
  return pairs;
}

/** A linked customer whom Aceptabits does not let be edited, with a phone that has changed in the ERP. */
export async function heldPhone({ rig }: WebRig, from: number): Promise<Pair> {
  const one = person(from);
  const clave = inManagementPro(rig, one);
  const code = inAceptabits(rig, one, { isEditable: 0 });
  await rig.cycles(2);
  rig.managementpro.people.edit(clave, { telefono_1: '9995550011' });
  await rig.cycles(1);
  return { clave, code };
}

/** Two customers who share an e-mail and nothing else: a person has to say whether they are one. */
export async function doubtful({ rig }: WebRig, from: number): Promise<Pair> {
  const [one, other] = [person(from), person(from + 1)];
  const clave = inManagementPro(rig, one);
  const code = inAceptabits(rig, { ...other, email: one.email });
  await rig.cycles(2);
  return { clave, code };
}

export async function logIn({ page }: Browser, user = USER, password = PASSWORD): Promise<void> {
  await page.goto('/');
  await page.getByLabel(/Usuario|User/).fill(user);
  await page.getByLabel(/Contraseña|Password/).fill(password);
  await page.getByRole('button', { name: /Entrar|Log in/ }).click();
  await page.waitForURL((url) => url.pathname === '/');
}
