import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // They need a container engine: npm run test:containers.
    exclude: [...configDefaults.exclude, 'test/containers/**'],
    globalSetup: ['test/folder.setup.ts', 'test/redis.setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
