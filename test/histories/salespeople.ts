import { foldedName } from '../../src/simulators/names/spelling.ts';
import type { Simulators } from '../../src/simulators/world.ts';
import type { Person } from './ledger.ts';
import type { Side } from './script.ts';
import type { StoredRecord } from './values.ts';

/**
 * Who sells to whom. The two sides name salespeople by keys of their own, and only those of whom both have one of the
 * same name mean anything to the other side.
 */
export class Salespeople {
  readonly #sims: Simulators;
  /** Whom people have ever named for somebody, on either side. */
  readonly #named = new Map<Person, Set<string>>();

  constructor(sims: Simulators) {
    this.#sims = sims;
  }

  /** A human being has named the salesperson that the record shows, or nobody. */
  named(person: Person, side: Side, record: StoredRecord): void {
    this.#add(person, this.#told(side, record) ?? keyIn(record));
  }

  /** A record that the API made names nobody where its source names one without a counterpart. */
  created(person: Person): void {
    this.#add(person, '');
  }

  /** True where somebody has named this salesperson for the customer. */
  isNamed(person: Person, side: Side, record: StoredRecord): boolean {
    return this.#named.get(person)?.has(this.#told(side, record) ?? keyIn(record)) ?? false;
  }

  /** True where both records name the same one, or one of them names somebody whom the other side cannot have. */
  agree(cliente: StoredRecord, customer: StoredRecord): boolean {
    const [mine, theirs] = [this.#told('managementpro', cliente), this.#told('aceptabits', customer)];
    if (mine === undefined || theirs === undefined || mine === theirs) return true;
    return !this.#isInUse(theirs) || this.#isInAnotherShop(mine, customer);
  }

  #add(person: Person, salesperson: string): void {
    this.#named.set(person, (this.#named.get(person) ?? new Set()).add(salesperson));
  }

  /** ManagementPro's clave of whom a record names, '' for nobody, undefined for one without a counterpart. */
  #told(side: Side, record: StoredRecord): string | undefined {
    const key = keyIn(record);
    if (key === '') return '';
    if (side === 'managementpro') return this.#agentOf(key) === undefined ? undefined : key;
    return this.#claves().find(([clave]) => this.#agentOf(clave)?.code === key)?.[0];
  }

  #claves(): [clave: string, name: string][] {
    return Object.entries(this.#sims.managementpro.settings.catalogos.vendedor);
  }

  #agentOf(clave: string) {
    const name = this.#claves().find(([one]) => one === clave)?.[1] ?? '';
    const agents = this.#sims.aceptabits.people.agents();
    return agents.find((one) => foldedName(`${one.name} ${one.lastname ?? ''}`) === foldedName(name));
  }

  /** ManagementPro tells the name of a vendedor only together with a customer of theirs. */
  #isInUse(clave: string): boolean {
    const clientes = this.#sims.managementpro.people.all();
    return clave === '' || clientes.some(({ vendedor }) => vendedor === clave);
  }

  /** An agent sells in one shop only, and Aceptabits refuses the customers of another. */
  #isInAnotherShop(clave: string, customer: StoredRecord): boolean {
    const shop = this.#agentOf(clave)?.code_shop;
    return shop !== undefined && 'code_shop' in customer && customer.code_shop !== shop;
  }
}

function keyIn(record: StoredRecord): string {
  return 'vendedor' in record ? record.vendedor : (record.code_agent ?? '');
}
