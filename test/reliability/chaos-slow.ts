/** A scene of the chaos run: one side answers each write after twenty seconds, and edits keep coming. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { otherSide, type Side } from '../../src/domain/customer.ts';
import { finish, openStage, type Pair, type Scene, type Stage } from './chaos-stage.ts';
import { startDaemon } from './daemon.ts';

const SLOW_ANSWER_MS = 20_000;
/**
 * The writes that wait for the slow side then, of some four requests each, take minutes: the first five one after another,
 * each compared with the whole record (rule 6), and then eight at once.
 */
const SLOW_PEOPLE = 50;
const EDIT_WITHIN_MS = 1_200_000;
const EDITED = 30;
/** So many are edited at once: that is the point of the scene, and not an accident. */
const NO_BRAKE = { BRAKE_CHANGED_PERCENT: '90' };

/** Rule 11: what waits for a side that answers after 20 s holds up nothing that goes to the other. */
export function slow(side: Side): Scene {
  return {
    name: `${side} answers after ${SLOW_ANSWER_MS / 1_000} s`,
    async play(_, seed) {
      const stage = await openStage(SLOW_PEOPLE, seed);
      const dataDir = await mkdtemp(join(tmpdir(), 'puente-chaos-'));
      const daemon = startDaemon({ ...stage.env, ...NO_BRAKE, DATA_DIR: dataDir });
      await stage.untilStill();
      stage.sims[side].settings.latencyMs = SLOW_ANSWER_MS;
      const [first, ...others] = stage.pairs().slice(0, 1 + EDITED);
      if (first === undefined) throw new Error('Nobody is on both sides.');
      const awaited = others.map((pair, n) =>
        edit(stage, otherSide(side), pair, 'phone', `99920${10_000 + n}`),
      );
      const waiting = () => awaited.filter((arrived) => !arrived()).length;
      const began = Date.now();
      const arrived = edit(stage, side, first, 'email', 'escrito.a.mano@maya.mx');
      while (!arrived() && Date.now() < began + EDIT_WITHIN_MS) await sleep(100);
      const occasions = arrived() ? waiting() : 0;
      const note = `${seconds(Date.now() - began)} for an edit made there, when ${occasions} of ${others.length} edits still waited for that side`;
      while (waiting() > 0 && Date.now() < began + EDIT_WITHIN_MS) await sleep(100);
      const undelivered = waiting();
      stage.sims[side].settings.latencyMs = 0;
      const played = await finish(
        stage,
        [daemon],
        `${note}; the last one after ${seconds(Date.now() - began)}`,
      );
      await rm(dataDir, { recursive: true, force: true });
      return { ...played, occasions, missing: played.missing + undelivered };
    },
  };
}

const seconds = (ms: number) => `${Math.round(ms / 1_000)} s`;

/** A person edits one side; the answer tells whether that has reached the other. */
function edit(stage: Stage, side: Side, pair: Pair, field: 'phone' | 'email', value: string): () => boolean {
  const { managementpro, aceptabits } = stage.sims;
  const inManagementPro = field === 'phone' ? 'telefono_1' : 'email_1';
  if (side === 'managementpro') {
    managementpro.people.edit(pair.managementpro, { [inManagementPro]: value });
    return () => aceptabits.people.get(pair.aceptabits)?.[field]?.endsWith(value) === true;
  }
  aceptabits.people.edit(pair.aceptabits, { [field]: value });
  return () => managementpro.people.get(pair.managementpro)?.[inManagementPro]?.endsWith(value) === true;
}
