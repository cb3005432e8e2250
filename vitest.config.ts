import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They need a container engine: npm run test:containers.
    exclude: [...configDefaults.exclude, 'test/containers/**'],
    globalSetup: ['test/folder.setup.ts', 'test/redis.setup.ts'],
    pool: 'forks',
    // One more than the two cores that are counted on: real servers are waited for a quarter of the time.
    maxWorkers: 3,
    // Room for a machine that is busy with something else; no test waits for a time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Real servers on a shared machine: what fails is run once more, and reported as flaky when it passes then.
    retry: process.env.CI === undefined ? 0 : 1,
  },
});
