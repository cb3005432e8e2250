import { defineConfig } from 'vitest/config';

/** Two files at a time: most of what they do is to wait for containers. */
export default defineConfig({
  test: {
    include: ['test/containers/**/*.test.ts'],
    globalSetup: ['test/folder.setup.ts', 'test/containers/image.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Real containers on a shared machine: what fails is run once more, and reported as flaky when it passes then.
    retry: process.env.CI === undefined ? 0 : 1,
  },
});
