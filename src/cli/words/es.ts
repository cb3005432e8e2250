/** The Spanish of every sentence that the commands say, by its English. */
export const es = {
  // ── words ────────────────────────────────────────────────────────────────────────────────────
  clave: 'clave',
  code: 'código',
  name: 'nombre',
  field: 'campo',
  before: 'antes',
  age: 'edad',
  mark: 'marca',
  what: 'qué',
  in: 'en',
  who: 'quién',
  when: 'cuándo',
  story: 'qué pasó',
  id: 'id',
  detail: 'detalle',
  customers: 'clientes',
  names: 'nombres',
  verdict: 'resultado',
  base: 'acordado',
  for: 'a favor',
  against: 'en contra',
  action: 'qué',
  side: 'en',
  moved: 'cambió',
  agent: 'agente',
  shop: 'tienda',
  active: 'activo',
  evidence: 'coincide en',
  service: 'servicio',
  managementpro: 'ManagementPro',
  aceptabits: 'Aceptabits',
  'e-mail': 'correo',
  'in ManagementPro': 'en ManagementPro',
  'in Aceptabits': 'en Aceptabits',
  'stands there': 'dice hoy',
  type: 'capturar',
  'why by hand': 'por qué a mano',
  'would be': 'quedaría',
  'may be': 'puede ser',
  'price (MXN)': 'precio (MXN)',
  'already linked': 'ya enlazado',
  yes: 'sí',
  no: 'no',
  email: 'correo',
  phone: 'teléfono',
  salesperson: 'vendedor',
  link: 'enlazar',
  create: 'dar de alta',
  update: 'cambiar',
  conflict: 'conflicto',
  ambiguous: 'dudoso',
  held: 'por capturar',
  parked: 'rechazado',
  'look-up': 'buscar por clave',
  believe: 'creer la lectura',
  nothing: 'nada',
  linked: 'enlazado',
  unlinked: 'desenlazado',
  created: 'alta',
  updated: 'cambio',
  decision: 'decisión',
  brake: 'freno',
  release: 'freno suelto',
  refused: 'rechazado',
  approved: 'aprobado',
  same: 'igual',
  changed: 'cambió',
  ready: 'listo',
  already: 'ya está así',
  gone: 'ya no está',
  ok: 'bien',
  warn: 'ojo',
  fail: 'mal',
  lines: 'líneas',
  known: 'ya conocidas',
  wouldLink: 'se enlazarían',
  wouldCreate: 'se crearían',
  there: 'ya estaban',
  made: 'creadas',
  unclear: 'sin respuesta clara',
  waiting: 'esperan',
  run: 'lista',
  // ── what several commands say ────────────────────────────────────────────────────────────────
  'no Puente daemon is running on this namespace: start one with npm start':
    'ningún Puente trabaja en este espacio (NAMESPACE): arránquelo con npm start',
  'no customer with the clave or code {key} is known here': 'aquí nadie tiene la clave o el código {key}',
  'no customer with the clave {key} is known here': 'aquí nadie tiene la clave {key}',
  'no customer with the code {key} is known here': 'aquí nadie tiene el código {key}',
  '{key} has no link': '{key} no está enlazado',
  '{text} is no field: {fields}': '{text} no es un campo: {fields}',
  '{text} is no side: {sides}': '{text} no es un sistema: {sides}',
  '{text} is no number from 1': '{text} no es un número desde 1',
  'refused: {what} has moved since; look again': 'rechazado: {what} cambió desde entonces; mírelo otra vez',
  'No daemon is running: it is carried out after the next start.':
    'Puente no está en marcha: se hará cuando arranque.',
  'The daemon carries it out now.': 'Puente lo hace en este momento.',
  'line {line}: {wrong}': 'línea {line}: {wrong}',
  '… and {count} more': '… y {count} más',
  'Page {page} of {pages}, {total} customers: --page {next}':
    'Página {page} de {pages}, {total} clientes: --page {next}',
  '{side} answers {said}': '{side} responde {said}',
  'Up to {count} of each kind are shown; --csv FILE or --json has them all.':
    'Se muestran hasta {count} de cada clase; con --csv ARCHIVO o --json están todos.',
  // ── status ───────────────────────────────────────────────────────────────────────────────────
  'All in step: nobody differs between the two systems.':
    'Todo al día: nadie difiere entre los dos sistemas.',
  'In step as far as was read: a system cannot be read whole now.':
    'Al día hasta donde se leyó: ahora un sistema no se puede leer completo.',
  'Not known yet: both systems are still to be read whole.':
    'Aún no se sabe: falta leer completos los dos sistemas.',
  'Differing now: {count}; the oldest has waited for {oldest}.':
    'Difieren ahora: {count}; lo más viejo espera desde hace {oldest}.',
  'Linked customers: {count}.': 'Clientes enlazados: {count}.',
  'The first plan waits for your approval: nothing is written yet.':
    'El primer plan espera su aprobación: nada se escribe todavía.',
  'Known customers: {known}; it was never read whole.':
    'Clientes conocidos: {known}; nunca se ha leído completo.',
  'Known customers: {known}; read whole {since} ago.':
    'Clientes conocidos: {known}; leído completo hace {since}.',
  'An edit is seen within {within}, at every reading.': 'Un cambio se ve en {within}, en cada lectura.',
  'An edit is seen within {within}; the next whole reading is in {next}.':
    'Un cambio se ve en {within}; la siguiente lectura completa es en {next}.',
  'Puente has created {created} and updated {updated}.': 'Puente creó {created} y cambió {updated}.',
  'Nothing is asked of it for now ({reason}); it is tried by itself.':
    'No se le pide nada por ahora ({reason}); se prueba solo.',
  'Braked: {reason} ({count} of {of}).': 'Frenado: {reason} ({count} de {of}).',
  'It cannot be read whole since {since}: {words}': 'No se puede leer completo desde hace {since}: {words}',
  'Creates end without a clear answer ({code}) since {since}: one customer is tried alone, the others wait unsent.':
    'Las altas quedan sin respuesta clara ({code}) desde hace {since}: se prueba con un cliente, los demás esperan.',
  'Last reading complete: {why}.': 'Última lectura completa: {why}.',
  'Last reading incomplete: {why}.': 'Última lectura incompleta: {why}.',
  'It costs {requests} requests and {rows} rows a day.':
    'Cuesta al día {requests} peticiones y {rows} filas.',
  'Waiting:': 'Esperan:',
  'Left alone:': 'Se dejan como están:',
  'Of other shops, left alone (ACEPTABITS_SHOPS): {count}.':
    'De otras tiendas, no se tocan (ACEPTABITS_SHOPS): {count}.',
  'Aceptabits takes no changes of existing customers (ACEPTABITS_CUSTOMER_UPDATE_PATH): what it lacks is typed in by hand (puente handwork).':
    'Aceptabits no recibe cambios de clientes existentes (ACEPTABITS_CUSTOMER_UPDATE_PATH): lo que falta allá se captura a mano (puente handwork).',
  'The queue {queue} is paused: nothing of it runs until it is resumed.':
    'La cola {queue} está en pausa: nada de ella avanza hasta que se reanude.',
  // ── conflicts, matches, handwork, history, undo ──────────────────────────────────────────────
  'No conflict waits': 'No espera ningún conflicto',
  'either a value or --empty, not both': 'un valor o --empty, no los dos',
  'a {field} is never emptied: name a value': 'este campo ({field}) nunca se deja vacío: diga un valor',
  'name a value; --empty empties the {field} on both sides':
    'diga un valor; --empty deja vacío este campo ({field}) en los dos sistemas',
  'the conflict': 'el conflicto',
  '{clave} {field}: both sides will have the chosen value. {when}':
    '{clave} {field}: los dos sistemas tendrán el valor elegido. {when}',
  'refused: no conflict of {field} waits for {clave}':
    'rechazado: de {clave} no espera ningún conflicto en este campo ({field})',
  'No match waits': 'No espera ninguna coincidencia',
  'one of the two is linked: it': 'uno de los dos ya está enlazado: eso',
  '{clave} and {code}: the same person. {when}': '{clave} y {code}: la misma persona. {when}',
  '{clave} and {code}: different people. {when}': '{clave} y {code}: personas distintas. {when}',
  'Nothing has to be typed': 'No hay nada por capturar',
  '{count} lines in {file}': '{count} líneas en {file}',
  'the id of an event, such as 1795300000000-0': 'el id de un evento, como 1795300000000-0',
  'a filter is too long': 'un filtro es demasiado largo',
  'Nothing of that is on record.': 'No hay nada así en el historial.',
  'There is more: --before {id}': 'Hay más: --before {id}',
  'there is no such event or run, or nothing in it can be put back':
    'no hay tal evento ni corrida, o nada de ello se puede regresar',
  'what would be put back': 'lo que se regresaría',
  '{done} values are put back, {moved} had moved. {when}':
    'Se regresan {done} valores; {moved} ya habían cambiado. {when}',
  '{count} of the values': 'parte de los valores ({count})',
  'name one event, --job or --approval: puente undo 1795300000000-0 (ids are those of puente history)':
    'diga un evento, --job o --approval: puente undo 1795300000000-0 (los ids son los de puente history)',
  'Nothing of it can be put back.': 'Nada de ello se puede regresar.',
  '{count} values would be put back. Nothing has been done: --yes --hash {hash} does it.':
    'Se regresarían {count} valores. No se ha hecho nada: --yes --hash {hash} lo hace.',
  // ── one customer ─────────────────────────────────────────────────────────────────────────────
  'nothing is known of {key}': 'no se sabe nada de {key}',
  'not in ManagementPro': 'no está en ManagementPro',
  'not in Aceptabits': 'no está en Aceptabits',
  'for {age}': 'desde hace {age}',
  '{key} is paused. {when}': '{key} está en pausa. {when}',
  '{key} is resumed. {when}': '{key} sigue otra vez. {when}',
  '{key} is vouched for. {when}': '{key} es el mismo cliente. {when}',
  '{key} is tried again. {when}': '{key} se intenta de nuevo. {when}',
  'name one clave or code, or --all with --code or --reason: puente retry --all':
    'diga una clave o un código, o --all con --code o --reason: puente retry --all',
  'refused: nothing of {key} is frozen or parked': 'rechazado: de {key} nada está congelado ni fue rechazado',
  '{count} customers are tried again. {when}': 'Se intentan de nuevo {count} clientes. {when}',
  'name one clave or code, or --all: puente resync 0000000004':
    'diga una clave o un código, o --all: puente resync 0000000004',
  'neither side has a customer of the clave or code {key}':
    'ninguno de los dos sistemas tiene un cliente con la clave o el código {key}',
  'the job failed': 'la tarea falló',
  'Both sides are being read.': 'Se leen los dos sistemas.',
  '{key} has been read on both sides.': '{key} se leyó en los dos sistemas.',
  'Both sides have been read and every link decided on.':
    'Se leyeron los dos sistemas y se decidió sobre cada enlace.',
  // ── links ────────────────────────────────────────────────────────────────────────────────────
  '{count} links in {file}': '{count} enlaces en {file}',
  'nothing has been linked': 'no se ha enlazado nada',
  'all other lines are linked': 'todas las demás líneas quedaron enlazadas',
  '{clave} or {code} has been linked meanwhile': '{clave} o {code} se enlazó entre tanto',
  'the first line must name the columns: clave,code (as links export writes them)':
    'la primera línea debe nombrar las columnas: clave,code (como las escribe links export)',
  'is not known': 'no se conoce',
  'a clave and a code are needed': 'hacen falta una clave y un código',
  'the clave {clave} stands in line {line} too': 'la clave {clave} está también en la línea {line}',
  'the code {code} stands in line {line} too': 'el código {code} está también en la línea {line}',
  'no clave {clave} is known here (a spreadsheet drops leading zeros; puente plan reads both sides)':
    'aquí nadie tiene la clave {clave} (una hoja de cálculo quita los ceros del inicio; puente plan lee los dos sistemas)',
  'no code {code} is known here': 'aquí nadie tiene el código {code}',
  '{key} is linked with {other} already': '{key} ya está enlazado con {other}',
  '{clave} or {code}': '{clave} o {code}',
  '{clave} and {code} are linked. {when}': '{clave} y {code} están enlazados. {when}',
  '{clave} is no longer linked. Both customers are paused: puente resume lets them be matched or created anew.':
    '{clave} ya no está enlazado. Los dos clientes quedan en pausa: con puente resume se enlazan o se dan de alta de nuevo.',
  // ── plan, approval, brakes ───────────────────────────────────────────────────────────────────
  'This plan waits for you: {command} (or refuse)': 'Este plan lo espera a usted: {command} (o refuse)',
  'Nothing waits for an approval.': 'Nada espera una aprobación.',
  'Approved: {hash}': 'Aprobado: {hash}',
  'the first plan has been approved already': 'el primer plan ya se aprobó',
  'Refused: {hash}. Nothing is written. Correct, link or pause the customers concerned; after the next reading look at the plan anew.':
    'Rechazado: {hash}. No se escribe nada. Corrija, enlace o ponga en pausa a los clientes del caso; tras la siguiente lectura, mire el plan otra vez.',
  '{hash} names no plan; the one that waits: {waiting}': '{hash} no es ningún plan; el que espera: {waiting}',
  'no plan waits yet: both sides must be read first (puente plan)':
    'aún no espera ningún plan: primero hay que leer los dos sistemas (puente plan)',
  'no such plan was shown within a day; the one that waits is {hash}: look at it with puente plan':
    'ese plan no se mostró en el último día; el que espera es {hash}: mírelo con puente plan',
  none: 'ninguno',
  'refused: no updates of {side} have stopped': 'rechazado: ningún cambio en {side} está detenido',
  'The updates of {side} go on, one customer at a time until five were compared.':
    'Los cambios en {side} siguen, de un cliente a la vez hasta comparar cinco.',
  'refused: {side} is not braked': 'rechazado: {side} no está frenado',
  'refused: no such lines were shown within a day; now the brake is about {reason}, {count} of {of}: {hash}':
    'rechazado: esas líneas no se mostraron en el último día; ahora el freno es por {reason}, {count} de {of}: {hash}',
  'Released: all lines of {hash} that still stand ({reason}, {side}).':
    'Freno suelto: todas las líneas de {hash} que siguen igual ({reason}, {side}).',
  '{shown} of {count} are shown; --csv FILE or --json has them all.':
    'Se muestran {shown} de {count}; con --csv ARCHIVO o --json están todas.',
  'Let it through with: {command}': 'Para dejarlo pasar: {command}',
  '{side} is also braked for {reason}, shown once this is done.':
    '{side} también está frenado por {reason}; se muestra al terminar con esto.',
  // ── quality, doctor, agents, routes, services ────────────────────────────────────────────────
  '{count} findings in {file}': '{count} hallazgos en {file}',
  'Nothing to mend was found.': 'No hay nada que corregir.',
  '… {count} more': '… {count} más',
  'something must be mended before Puente can work': 'hay que corregir algo para que Puente pueda trabajar',
  'These vendedores have no route, so the agents of their customers are left alone (ROUTES_FILE):':
    'Estos vendedores no tienen ruta, así que los agentes de sus clientes no se tocan (ROUTES_FILE):',
  'ROUTES_FILE is not written: {wrong}': 'ROUTES_FILE no se escribió: {wrong}',
  '{file} is written; a daemon that runs takes it over by itself, past the brake.':
    '{file} quedó escrito; un Puente en marcha lo toma solo, y pasa por el freno.',
  'ROUTES_FILE {wrong}: the routes before it are in force.':
    'ROUTES_FILE {wrong}: siguen en vigor las rutas anteriores.',
  'in the file; there is no such code': 'en el archivo; no existe ese código',
  'in the file': 'en el archivo',
  found: 'encontrada',
  proposed: 'propuesta',
  'no route': 'sin ruta',
  'for a person to say': 'lo dice una persona',
  'It is there already: {key} {name} {price} in {shop}': 'Ya está: {key} {name} {price} en {shop}',
  'Added: {key} {name} {price} in {shop}': 'Agregado: {key} {name} {price} en {shop}',
  'There are no such services.': 'No hay servicios así.',
  'nothing has been sent': 'no se ha enviado nada',
  'The daemon sends them; to end this command stops nothing, to repeat it goes on.':
    'Puente los envía; terminar este comando no detiene nada, y repetirlo sigue donde iba.',
  'Redis has lost this list: hand it over again, nothing is made twice':
    'Redis perdió esta lista: entréguela otra vez, nada se crea dos veces',
  'all other lines are in Aceptabits': 'todas las demás líneas están en Aceptabits',
  'the first line must name the columns: name,price_mxn,shop':
    'la primera línea debe nombrar las columnas: nombre,precio,tienda',
  // ── privacy, passwords, files, probe ─────────────────────────────────────────────────────────
  'refused: {count} customers show or showed that; name one of them by --clave or --code: {keys}':
    'rechazado: {count} clientes muestran o mostraron eso; diga uno con --clave o --code: {keys}',
  '{who} is in hand at the moment: ask for it again':
    '{who} está en proceso en este momento: pídalo otra vez',
  '{who}: all that was kept here is erased, but for the keys, which are paused.':
    '{who}: se borró todo lo que aquí se guardaba, salvo las claves, que quedan en pausa.',
  'ManagementPro and Aceptabits still have this person, and so have backups of Redis: who wants to be forgotten has to be erased there too.':
    'ManagementPro y Aceptabits aún tienen a esta persona, y los respaldos de Redis también: quien quiera ser olvidado debe borrarse también ahí.',
  'nothing is kept of such a person': 'no se guarda nada de esa persona',
  'name one of --phone, --email, --clave and --code: puente privacy export --phone 9991234567':
    'diga uno de --phone, --email, --clave y --code: puente privacy export --phone 9991234567',
  'Type the password and press Enter: ': 'Escriba la contraseña y pulse Intro: ',
  'a password must have at least {count} characters': 'una contraseña debe tener al menos {count} caracteres',
  '{file} cannot be written: {why}': 'no se puede escribir {file}: {why}',
  '{file} cannot be read': 'no se puede leer {file}',
  'the CSV cannot be read: {why}': 'no se puede leer el CSV: {why}',
  '{shell} is not known: puente completion bash, or zsh':
    '{shell} no se conoce: puente completion bash, o zsh',
  '{count} test customers are left; run it again, or take them away by hand':
    'quedan {count} clientes de prueba; ejecútelo otra vez, o quítelos a mano',
  'it was told to end, and has taken its test customers away':
    'se le pidió terminar, y ya quitó sus clientes de prueba',
  'a side could not be measured': 'uno de los sistemas no se pudo medir',
  // ── demo and probe ───────────────────────────────────────────────────────────────────────────
  '--port {text} is no port: a whole number up to {most}, such as 3000':
    '--port {text} no es un puerto: un número entero hasta {most}, como 3000',
  'Two simulated systems, {managementpro} and {aceptabits} customers, of whom {shared} are the same people written differently.':
    'Dos sistemas simulados, con {managementpro} y {aceptabits} clientes; {shared} son las mismas personas escritas de otra manera.',
  'Port {port} is taken by another program, so the dashboard is at {url}.':
    'Otro programa usa el puerto {port}, así que el tablero está en {url}.',
  '{count} people are not exactly once on each side':
    '{count} personas no están exactamente una vez en cada sistema',
  '{writes} writes in {polls} polls that should have been silent':
    '{writes} escrituras en {polls} lecturas que no debían escribir nada',
  'the two sides did not come into step': 'los dos sistemas no se pusieron al día',
  'linked: the same people on both sides': 'enlazados: las mismas personas en los dos sistemas',
  'created in ManagementPro / in Aceptabits': 'dados de alta en ManagementPro / en Aceptabits',
  'merged: updates in ManagementPro / in Aceptabits': 'igualados: cambios en ManagementPro / en Aceptabits',
  'conflicts that the policy decided': 'conflictos que decidió la regla',
  'left for a person': 'esperan a una persona',
  'people exactly once on each side': 'personas exactamente una vez en cada sistema',
  'inactive (BA), left where they are': 'de baja (BA), se quedan donde están',
  'people doubled or lost': 'personas duplicadas o perdidas',
  'writes in {polls} further polls': 'escrituras en {polls} lecturas más',
  'People are editing now. Ctrl-C ends the demo.':
    'Hay gente trabajando en los dos sistemas. Ctrl-C termina la demostración.',
  'People are editing now. Look at {url}. Ctrl-C ends the demo.':
    'Hay gente trabajando en los dos sistemas. Mire {url}. Ctrl-C termina la demostración.',
  '--language {text} is neither es nor en': '--language {text} no es ni es ni en',
  '{what}: wait until it has ended; one that was killed counts as ended within a minute':
    '{what}: espere a que termine; uno que fue interrumpido cuenta como terminado en menos de un minuto',
  'say what to measure: a test company and the sandbox by --managementpro-url, --managementpro-apikey-file, --aceptabits-url, --aceptabits-token-file and --aceptabits-shop, or the systems of the settings by --yes-on-these-systems (test customers are created there and taken away again)':
    'diga qué medir: una empresa de prueba y el entorno de pruebas con --managementpro-url, --managementpro-apikey-file, --aceptabits-url, --aceptabits-token-file y --aceptabits-shop, o los sistemas de la configuración con --yes-on-these-systems (ahí se crean clientes de prueba y se quitan otra vez)',
  // ── help ─────────────────────────────────────────────────────────────────────────────────────
  "Aceptabits' key": 'la clave de Aceptabits',
  "ManagementPro's key": 'la clave de ManagementPro',
  'ACEPTABITS_SHOP unless told': 'la de ACEPTABITS_SHOP si no se dice',
  'CSV with the columns clave and code': 'CSV con las columnas clave y code',
  'CSV with the columns name, price_mxn, shop (or nombre, precio, tienda)':
    'CSV con las columnas nombre, precio, tienda (o name, price_mxn, shop)',
  Example: 'Ejemplo',
  Examples: 'Ejemplos',
  'a shop of the sandbox': 'una tienda del entorno de pruebas',
  'add every service of a CSV once; every line is checked before the first is sent':
    'agrega una sola vez cada servicio de un CSV; todas las líneas se revisan antes de enviar la primera',
  'add one service once, the way of a list of one line':
    'agrega un servicio una sola vez, como una lista de una línea',
  'all conflicts that wait, the oldest first': 'todos los conflictos que esperan, el más viejo primero',
  'all pairs that wait, with the evidence for and against':
    'todas las parejas que esperan, con lo que habla a favor y en contra',
  'also how each side was read, and what reading costs':
    'también cómo se leyó cada sistema y cuánto cuesta leerlo',
  'approve the lines of the first plan: of the one of this hash, or of the one that waits now':
    'aprueba las líneas del primer plan: del que tiene esta huella, o del que espera ahora',
  'both sides': 'los dos sistemas',
  'check only': 'solo revisar',
  'check settings, Redis, both sides, the update method, and where alerts and traces go':
    'revisa la configuración, Redis, los dos sistemas, el método de cambios y adónde van los avisos y las trazas',
  'clave or code of one customer': 'clave o código de un cliente',
  'clave or code': 'clave o código',
  'customers who may be the same person': 'clientes que pueden ser la misma persona',
  'do it': 'hacerlo',
  'empty the field on both sides; never a name': 'deja vacío el campo en los dos sistemas; nunca un nombre',
  'end when both sides are in step and ten further polls were silent':
    'termina cuando los dos sistemas están al día y diez lecturas más no escriben nada',
  'every link as CSV': 'todos los enlaces como CSV',
  'every write and decision, the newest first': 'cada escritura y cada decisión, lo más nuevo primero',
  'everybody who is parked': 'todos los rechazados',
  'everything since this approval or release, up to the next one':
    'todo desde esta aprobación o este freno suelto, hasta el siguiente',
  'everything that this job wrote: write-aceptabits/20':
    'todo lo que escribió esta tarea: write-aceptabits/20',
  'fields that both sides changed, differently': 'campos que los dos sistemas cambiaron de distinta manera',
  'give both sides another value': 'da a los dos sistemas otro valor',
  'give both sides what one of them shows': 'da a los dos sistemas lo que uno de ellos muestra',
  'how both sides, the links and the queues stand': 'cómo están los dos sistemas, los enlaces y las colas',
  'id of an event of the history': 'id de un evento del historial',
  'in name, code and shop': 'en nombre, código y tienda',
  'instead what a release of this brake would let through; reads nothing':
    'en su lugar, lo que pasaría al soltar este freno; no lee nada',
  'judge what is known from the last readings instead of reading both sides':
    'juzga lo que ya se sabe de las últimas lecturas, sin leer los dos sistemas',
  'let through the lines that a brake has shown, as far as they still stand':
    'deja pasar las líneas que mostró un freno, las que siguen igual',
  'link the pairs of a CSV; every line is checked before the first is linked':
    'enlaza las parejas de un CSV; todas las líneas se revisan antes de enlazar la primera',
  'link two customers; a link that either has is taken apart':
    'enlaza dos clientes; si alguno tiene otro enlace, se deshace',
  'linked, created, updated, conflict, decision, parked…':
    'linked, created, updated, conflict, decision, parked…',
  'managementpro or aceptabits': 'managementpro o aceptabits',
  'measure what the documents leave open, with test customers that it takes away again':
    'mide lo que los documentos no dicen, con clientes de prueba que luego quita',
  'name, email, phone or salesperson':
    'name, email, phone o salesperson (nombre, correo, teléfono, vendedor)',
  'of a test company': 'de una empresa de prueba',
  'of all, those whom a side refused by this code': 'de todos, los que un sistema rechazó con este código',
  'of all, those whose reason holds these words': 'de todos, los que tienen estas palabras en su motivo',
  'of fifty customers each': 'de cincuenta clientes cada una',
  'of one shop': 'de una tienda',
  'of the brake, as status --json shows it': 'del freno, como la muestra status --json',
  'of the report: es or en; ALERT_LANGUAGE unless told':
    'del informe: es o en; la de ALERT_LANGUAGE si no se dice',
  'of the sandbox': 'del entorno de pruebas',
  'of the web server': 'del servidor web',
  'older than this event': 'anteriores a este evento',
  'on the systems of the settings, which the daemon works on':
    'en los sistemas de la configuración, con los que Puente trabaja',
  'on two simulated systems; needs no settings': 'en dos sistemas simulados; no necesita configuración',
  'only if exactly the preview of this hash would be put back':
    'solo si se regresaría exactamente lo que mostró esta huella',
  'only if the values are still those of this mark in the list':
    'solo si los valores son aún los de esta marca en la lista',
  'print JSON for programs': 'imprime JSON para programas',
  'put back what an event, a job or an approved run replaced; shows it first':
    'regresa lo que reemplazó un evento, una tarea o una corrida aprobada; primero lo muestra',
  'read a password from stdin and print its hash, for DASHBOARD_PASSWORD':
    'lee una contraseña de la entrada e imprime su huella, para DASHBOARD_PASSWORD',
  'read both sides and show what would be done; writes nothing':
    'lee los dos sistemas y muestra lo que se haría; no escribe nada',
  'read both sides completely and decide on every link anew, as every night':
    'lee completos los dos sistemas y decide de nuevo sobre cada enlace, como cada noche',
  'read one customer, or with --all both sides, ahead of everything else':
    'lee un cliente, o con --all los dos sistemas, antes que todo lo demás',
  'refuse the first plan, or the one of this hash: nothing is written until another is approved':
    'rechaza el primer plan, o el de esta huella: no se escribe nada hasta aprobar otro',
  'report before going live: duplicates, invalid RFCs, e-mails and phones; writes nothing':
    'informe antes de empezar: duplicados, RFC, correos y teléfonos inválidos; no escribe nada',
  'run Puente between two simulated systems': 'ejecuta Puente entre dos sistemas simulados',
  'run the daemon in the foreground until SIGTERM': 'ejecuta el servicio en primer plano hasta SIGTERM',
  'services of Aceptabits': 'servicios de Aceptabits',
  'stdout unless told': 'la salida estándar si no se dice',
  'such as 100.55': 'como 100.55',
  'sucursales beside shops and vendedores beside agents, and what speaks for each route':
    'sucursales junto a tiendas y vendedores junto a agentes, y qué habla por cada ruta',
  'take a link apart; both customers stay, paused': 'deshace un enlace; los dos clientes quedan, en pausa',
  'the agents of Aceptabits, and which vendedores lead to them':
    'los agentes de Aceptabits, y qué vendedores llevan a ellos',
  'the job that wrote, as queue and job: write-aceptabits/20':
    'la tarea que escribió, como cola y tarea: write-aceptabits/20',
  'the services of Aceptabits, the newest first': 'los servicios de Aceptabits, lo más nuevo primero',
  'the written side': 'el sistema escrito',
  'try again what is parked, and thaw what is frozen; with --all what is parked of everybody':
    'intenta de nuevo lo rechazado y descongela lo congelado; con --all, lo rechazado de todos',
  'what a person has to type into Aceptabits': 'lo que una persona debe capturar en Aceptabits',
  'what became of every line, - for stdout': 'qué fue de cada línea, - para la salida estándar',
  'what is kept of a person (docs/privacy.md)': 'lo que se guarda de una persona (docs/privacy.md)',
  'which customers are one': 'qué clientes son uno solo',
  'which holds its apikey': 'que contiene su apikey',
  'which holds its token': 'que contiene su token',
  'who decided': 'quién decidió',
  'who shows or showed it': 'quien lo muestra o lo mostró',
  'who shows or showed it, however it is written': 'quien lo muestra o lo mostró, escrito como sea',
  'why a customer is as it is, and what it waits for': 'por qué un cliente está como está, y qué espera',
  'write ROUTES_FILE: the routes that there are, and those that are proposed':
    'escribe ROUTES_FILE: las rutas que hay y las que se proponen',
  'write all of it to a file, - for stdout': 'escribe todo en un archivo, - para la salida estándar',
  'write every finding to a file, - for stdout':
    'escribe cada hallazgo en un archivo, - para la salida estándar',
  'write every line of the plan to a file, - for stdout':
    'escribe cada línea del plan en un archivo, - para la salida estándar',
  'copy nothing between both sides of this customer, and create nobody':
    'no copia nada entre los dos lados de este cliente, ni da de alta a nadie',
  'end a pause': 'termina una pausa',
  'it is the same customer, although everything about it changed at once':
    'es el mismo cliente, aunque todo lo suyo cambió a la vez',
  'everything that is kept of a person, as JSON': 'todo lo que se guarda de una persona, como JSON',
  'erase it, but for the keys of the link, which is paused; not in the two systems':
    'lo borra, salvo las claves del enlace, que queda en pausa; no en los dos sistemas',
  'they are the same person: link them': 'son la misma persona: enlazarlos',
  'they are different people: never link them': 'son personas distintas: nunca enlazarlos',
  'Keeps the customers of ManagementPro and Aceptabits in step.':
    'Mantiene iguales los clientes de ManagementPro y Aceptabits.',
  '(puente --help shows every command)': '(puente --help muestra todos los comandos)',
  'Exit codes: 0 done · 1 failed · 2 wrong use or settings · 3 no daemon is running, or nothing of that name · 4 refused, look again':
    'Códigos de salida: 0 hecho · 1 falló · 2 mal uso o mala configuración · 3 Puente no está en marcha, o no hay nada con ese nombre · 4 rechazado, mírelo otra vez',
  'is everything set up?': '¿está todo listo?',
  'what should be mended before going live?': '¿qué conviene corregir antes de empezar?',
  'what would be done, nothing is written': 'qué se haría; no escribe nada',
  'let the first sync begin': 'que empiece la primera sincronización',
  'why is this customer as it is?': '¿por qué este cliente está así?',
  'es or en; that of the shell (LANG) unless told': 'es o en; el de la terminal (LANG) si no se dice',
  'display help for command': 'muestra la ayuda del comando',
  'output the version number': 'muestra la versión',
  'print a script that completes commands and options': 'imprime un guion que completa comandos y opciones',
  'bash or zsh': 'bash o zsh',
  'Usage:': 'Uso:',
  'Options:': 'Opciones:',
  'Commands:': 'Comandos:',
  'Arguments:': 'Argumentos:',
  'Global Options:': 'Opciones de todos:',
  'error: unknown command': 'error: comando desconocido',
  'error: unknown option': 'error: opción desconocida',
  'error: missing required argument': 'error: falta el argumento',
  'error: too many arguments': 'error: sobran argumentos',
  '(Did you mean {word}?)': '(¿Quiso decir {word}?)',
  'every company of COMPANIES_DIR, whoever needs somebody first':
    'todas las empresas de COMPANIES_DIR, primero las que necesitan a alguien',
  'COMPANIES_DIR is not set: this process works for one company':
    'COMPANIES_DIR no está definido: este proceso trabaja para una sola empresa',
  'there are several companies: name one with --company ({names})':
    'hay varias empresas: diga una con --company ({names})',
  'there is no {name}.env among the companies ({names})': 'no hay {name}.env entre las empresas ({names})',
  '{reason}: the demo ends': '{reason}: la demostración termina',
  'which company of COMPANIES_DIR the command is about': 'de qué empresa de COMPANIES_DIR trata el comando',
  'who of many needs somebody?': '¿cuál de muchas necesita a alguien?',
  'a command about one of them': 'un comando sobre una de ellas',
} as const;
