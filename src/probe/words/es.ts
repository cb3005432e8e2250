import type { Form, ListShape, Measured, ToldNo } from '../../domain/profile.ts';
import type { Savings } from '../savings.ts';

/** Lo que dice el informe, en español: cada medida con lo que significa para Puente y sus ajustes. */

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1).replace('.', ',')} s`;

const FORMS: Readonly<Record<Form['kind'], string>> = {
  upper: 'todo en mayúsculas',
  lower: 'todo en minúsculas',
  trimmed: 'sin los espacios de los extremos',
  escaped: 'con entidades HTML (&amp;)',
  backslashed: 'con diagonales invertidas añadidas',
  mojibake: 'con letras mal codificadas (MuÃ±oz)',
  lost: 'con letras perdidas',
  accents: 'sin acentos',
  emptied: 'vacío',
  other: 'de otra manera',
  cut: 'cortado',
  prefixed: 'con algo antepuesto',
};

const FIELDS = {
  name: 'nombre',
  lastname: 'apellidos',
  legalName: 'razón social',
  email: 'correo',
  phone: 'teléfono',
} as const;

const KEY_FORMS = { exact: 'entera', blanks: 'con espacios', zeros: 'con ceros', bare: 'sin ceros' } as const;

function formIn(form: Form): string {
  if (form.kind === 'cut') return `cortado a ${form.chars} letras`;
  return form.kind === 'prefixed' ? `con «${form.prefix}» antepuesto` : FORMS[form.kind];
}

const SHAPES: Readonly<Record<ListShape, string>> = {
  array: 'lista',
  object: 'objeto con números',
  row: 'el renglón solo',
  null: 'null',
  text: 'texto vacío',
  other: 'otra cosa',
};

function noIn(told: ToldNo | { readonly empty: true }): string {
  return 'empty' in told ? 'lista vacía' : `error ${told.code} (HTTP ${told.status}) ${told.message}`.trim();
}

const measured: { readonly [K in keyof Required<Measured>]: readonly [string, (of: Required<Measured>[K]) => string] } = {
  clock: ['Reloj', ({ offMs }) => Math.abs(offMs) < 2_000 ? 'va con el de esta máquina' : `va ${seconds(offMs)} aparte del de esta máquina; nada depende de ello`],
  created: ['created_at', ({ offMs }) => Math.abs(offMs) < 2_000 ? 'es la hora de aquí' : `va ${seconds(offMs)} aparte; Puente no lo compara con su reloj`],
  speed: ['Velocidad', ({ medianMs, slowestMs }) => `${medianMs} ms por respuesta, la más lenta ${slowestMs} ms`],
  answers: ['Respuestas', ({ contentType, unknownFields }) => `${contentType || 'sin Content-Type'}${unknownFields.length > 0 ? `; campos que ningún documento muestra: ${unknownFields.join(', ')}` : ''}`],
  shapes: ['Listas', ({ many, one, none }) => `varios: ${SHAPES[many]}; uno: ${SHAPES[one]}; ninguno: ${none === undefined ? 'un error' : SHAPES[none]}`],
  wrongKey: ['Llave equivocada', (told) => `${noIn(told)}${told.recognised ? '' : '; Puente NO lo reconoce como falla de credenciales: avise al soporte'}`],
  unknownKey: ['Clave desconocida', noIn],
  none: ['«Ninguno»', ({ key, search }) => [key && `por clave: ${noIn(key)}`, search && `por búsqueda: ${noIn(search)}`].filter(Boolean).join('; ')],
  size: ['Lista más grande', ({ received, cap, tooMuch, broken }) => [`${received} renglones`, cap === undefined ? 'sin tope a la vista' : `TOPE de ${cap}: las lecturas completas cuestan más`, tooMuch && `más es demasiado (${tooMuch}): suba MANAGEMENTPRO_TIMEOUT`, broken && `un renglón rompe el documento: ${broken}`].filter(Boolean).join('; ')],
  unasked: ['Sin «registros»', ({ rows }) => `${rows} renglones`],
  registros: ['«registros» de la respuesta', ({ means, asText }) => `${{ returned: 'cuenta los renglones que trae', matching: 'cuenta todos los que cumplen', untold: 'no viene' }[means]}${asText ? ', como texto' : ''}`],
  paging: ['Páginas de GetClienteLista', ({ by }) => by === undefined ? 'ninguno de los nombres probables la divide' : `con «${by.page}» y «${by.size}»: una lista con tope se lee por páginas`],
  pages: ['Página más grande', ({ rowsMax }) => `${rowsMax} renglones`],
  order: ['Orden', ({ is, tied }) => `${{ 'by-key': 'por clave', 'newest-first': 'el más nuevo primero', stable: 'fijo, y ninguno de los esperados', changing: 'CAMBIA de una respuesta a otra' }[is]}${tied ? '; varios comparten un created_at' : ''}`],
  growth: ['Mientras tanto', ({ rows }) => `alguien más dio de alta ${rows}`],
  claves: ['Claves', ({ made, forms, referencesDiffer }) => `${{ next: 'una tras otra', gaps: 'numeradas, con huecos', text: 'no son números' }[made]}; lista ${KEY_FORMS[forms.list]}, GetCliente ${KEY_FORMS[forms.one]}, addCliente ${KEY_FORMS[forms.write]}${referencesDiffer ? '; las de sucursal difieren entre métodos' : ''}`],
  lag: ['Un alta se ve', (lag) => 'ms' in lag ? (lag.ms < 1_000 ? 'enseguida' : `después de ${seconds(lag.ms)}`) : `NO en ${seconds(lag.overMs)}`],
  forms: ['Lo que hace de los textos', (forms) => Object.entries(forms).map(([field, made]) => `${FIELDS[field as keyof typeof FIELDS]}: ${made.length === 0 ? 'tal cual' : made.map(formIn).join(', ')}`).join('; ')],
  search: ['Búsqueda', ({ finds, foldsCase, foldsAccents }) => finds ? `${foldsCase ? 'no distingue mayúsculas' : 'DISTINGUE mayúsculas'}; ${foldsAccents === undefined ? 'acentos: no se supo' : foldsAccents ? 'no distingue acentos' : 'distingue acentos'}` : 'no encuentra por una palabra del nombre'],
  filled: ['Un alta se llena con', ({ names }) => names.length === 0 ? 'nada' : names.join(', ')],
  update: ['Cambios', ({ is, detail, untaken, unemptied }) => [{ lands: 'llegan', 'no-effect': 'SE ACEPTAN Y NO HACEN NADA', 'not-there': 'NO HAY método: serán capturas a mano', refused: 'SE RECHAZAN' }[is], detail, untaken.length > 0 && `no toma ${untaken.map((one) => FIELDS[one as keyof typeof FIELDS] ?? one).join(', ')}`, unemptied.length > 0 && `no vacía ${unemptied.map((one) => FIELDS[one as keyof typeof FIELDS] ?? one).join(', ')}`].filter(Boolean).join('; ')],
  omitted: ['Un campo que no se manda', ({ are, names }) => ({ kept: 'se queda', blanked: `SE BORRA (${names.join(', ')}); Puente manda siempre todo`, 'blanked-with-internals': `SE BORRA, también lo que nadie puede mandar (${names.join(', ')}): Puente se detendrá y lo dirá` })[are]],
  methods: ['Métodos', (methods) => Object.entries(methods).map(([name, there]) => `${name}: ${there ? 'sí' : 'NO'}`).join('; ')],
  tidied: ['Los de prueba', ({ works }) => works ? 'se pudieron quitar' : 'NO se pudieron quitar todos'],
  platform: ['Propios de la plataforma', ({ customers, among }) => `${customers} entre los ${among} más nuevos; no son personas`],
}; // biome-ignore format: one measure per line

export const es = {
  measured,
  title: (side: string, requests: number, ms: number) =>
    `${side}: ${requests} peticiones en ${(ms / 1_000).toFixed(1)} s`,
  untold: (reason: string) => `no se pudo medir: ${reason}`,
  ended: (why: string) => `La medición terminó antes de tiempo: ${why}`,
  savings: ({ customers, without, with: less }: Savings) =>
    `Con este perfil, la primera lectura completa de una empresa de ${customers} clientes cuesta ${less} peticiones en vez de ${without}.`,
  tidied: (count: number, side: string) =>
    side === 'managementpro'
      ? `${count} clientes de prueba quedaron en BA.`
      : `${count} clientes de prueba se borraron.`,
  left: (key: string, why: string) =>
    `QUEDA el cliente de prueba ${key}: ${why}. Otra corrida lo vuelve a intentar; o quítelo usted.`,
  head: { what: 'medida', told: 'resultado' },
};
