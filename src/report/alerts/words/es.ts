/** The words of needs, reasons and alerts as a shop in Mexico would say them; English follows their shape. */
import type { BrakeReason } from '../../../domain/brake.ts';
import type { CauseCode } from '../../../domain/causes.ts';
import type { Field, Side } from '../../../domain/customer.ts';
import type { NeedCode } from '../../../domain/notice.ts';

type Words<K extends string> = Readonly<Record<K, string>>;
type Told = Readonly<Record<string, string>>;

const one = (count: string, singular: string, plural: string) => (count === '1' ? singular : plural);

/** What the dashboard and the alerts both say, in Mexican Spanish without technical words. */
export const es = {
  locale: 'es-MX',
  sides: { managementpro: 'ManagementPro', aceptabits: 'Aceptabits' } satisfies Words<Side>,
  fields: {
    name: 'Nombre',
    email: 'Correo',
    phone: 'Teléfono',
    salesperson: 'Vendedor',
  } satisfies Words<Field>,
  needs: {
    'first-plan': {
      title: 'El primer plan espera su aprobación',
      step: 'Revise la muestra y apruébelo; antes no se escribe nada.',
    },
    brake: {
      title: 'Un sistema está frenado',
      step: 'Mire la muestra y suelte el freno solo si es correcto.',
    },
    circuit: {
      title: 'Un sistema no responde o rechaza la clave',
      step: 'Revise la conexión y las credenciales; lo demás sigue solo.',
    },
    unread: {
      title: 'Un sistema no se puede leer completo',
      step: 'Mire el motivo en el tablero; lo que sí se lee se sigue usando.',
    },
    'paused-queue': {
      title: 'Colas en pausa',
      step: 'Alguien pausó una cola: nada de ella avanza hasta que se reanude en el tablero de colas.',
    },
    'side-effect': {
      title: 'Cambios detenidos: alteran más de lo debido',
      step: 'Muestre a su integrador qué textos son; mientras se corrige, capture los cambios a mano.',
    },
    'no-update-method': {
      title: 'Aceptabits no recibe cambios de clientes existentes',
      step: 'Sus cambios se capturan a mano; se intenta de nuevo una vez al día y al cambiar ACEPTABITS_CUSTOMER_UPDATE_PATH.',
    },
    conflict: {
      title: 'Conflictos',
      step: 'Elija qué valor se queda.',
    },
    ambiguous: {
      title: 'Coincidencias dudosas',
      step: 'Diga si son la misma persona.',
    },
    parked: {
      title: 'Clientes rechazados',
      step: 'Corrija el dato que se indica; se intenta de nuevo solo.',
    },
    held: { title: 'Por capturar a mano', step: 'Copie el valor y captúrelo en Aceptabits.' },
    suspended: {
      title: 'Claves que ahora son otra persona',
      step: 'Mire ambos lados y diga si es el mismo cliente.',
    },
    frozen: {
      title: 'Campos que van y vienen',
      step: 'Detenga el otro programa que los cambia.',
    },
    missing: {
      title: 'Clientes que ya no aparecen',
      step: 'Nada se borra; restáurelo si fue un error.',
    },
    unreadable: {
      title: 'Registros que no se entienden',
      step: 'Corrija el registro en su sistema.',
    },
    'routes-file': {
      title: 'El archivo de rutas está mal',
      step: 'Corríjalo en «Rutas» o en ROUTES_FILE; mientras, valen las rutas anteriores.',
    },
    'no-route': {
      title: 'Vendedores sin agente en Aceptabits',
      step: 'Dígalo en «Rutas»; mientras, su agente se deja como está.',
    },
  } satisfies Record<NeedCode, { title: string; step: string }>,
  mail: {
    toDo: 'Qué hacer:',
    where: 'En el tablero de Puente está todo lo que espera por usted.',
    dayFine: 'Resumen del día: nada espera por usted.',
    dayOpen: 'Resumen del día: hay cosas que esperan por usted.',
    lastDay: 'En las últimas 24 horas:',
    writes: 'Cambios escritos',
    conflicts: 'Conflictos',
    failures: 'Fallas',
    same: 'Los clientes están iguales en los dos sistemas.',
    differing: 'Clientes que ahora difieren entre los dos sistemas',
    footer: 'Lo envía Puente, que mantiene iguales sus clientes en ManagementPro y Aceptabits.',
    trial: 'Prueba de correo',
    trialText: 'Si lee esto, los avisos de Puente llegan a este correo. No hay nada que hacer.',
  },
  brakes: {
    'emptied-list': 'La lista llegó vacía',
    'empty-told': 'Dice con un error que no tiene clientes: ¿es cierto?',
    'shrunken-list': 'La lista llegó mucho más corta',
    'mass-change': 'Muchos clientes cambiaron el mismo dato',
    'mass-emptying': 'Muchos clientes perdieron el mismo dato',
    'another-company': 'Parece la lista de otra empresa',
    'missing-keys': 'A muchas filas les falta un dato: la API cambió',
    backlog: 'Aceptabits ya recibe cambios: ¿se entregan los muchos que esperaban?',
    'new-routes': 'Las rutas cambiaron: ¿se da a estos clientes el agente al que ahora llevan?',
    newcomers: 'Muchos clientes nuevos de golpe: ¿se crean en el otro lado?',
  } satisfies Words<BrakeReason>,
  /** Why something happened, as the history tells it. */
  causes: {
    adopted: () => 'se encontró después de un alta sin respuesta clara',
    'agents-kept': () => 'las rutas cambiaron; los agentes se quedan como están',
    'another-person': () =>
      'nombre, correo y teléfono cambiaron a la vez: la clave puede ser de otra persona',
    'both-changed': () => 'ambos lados cambiaron; decide una persona',
    'different-people': () => 'personas distintas',
    'logged-in': () => 'entró al tablero',
    matched: () => 'coincidieron',
    'not-found': () => 'dos búsquedas por clave no encontraron nada',
    'nothing-said': () => 'ya no se dice nada de los dos',
    paused: () => 'en pausa',
    erased: () => 'se borró lo que se guardaba de esta persona',
    resumed: () => 'reanudado',
    'same-customer': () => 'una persona dice que es el mismo cliente',
    'same-person': () => 'la misma persona',
    'said-same': () => 'una persona dice que son el mismo',
    'shown-again': () => 'una lectura lo muestra otra vez',
    'taken-back': () => 'se envió y se retiró después; allí nunca se vio',
    'tried-again': () => 'lo rechazado se intenta de nuevo',
    'typed-over': () => 'se envió, y allí se ve otra cosa desde entonces',
    'unseen-at-unlink': () => 'se envió y no se vio antes de desenlazar',
    'changed-in': ({ side = '' }: Told) => `cambió en ${side}`,
    'new-in': ({ side = '' }: Told) => `nuevo en ${side}`,
    'policy-took': ({ side = '' }: Told) => `ambos lados cambiaron; la regla tomó ${side}`,
    'answer-moved': ({ field = '' }: Told) => `los valores de ${field} cambiaron desde la respuesta`,
    chosen: ({ field = '' }: Told) => `una persona eligió el valor: ${field}`,
    flips: ({ field = '' }: Told) => `${field} va y viene`,
    'rule-taken-back': ({ field = '' }: Told) => `se quitó la regla para ${field}`,
    unfrozen: ({ field = '' }: Told) => `descongelado${field && `: ${field}`}`,
    rule: ({ side = '', field = '' }: Told) => `siempre el de ${side} para ${field}`,
    took: ({ side = '', field = '' }: Told) => `una persona tomó ${side}: ${field}`,
    'put-back': ({ event = '', field = '' }: Told) => `se regresó lo que ${event} había cambiado: ${field}`,
    'decided-by': ({ by = '' }: Told) => `lo decidió ${by}`,
    parked: ({ error = '', meaning = '', detail = '' }: Told) => `${meaning} (${error}) ${detail}`.trimEnd(),
    'side-effect': ({ texts = '' }: Told) => `un cambio alteró lo que no se envió: ${texts}`,
    'updates-go-on': ({ texts = '' }: Told) => `los cambios continúan; habían alterado ${texts}`,
    'first-plan': ({ hash = '' }: Told) => `el primer plan ${hash}`,
    braked: ({ reason = '', field = '', count = '', of = '' }: Told) =>
      `${reason}${field && ` (${field})`}: ${count} de ${of} clientes`,
    'brake-kept': ({ reason = '' }: Told) => `el freno sigue puesto: ${reason}`,
    'brake-over': ({ reason = '' }: Told) => `terminó: ${reason}`,
    'let-through': ({ reason = '', count = '' }: Told) =>
      `${count} ${one(count, 'línea pasó', 'líneas pasaron')}: ${reason}`,
    'routes-written': ({ shops = '', salespeople = '' }: Told) =>
      `se escribió ROUTES_FILE: ${shops} ${one(shops, 'sucursal', 'sucursales')}, ${salespeople} ${one(salespeople, 'vendedor', 'vendedores')}`,
  } satisfies Record<CauseCode, (told: Told) => string>,
  effects: { emptied: 'vacíos', escaped: 'escapados otra vez', grown: 'más largos' },
  news: {
    'first-plan': 'El primer plan espera su aprobación.',
    brake: ({ side = '', reason = '', field = '', count = '', of = '' }: Told) =>
      `${side} está frenado: ${reason}${field && ` (${field})`}, ${count} de ${of} clientes.`,
    credentials: ({ side = '', code = '' }: Told) => `${side} rechaza la clave de acceso (${code}).`,
    trouble: ({ side = '', code = '' }: Told) => `${side} no responde (${code}).`,
    unread: ({ side = '', code = '', detail = '' }: Told) =>
      `${side} no se puede leer completo desde hace más de una hora (${code}${detail && `: ${detail}`}).`,
    refused: ({ side = '', code = '' }: Told) =>
      `${side} no acepta lo que Puente le envía (${code}): un ajuste está mal, o es un error de Puente. Avise a su integrador.`,
    'paused-queue': ({ queue = '' }: Told) => `La cola ${queue} está en pausa.`,
    'no-update-method': ({ path = '' }: Told) =>
      `Aceptabits no tiene el método ${path}, o no surte efecto: los cambios de clientes existentes esperan para capturarse a mano.`,
    'side-effect': ({ side = '', effect = '', fields = '' }: Told) =>
      `Los cambios en ${side} dejan otros textos ${effect} (${fields}); se detuvieron los que volverían a hacerlo.`,
    double: ({ clave = '', code = '' }: Told) =>
      `El cliente ${clave} / ${code} puede estar dos veces: mire ambos lados.`,
    frozen: ({ clave = '', field = '' }: Told) =>
      `«${field}» del cliente ${clave} va y viene; ya no se toca.`,
    digest: ({ writes = '', conflicts = '', failures = '', differing = '', open = '' }: Told) =>
      `Las últimas 24 horas: ${writes} ${one(writes, 'escritura', 'escrituras')}, ${conflicts} ${one(conflicts, 'conflicto', 'conflictos')}, ${failures} ${one(failures, 'falla', 'fallas')}. ${differing} ${one(differing, 'cliente difiere', 'clientes difieren')} ahora. ${open === '' ? 'Nada necesita de usted.' : `Lo que necesita de usted: ${open}.`}`,
  },
};
