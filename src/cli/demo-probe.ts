import type { App } from '../app.ts';
import type { Config } from '../config/config.ts';
import { openStage } from './demo-stage.ts';

/** The simulated systems of the demo, with nobody working between them. */
export async function probeDemo(
  stop: AbortSignal,
  measure: (app: App, config: Config) => Promise<void>,
): Promise<void> {
  await using closing = new AsyncDisposableStack();
  const { app, config } = await openStage(0, false, stop, closing);
  await measure(app, config);
}
