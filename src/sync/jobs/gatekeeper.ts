import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Side } from '../../domain/customer.ts';
import type { SideError } from '../../domain/errors.ts';
import type { Gate } from '../../store/gate.ts';
import type { CallEvent, TransportOptions } from '../../systems/http.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { Alert } from '../context.ts';
import { SideClosed } from '../job-errors.ts';

/** How long to wait when a side says "too fast" without saying for how long. */
const DEFAULT_PACE_MS = 5_000;

export type Gatekeeper = Required<Pick<TransportOptions, 'gate' | 'observe'>>;

/**
 * Stands between a side's transport and its gate: asks before each request, tells the outcome after it
 * (rule 11, section 5). What it tells is not waited for: a request's answer must not depend on it.
 */
export function createGatekeeper(
  side: Side,
  gate: Gate,
  { log, metrics, alert }: { log: Logger; metrics: Metrics; alert: Alert },
): Gatekeeper {
  let probing = false;
  let troubled = false;

  /** Waits for the slot that was given; what has become of the side meanwhile is asked once more when it begins. */
  async function admit(requests: number): Promise<void> {
    for (;;) {
      const admission = await gate.admit(requests);
      switch (admission.kind) {
        case 'go':
          troubled ||= admission.troubled;
          if (admission.afterMs === 0) return;
          await pause(admission.afterMs);
          return admit(0);
        case 'probe':
          probing = true;
          return;
        case 'closed':
          throw new SideClosed(admission.ms, admission.reason);
        case 'space':
          await pause(admission.ms);
      }
    }
  }

  async function tell(error: SideError | undefined): Promise<void> {
    const probe = probing;
    probing = false;
    if (error === undefined || answered(error)) {
      if (!probe && !troubled) return;
      troubled = false;
      if (await gate.succeeded()) log.info({ side }, 'the circuit is closed again');
      return;
    }
    if (error.facts.errorClass === 'pace') return gate.paced(error.facts.retryAfterMs ?? DEFAULT_PACE_MS);
    if (error.facts.retryAfterMs !== undefined) await gate.paced(error.facts.retryAfterMs);
    // Whether it is the side that refuses us is for a request to tell that concerns no customer (`outcome.ts`).
    if (error.facts.errorClass === 'credentials' && error.facts.ofCustomer) return;
    troubled = true;
    const reason = error.facts.errorClass === 'credentials' ? 'credentials' : 'trouble';
    if (await gate.failed(reason, probe)) {
      log.error({ side, reason, error: error.facts.code }, 'the circuit is open: its jobs wait');
      alert(`circuit:${side}:${reason}:${Date.now()}`, { kind: reason, side, code: error.facts.code });
    }
  }

  return {
    gate: { admit },
    observe: ({ operation, outcome, ms, error }: CallEvent) => {
      metrics.requests.inc({ side, operation, outcome });
      metrics.requestSeconds.observe({ side, operation }, ms / 1000);
      tell(error).catch((problem: unknown) =>
        log.error({ side, err: problem }, 'the gate could not be told'),
      );
    },
  };
}

/** A refusal of one request says that the side is there and well. */
function answered({ facts }: SideError): boolean {
  return !['credentials', 'trouble', 'pace'].includes(facts.errorClass) || facts.code === 'too-late';
}
