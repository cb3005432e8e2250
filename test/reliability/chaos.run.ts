/**
 * The daemon treated badly during a first sync: `npm run test:chaos -- [--people 1000] [--seed 1] [--scene 0]`.
 * Prints what was done and how both systems stand; ends with 1 when anybody is missing or there twice.
 */
import { parseArgs } from 'node:util';
import { seededRandom } from '../../src/simulators/random.ts';
import { SCENES } from './chaos-scenes.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    scene: { type: 'string' },
  },
});
const seed = Number(values.seed);
console.log(`seed ${seed}`);

let bad = 0;
for (const scene of values.scene === undefined ? SCENES : SCENES.slice(Number(values.scene)).slice(0, 1)) {
  const began = performance.now();
  const { struck, writes, exits, occasions, ...census } = await scene.play(
    Number(values.people),
    seed,
    seededRandom(seed),
  );
  console.log(`\n${scene.name}: ${Math.round((performance.now() - began) / 1_000)} s`);
  console.log(`  ${struck}`);
  console.log(
    `  people ${census.people}, missing ${census.missing}, doubled ${census.doubled}, inactive ${census.inactive}, ` +
      `writes ${writes}, exit codes ${exits.join(', ')}`,
  );
  // Kills that have never fallen into a create, or nobody waiting, have shown nothing of what this is about.
  if (occasions === 0) bad += 1;
  bad += census.missing + census.doubled + exits.filter((code) => code !== 0).length;
}
process.exit(bad > 0 ? 1 : 0);
