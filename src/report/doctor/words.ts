import { filled, type Language, type ValuesOf } from '../../domain/language.ts';
import type { RedisSaying } from '../../store/redis-facts.ts';

/** What `doctor` looks at, and what it may find, in Spanish by its English. What others say is told as they say it. */

export const WHAT = {
  settings: 'configuración',
  redis: 'redis',
  'managementpro credentials': 'ManagementPro: clave',
  'managementpro circuit': 'ManagementPro: envíos',
  'managementpro reading': 'ManagementPro: lectura',
  'managementpro empty list': 'ManagementPro: lista vacía',
  'managementpro address': 'ManagementPro: dirección',
  'aceptabits credentials': 'Aceptabits: clave',
  'aceptabits circuit': 'Aceptabits: envíos',
  'aceptabits reading': 'Aceptabits: lectura',
  'aceptabits empty list': 'Aceptabits: lista vacía',
  'aceptabits address': 'Aceptabits: dirección',
  shop: 'tienda',
  routes: 'rutas',
  'update method': 'método para cambiar clientes',
  'alert webhook': 'webhook de avisos',
  mail: 'correo',
  heartbeat: 'señal de vida',
  traces: 'trazas',
  daemon: 'servicio de Puente',
} as const;
export type What = keyof typeof WHAT;

const OF_REDIS = {
  'this Redis does not tell its version: {needed} or newer is needed':
    'este Redis no dice su versión: hace falta {needed} o más nueva',
  'Redis {version} is too old: {needed} or newer is needed':
    'Redis {version} es muy viejo: hace falta {needed} o más nuevo',
  'this Redis is a replica, which takes no writes: nothing is stored until the address leads to the master':
    'este Redis es una réplica, que no recibe escrituras: nada se guarda hasta que la dirección lleve al maestro',
  'this Redis does not tell its maxmemory-policy: it must be noeviction, or Redis throws links away when it is full':
    'este Redis no dice su maxmemory-policy: debe ser noeviction, o Redis tira enlaces cuando se llena',
  'maxmemory-policy is {policy}: it must be noeviction, or Redis throws links away when it is full':
    'maxmemory-policy es {policy}: debe ser noeviction, o Redis tira enlaces cuando se llena',
  'this Redis does not tell whether it appends to a file: without, links and intents are lost with the server':
    'este Redis no dice si escribe su archivo (appendonly): sin él, los enlaces se pierden con el servidor',
  'the append-only file is off (appendonly no): links and intents are lost with the server':
    'el archivo de Redis está apagado (appendonly no): los enlaces se pierden con el servidor',
  'Redis cannot write its append-only file (is its disk full?): nothing is stored until it can':
    'Redis no puede escribir su archivo (¿disco lleno?): nada se guarda hasta que pueda',
  'Redis has reached its maxmemory: nothing is stored until it has more':
    'Redis llegó a su maxmemory: nada se guarda hasta que tenga más',
} as const satisfies Readonly<Record<RedisSaying, string>>;

export const DETAIL = {
  ...OF_REDIS,
  'every variable is valid': 'todas las variables son válidas',
  '{version}, append-only file on, noeviction': '{version}, escribe su archivo (appendonly), noeviction',
  '{count} running': '{count} en marcha',
  'none is running on this namespace': 'ninguno en marcha en este espacio (NAMESPACE)',
  'it answers and accepts our credentials': 'responde y acepta nuestra clave',
  'closed: jobs are sent': 'cerrado: se le envía',
  'open since {since} ({reason}): its jobs wait, and it closes by itself when the side is well':
    'abierto desde {since} ({reason}): lo suyo espera, y se cierra solo cuando el sistema está bien',
  'nothing keeps it from being whole': 'nada impide que sea completa',
  'it has not been read yet: nothing is known of how that goes':
    'aún no se ha leído: no se sabe nada de cómo va',
  'not whole since {since}: {words}': 'incompleta desde {since}: {words}',
  'told as an error, as control questions show: {code} {message}':
    'la dice con un error, como muestran las preguntas de control: {code} {message}',
  'told as a list, or not met yet': 'la dice con una lista, o aún no se ha dado',
  'it redirects to {to}: Puente follows no redirect, so set {setting} to where it leads':
    'redirige a {to}: Puente no sigue redirecciones; ponga en {setting} la dirección a la que lleva',
  'it does not say what time it has': 'no dice qué hora tiene',
  "its clock is {seconds} s apart from this machine's": 'su reloj difiere {seconds} s del de esta máquina',
  '{code} has agents or customers': '{code} tiene agentes o clientes',
  '{code} has neither an agent nor a customer: check the code':
    '{code} no tiene ni agentes ni clientes: revise el código',
  'no such agent: {named}': 'no existe ese agente: {named}',
  '{vendedores} vendedores, {sucursales} sucursales': '{vendedores} vendedores, {sucursales} sucursales',
  'ACEPTABITS_CUSTOMER_UPDATE_PATH is none: updates of existing customers are held as hand work':
    'ACEPTABITS_CUSTOMER_UPDATE_PATH es none: los cambios de clientes existentes se capturan a mano',
  '{path} is there (it answers an empty request with {status})':
    '{path} existe (a una petición vacía responde {status})',
  '{path} is not there (HTTP {status}): updates of existing customers are held as hand work':
    '{path} no existe (HTTP {status}): los cambios de clientes existentes se capturan a mano',
  'not set': 'sin configurar',
  'a test message was sent: look for it there': 'se envió un mensaje de prueba: búsquelo allá',
  'a test mail was sent to {to}: look for it there': 'se envió un correo de prueba a {to}: búsquelo allá',
  'its host answers (HTTP {status}); no sign of life was sent':
    'su servidor responde (HTTP {status}); no se envió señal de vida',
  'the collector takes spans': 'el colector recibe trazas',
  'it answers HTTP {status}': 'responde HTTP {status}',
  'it answers HTTP {status}, a redirect to {to}': 'responde HTTP {status}, una redirección a {to}',
  'no answer within {seconds} s': 'sin respuesta en {seconds} s',
  '{code}: {meaning}': '{code}: {meaning}',
  '{code}: {meaning} ({words})': '{code}: {meaning} ({words})',
  '{words}': '{words}',
} as const;
type Saying = keyof typeof DETAIL;

/** A value, or a word that differs with the language. */
type Value = string | number | Readonly<Record<Language, string>>;

/** A sentence and its values, in no language yet. */
export type Detail = { readonly saying: Saying; readonly values: Readonly<Record<string, Value>> };

export const told = <S extends Saying>(saying: S, ...[values]: ValuesOf<S, Value>): Detail => ({
  saying,
  values: values ?? {},
});

export const whatIn = (language: Language, what: What): string => (language === 'es' ? WHAT[what] : what);

export function detailIn(language: Language, { saying, values }: Detail): string {
  const words = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'object' ? value[language] : value,
  ]);
  return filled(language === 'es' ? DETAIL[saying] : saying, Object.fromEntries(words));
}
