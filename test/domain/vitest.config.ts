import { defineConfig } from 'vitest/config';

/** The tests that hold one rule, for its mutation score (`mutation.run.ts`); by itself: all pure rules, without Redis and servers. */
const { MUTATION_TESTS = '**/*' } = process.env;

export default defineConfig({
  test: {
    include: MUTATION_TESTS.split(' ').map((name) => `test/domain/${name}.test.ts`),
    pool: 'threads',
    maxWorkers: 1,
    isolate: false,
  },
});
