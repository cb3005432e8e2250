import type { CustomerFields, StoredCustomer } from '../../src/simulators/aceptabits.ts';
import type { ClienteFields, StoredCliente } from '../../src/simulators/managementpro.ts';
import { type IdentityIssuer, identityIssuer } from '../../src/simulators/names/identities.ts';
import { spelledEmail, spelledPhone } from '../../src/simulators/names/spelling.ts';
import { pick, seededRandom } from '../../src/simulators/random.ts';
import { asClienteFields, asCustomerFields, somePlace } from '../../src/simulators/world/records.ts';
import type { Simulators } from '../../src/simulators/world.ts';
import type { Act, Side } from './script.ts';
import { otherwiseFormed, otherwiseTilded, reordered } from './spellings.ts';
import type { Town } from './town.ts';
import { canonical, type Field, same, typing, unescaped, valuesOf } from './values.ts';

/** One person at one screen. What they do is noted in the town as they do it. */
type Scene = {
  readonly sims: Simulators;
  readonly town: Town;
  readonly act: Act;
  readonly random: () => number;
  readonly issuer: IdentityIssuer;
};

const OTHER: { readonly [S in Side]: Side } = { managementpro: 'aceptabits', aceptabits: 'managementpro' };

/** Answers the key of the record at which it was done. */
export function perform(sims: Simulators, town: Town, act: Act): string {
  const random = seededRandom(act.salt);
  const scene: Scene = { sims, town, act, random, issuer: identityIssuer(random, takenValues(town)) };
  const chosen = choose(scene);
  if (act.what === 'create' || chosen === undefined) return create(scene);
  DEEDS[act.what](scene, chosen);
  return chosen;
}

/** Whatever was typed ever belongs to somebody, so that nobody is mistaken for anybody. */
function takenValues(town: Town): string[] {
  return town.typed.map(({ field, value }) =>
    canonical(field, value).normalize('NFD').replace(/\p{M}/gu, ''),
  );
}

function choose({ town, act }: Scene): string | undefined {
  const all = town.all(act.side);
  return all[Math.floor(act.who * all.length)]?.key;
}

function create({ sims, town, act, random, issuer }: Scene): string {
  const identity = issuer.next();
  const place = somePlace(sims, random);
  const key =
    act.side === 'managementpro'
      ? sims.managementpro.people.create(asClienteFields(identity, identity, place, random))
      : sims.aceptabits.people.create(asCustomerFields(identity, identity, place, random));
  town.born(act.side, key, town.newPerson());
  return key;
}

type Deed = (scene: Scene, key: string) => void;

const DEEDS: { readonly [W in Exclude<Act['what'], 'create'>]: Deed } = {
  phone: (scene, key) => type(scene, key, 'phone', spelledPhone(scene.random, scene.issuer.phone())),
  email: (scene, key) => type(scene, key, 'email', scene.issuer.email(nameOf(scene, key))),
  name: typeName,
  respell,
  reorder: (scene, key) => rewriteName(scene, key, reordered),
  'legal-form': (scene, key) => rewriteName(scene, key, otherwiseFormed),
  tilde: (scene, key) => rewriteName(scene, key, otherwiseTilded),
  revert,
  copy,
  'empty-email': (scene, key) => type(scene, key, 'email', ''),
  'empty-phone': (scene, key) => type(scene, key, 'phone', ''),
  salesperson: (scene, key) => {
    elsewhere(editSalesperson)(scene, key);
    scene.town.soldBy(scene.act.side, key);
  },
  elsewhere: elsewhere(editUnmapped),
  estado: elsewhere(editEstado),
  lock: elsewhere(editLock),
  delete: remove,
  merge: mergeInto,
  replace,
};

function nameOf(scene: Scene, key: string): string {
  return valuesOf(scene.act.side, existing(scene, key)).name;
}

function existing({ town, act }: Scene, key: string) {
  const record = town.record(act.side, key);
  if (record === undefined) throw new Error(`no record ${key}`);
  return record;
}

function edit({ sims, act }: Scene, key: string, fields: ClienteFields | CustomerFields): void {
  if (act.side === 'managementpro') sims.managementpro.people.edit(key, fields as ClienteFields);
  else sims.aceptabits.people.edit(key, fields as CustomerFields);
}

/** Typing what is there already is no edit, in whatever spelling. */
function type(scene: Scene, key: string, field: Field, value: string): void {
  const { act, town } = scene;
  const before = valuesOf(act.side, existing(scene, key))[field];
  edit(scene, key, typing(act.side, field, value));
  if (same(field, before, value)) town.leave(act.side, key);
  else town.edited(act.side, key, field);
}

const ADDITIONS = ['Jr.', 'e Hijos', '(nuevo)', 'y Asociados', 'Sucursal Norte'];

/** A correction of the name; in Aceptabits of the half that is there, as a person would. */
function typeName(scene: Scene, key: string): void {
  const { act, random, town } = scene;
  const corrected = (text: string) =>
    `${ADDITIONS.reduce((bare, one) => bare.replace(` ${one}`, ''), unescaped(text).trim())} ${pick(random, ADDITIONS)}`;
  if (act.side === 'managementpro') {
    const { descripcion } = existing(scene, key) as StoredCliente;
    type(scene, key, 'name', corrected(descripcion));
    return;
  }
  const { name, lastname } = existing(scene, key) as StoredCustomer;
  edit(scene, key, lastname ? { lastname: corrected(lastname) } : { name: corrected(name) });
  town.edited('aceptabits', key, 'name');
}

