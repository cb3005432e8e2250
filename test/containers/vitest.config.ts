import { defineConfig } from 'vitest/config';

/** One file after the other: they share an engine, an image and two cores. */
export default defineConfig({
  test: {
    include: ['test/containers/**/*.test.ts'],
    globalSetup: ['test/folder.setup.ts', 'test/containers/image.setup.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
