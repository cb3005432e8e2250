import type { Simulators } from '../../src/simulators/world.ts';
import type { Act, Side } from './script.ts';

/** Somebody new comes into being before each of so many further pages of a list. */
export type Growth = { pages: number; salt: number };

type Growing = {
  readonly sims: Simulators;
  readonly growth: { readonly [S in Side]: Growth };
  act(act: Act): string;
};

/** Lets a side's list grow while it is read, by the town's own people instead of the simulator's. */
export function letGrow(stage: Growing, side: Side): void {
  const { people, settings } = stage.sims[side];
  const growth = stage.growth[side];
  let isGrowing = false;
  Object.defineProperty(settings, 'growth', {
    get() {
      isGrowing = growth.pages > 0;
      return isGrowing ? 1 : 0;
    },
  });
  const create = people.create.bind(people) as (fields: object) => string;
  people.create = (fields: object) => {
    if (!isGrowing) return create(fields);
    isGrowing = false;
    growth.pages -= 1;
    return stage.act({ side, what: 'create', who: 0, salt: growth.salt + growth.pages });
  };
}