/** The name written in another way, in Aceptabits half by half. The same words in another order are no edit to the town. */
function rewriteName(scene: Scene, key: string, rewritten: (name: string) => string): void {
  const { act, town } = scene;
  const record = existing(scene, key);
  const before = valuesOf(act.side, record).name;
  const half = (text: string) => rewritten(unescaped(text));
  if ('descripcion' in record) edit(scene, key, { descripcion: half(record.descripcion) });
  else if (record.lastname) edit(scene, key, { name: half(record.name), lastname: half(record.lastname) });
  else edit(scene, key, { name: half(record.name) });
  if (same('name', before, valuesOf(act.side, existing(scene, key)).name)) town.respelled(act.side, key);
  else town.edited(act.side, key, 'name');
}

/** The same value once more, in another spelling: nothing that anybody would call an edit. */
function respell(scene: Scene, key: string): void {
  const { act, random } = scene;
  const { email, phone } = valuesOf(act.side, existing(scene, key));
  if (random() < 0.5 && email !== '')
    type(scene, key, 'email', spelledEmail(random, email.trim().toLowerCase()));
  else if (canonical('phone', phone).length === 10)
    type(scene, key, 'phone', spelledPhone(random, canonical('phone', phone)));
}

/** Back to a value that the field had before. */
function revert(scene: Scene, key: string): void {
  const { act, town, random } = scene;
  const field = pick(random, ['email', 'phone'] as const);
  const person = town.ownerOf(act.side, key);
  const earlier = town.typed.filter((one) => one.person === person && one.field === field);
  if (earlier.length > 0) type(scene, key, field, unescaped(pick(random, earlier).value));
}

/** Somebody types here what the other side already says. */
function copy(scene: Scene, key: string): void {
  const { act, town, random } = scene;
  const other = OTHER[act.side];
  const person = town.ownerOf(act.side, key);
  const [twin] = person === undefined ? [] : town.keysOf(person, other);
  const record = twin === undefined ? undefined : town.record(other, twin);
  if (record === undefined) return;
  const field = pick(random, ['email', 'phone'] as const);
  type(scene, key, field, unescaped(valuesOf(other, record)[field]));
}

/** What the other side has no place for, or what is merged by other means. */
function elsewhere(deed: Deed): Deed {
  return (scene, key) => {
    deed(scene, key);
    scene.town.leave(scene.act.side, key);
  };
}

function editLock(scene: Scene, key: string): void {
  const { isEditable } = existing(scene, key) as StoredCustomer;
  edit(scene, key, { isEditable: isEditable === 0 ? -1 : 0 });
}

function editEstado(scene: Scene, key: string): void {
  const { estado } = existing(scene, key) as StoredCliente;
  edit(scene, key, { estado: estado === 'AC' && scene.random() < 0.4 ? 'BA' : 'AC' });
}

function editUnmapped(scene: Scene, key: string): void {
  const { act, random, sims } = scene;
  const word = `nota ${Math.floor(random() * 1_000)} `;
  const inManagementPro: ClienteFields[] = [
    { contacto_1: word },
    { telefono_2: word },
    { direccion: { colonia: word } },
    { direccion_entrega_1: word },
    { razon_social: `${word}SA de CV ` },
  ];
  const orders = { total_no_agent_orders: sims.aceptabits.people.all().length };
  edit(scene, key, act.side === 'managementpro' ? pick(random, inManagementPro) : orders);
}

function editSalesperson(scene: Scene, key: string): void {
  const { act, random, sims } = scene;
  if (act.side === 'managementpro') {
    const { vendedor } = sims.managementpro.settings.catalogos;
    edit(scene, key, { vendedor: pick(random, [...Object.keys(vendedor), '']) });
    return;
  }
  const { code_shop } = existing(scene, key) as StoredCustomer;
  const agents = sims.aceptabits.people.agents().filter((agent) => agent.code_shop === code_shop);
  edit(scene, key, { code_agent: pick(random, [...agents.map(({ code }) => code), null]) });
}

function remove({ sims, town }: Scene, key: string): void {
  town.tamper('aceptabits', key, 'deleted');
  sims.aceptabits.people.remove(key);
}

/** Two customers are made one by hand: the one that goes leaves its phone behind, if there is room for it. */
function mergeInto(scene: Scene, key: string): void {
  const { sims, town, random } = scene;
  const others = sims.aceptabits.people.all().filter(({ code }) => code !== key);
  if (others.length === 0) return;
  const stays = pick(random, others);
  const goes = sims.aceptabits.people.get(key);
  town.tamper('aceptabits', key, 'deleted');
  town.tamper('aceptabits', stays.code, 'merged');
  sims.aceptabits.people.remove(key);
  if (!stays.phone && goes?.phone) type(scene, stays.code, 'phone', goes.phone);
}

/** The clave bears another person from now on (rule 2). */
function replace(scene: Scene, key: string): void {
  const { town, random, issuer, sims } = scene;
  town.tamper('managementpro', key, 'replaced');
  const identity = issuer.next();
  edit(scene, key, asClienteFields(identity, identity, somePlace(sims, random), random));
  const person = town.newPerson();
  person.tampered = true;
  town.born('managementpro', key, person);
}
