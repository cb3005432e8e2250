/** The sentences of `puente status` in both languages; numbers and names are put in where it is shown. */
import type { Language, Same } from '../domain/language.ts';

const es = {
  inStep: 'Todo al día: nadie difiere entre los dos sistemas.',
  notRead: 'Aún no se sabe: falta leer completos los dos sistemas.',
  differing: (count: string, oldest: string) =>
    `Difieren ahora: ${count}; lo más viejo espera desde hace ${oldest}.`,
  links: (count: string) => `Clientes enlazados: ${count}.`,
  planWaits: 'El primer plan espera su aprobación: nada se escribe todavía.',
  neverRead: (known: string) => `Clientes conocidos: ${known}; nunca se ha leído completo.`,
  read: (known: string, since: string) => `Clientes conocidos: ${known}; leído completo hace ${since}.`,
  seenAtPolls: (within: string) => `Un cambio se ve en ${within}, en cada lectura.`,
  seenWithin: (within: string, next: string) =>
    `Un cambio se ve en ${within}; la siguiente lectura completa es en ${next}.`,
  wrote: (created: string, updated: string) => `Puente creó ${created} y cambió ${updated}.`,
  circuit: (reason: string) => `No se le pide nada por ahora (${reason}); se prueba solo.`,
  brake: (reason: string, count: string, of: string) => `Frenado: ${reason} (${count} de ${of}).`,
  trouble: (since: string, words: string) => `No se puede leer completo desde hace ${since}: ${words}`,
  creates: (code: string, since: string) =>
    `Las altas quedan sin respuesta clara (${code}) desde hace ${since}: se prueba con un cliente, los demás esperan.`,
  certificate: (whole: boolean, why: string) =>
    `Última lectura ${whole ? 'completa' : 'incompleta'}: ${why}.`,
  cost: (requests: string, rows: string) => `Cuesta al día ${requests} peticiones y ${rows} filas.`,
  waits: 'Esperan:',
  alone: 'Se dejan como están:',
  others: (count: string) => `De otras tiendas, no se tocan (ACEPTABITS_SHOPS): ${count}.`,
  noUpdateMethod:
    'Aceptabits no recibe cambios de clientes existentes (ACEPTABITS_CUSTOMER_UPDATE_PATH): lo que falta allá se captura a mano (puente handwork).',
  paused: (queue: string) => `La cola ${queue} está en pausa: nada de ella avanza hasta que se reanude.`,
};
type Words = Same<Omit<typeof es, 'certificate'>> & Pick<typeof es, 'certificate'>;

const en: Words = {
  inStep: 'All in step: nobody differs between the two systems.',
  notRead: 'Not known yet: both systems are still to be read whole.',
  differing: (count, oldest) => `Differing now: ${count}; the oldest has waited for ${oldest}.`,
  links: (count) => `Linked customers: ${count}.`,
  planWaits: 'The first plan waits for your approval: nothing is written yet.',
  neverRead: (known) => `Known customers: ${known}; it was never read whole.`,
  read: (known, since) => `Known customers: ${known}; read whole ${since} ago.`,
  seenAtPolls: (within) => `An edit is seen within ${within}, at every reading.`,
  seenWithin: (within, next) => `An edit is seen within ${within}; the next whole reading is in ${next}.`,
  wrote: (created, updated) => `Puente has created ${created} and updated ${updated}.`,
  circuit: (reason) => `Nothing is asked of it for now (${reason}); it is tried by itself.`,
  brake: (reason, count, of) => `Braked: ${reason} (${count} of ${of}).`,
  trouble: (since, words) => `It cannot be read whole since ${since}: ${words}`,
  creates: (code, since) =>
    `Creates end without a clear answer (${code}) since ${since}: one customer is tried alone, the others wait unsent.`,
  certificate: (whole, why) => `Last reading ${whole ? 'complete' : 'incomplete'}: ${why}.`,
  cost: (requests, rows) => `It costs ${requests} requests and ${rows} rows a day.`,
  waits: 'Waiting:',
  alone: 'Left alone:',
  others: (count) => `Of other shops, left alone (ACEPTABITS_SHOPS): ${count}.`,
  noUpdateMethod:
    'Aceptabits takes no changes of existing customers (ACEPTABITS_CUSTOMER_UPDATE_PATH): what it lacks is typed in by hand (puente handwork).',
  paused: (queue) => `The queue ${queue} is paused: nothing of it runs until it is resumed.`,
};

export const STATUS_WORDS: Readonly<Record<Language, Words>> = { es, en };
