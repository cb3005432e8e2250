/** The one signal by which every long command learns that it is to end. */

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Heard as often as it comes: npm hands on a signal that the whole process group has had already. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => controller.abort(signal));
  return controller.signal;
}
