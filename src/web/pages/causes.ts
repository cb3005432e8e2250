import type { PageContext } from './page-context.ts';

/**
 * Causes are recorded in English; these are the ones that the program writes, in the clerk's words. `{side}` and
 * `{field}` are translated too; a cause that is not here (a side's own message) is shown as it is.
 */
const SPANISH: readonly (readonly [RegExp, string])[] = [
  [/^found after an unclear create$/, 'se encontró después de un alta sin respuesta clara'],
  [/^logged in$/, 'entró al tablero'],
  [/^matched$/, 'coincidieron'],
  [/^a reading shows it again$/, 'una lectura lo muestra otra vez'],
  [/^a person says it is the same customer$/, 'una persona dice que es el mismo cliente'],
  [/^a person says that they are the same$/, 'una persona dice que son el mismo'],
  [/^always (\w+) for (\w+)$/, 'siempre el de {1} para {2}'],
  [/^the rule for (\w+) is taken back$/, 'se quitó la regla para {1}'],
  [/^nothing is said of the two$/, 'ya no se dice nada de los dos'],
  [/^sent, and not seen before the link was taken apart$/, 'se envió y no se vio antes de desenlazar'],
  [/^updates go on, which had changed (.+)$/, 'los cambios continúan; habían alterado {1}'],
  [/^(\S+): the brake stays on$/, '{1}: el freno sigue puesto'],
  [/^(\S+): (\d+) lines let through$/, '{1}: {2} líneas se dejaron pasar'],
  [/^paused$/, 'en pausa'],
  [/^resumed$/, 'reanudado'],
  [/^no longer frozen(?:: (\w+))?$/, 'descongelado {1}'],
  [/^what was parked is tried again$/, 'lo rechazado se intenta de nuevo'],
  [/^the same person$/, 'la misma persona'],
  [/^different people$/, 'personas distintas'],
  [/^new in (\w+)$/, 'nuevo en {1}'],
  [/^changed in (\w+)$/, 'cambió en {1}'],
  [/^decided by (.+)$/s, 'lo decidió {1}'],
  [/^sent, and something else is shown since$/, 'se envió, y allí se ve otra cosa desde entonces'],
  [/^sent, and taken back since; it was never shown$/, 'se envió y se retiró después; allí nunca se vio'],
  [/^both sides changed; a person decides$/, 'ambos lados cambiaron; decide una persona'],
  [
    /^name, e-mail and phone all changed at once/,
    'nombre, correo y teléfono cambiaron a la vez: la clave puede ser de otra persona',
  ],
  [/^the values of (\w+) have moved since/, 'los valores de {1} cambiaron desde la respuesta'],
  [/^two look-ups by key found nothing$/, 'dos búsquedas por clave no encontraron nada'],
  [/^both sides changed; the policy took (\w+)$/, 'ambos lados cambiaron; la regla tomó {1}'],
  [/^(\w+) flips back and forth$/, '{1} va y viene'],
  [/^the first plan (\S+)$/, 'el primer plan {1}'],
  [/^the plan (\S+)$/, 'el plan {1}'],
  [/^a person chose the value: (\w+)$/, 'una persona eligió el valor: {1}'],
  [/^a person took (\w+): (\w+)$/, 'una persona tomó {1}: {2}'],
  [/^put back what (\S+) replaced: (\w+)$/, 'se regresó lo que {1} había cambiado: {2}'],
  [/^(\S+) is over$/, '{1} terminó'],
  [/^(\S+): (\d+) customers let through$/, '{1}: {2} clientes se dejaron pasar'],
];

export function causeIn({ language, t }: PageContext, cause: string): string {
  if (language !== 'es') return cause;
  const words: Readonly<Record<string, string>> = { ...t.sides, ...t.fields, ...t.plan.reasons };
  for (const [pattern, spanish] of SPANISH) {
    const found = pattern.exec(cause);
    if (found === null) continue;
    return spanish.replace(/\{(\d)\}/g, (_, at) => words[found[Number(at)] ?? ''] ?? found[Number(at)] ?? '');
  }
  return cause;
}
