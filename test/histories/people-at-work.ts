import { kindOf } from '../../src/domain/brake.ts';
import { approve } from '../../src/people/approve-plan.ts';
import { release } from '../../src/people/release-brake.ts';
import { approved, waitingPlan } from '../../src/sync/certify/first-plan.ts';
import { brakesOf } from '../../src/sync/evaluate/brake-state.ts';
import type { Act, Side } from './script.ts';
import type { Life, Stage } from './stage.ts';

/** What people do that is more than one edit: imports, a busy day while a list is read, and their word to what waits. */

const SIDES: readonly Side[] = ['managementpro', 'aceptabits'];

export function wave(stage: Stage, side: Side, count: number, salt: number): void {
  for (let nth = 0; nth < count; nth += 1) stage.act({ side, what: 'create', who: 0, salt: salt + nth });
}

export function renameSucursal({ sims }: Stage, nth: number): void {
  const { sucursal } = sims.managementpro.settings.catalogos;
  const [clave = ''] = Object.keys(sucursal).slice(nth);
  sucursal[clave] = `${sucursal[clave]} (renombrada)`;
}

/**
 * A person's word to what was shown, given after others have worked on. It holds for its lines, however much has been
 * typed meanwhile (rule 10): a word that is refused while its brake is still on is a broken promise.
 */
export async function agree(stage: Stage, life: Life, meanwhile: readonly Act[]): Promise<void> {
  const { context } = life.app;
  // A reading that was under way when the plan was approved may still have shown another one.
  const plan = (await approved(context)) ? undefined : await waitingPlan(context);
  const shown = (
    await Promise.all(
      SIDES.map(async (side) => (await brakesOf(context, side)).map((brake) => ({ ...brake, side }))),
    )
  ).flat();
  for (const act of meanwhile) stage.act(act);
  if (plan !== undefined && !(await approve(context, plan.hash, 'a person')))
    stage.complaints.push(`the approval of the first plan ${plan.hash} was refused`);
  for (const { side, reason, hash } of shown.filter(isForPeople)) {
    if (await release(context, side, hash, 'a person')) continue;
    const isOn = (await brakesOf(context, side)).some((brake) => kindOf(brake.reason) === kindOf(reason));
    if (isOn) stage.complaints.push(`the release of ${side} (${reason} ${hash}) was refused`);
  }
}

/** What a lie has put on comes off by itself: only people's own edits, and what they have deleted, need a release. */
function isForPeople({ side, reason }: { side: Side; reason: Parameters<typeof kindOf>[0] }): boolean {
  const isDeleting = side === 'aceptabits' && reason === 'shrunken-list';
  return isDeleting || kindOf(reason) !== 'list';
}
