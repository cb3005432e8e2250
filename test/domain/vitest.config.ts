import { defineConfig } from 'vitest/config';

/** The pure rules by themselves, without Redis and servers: for the mutation score (`npm run test:mutation`). */
export default defineConfig({
  test: { include: ['test/domain/**/*.test.ts'], pool: 'threads', maxWorkers: 1, isolate: false },
});
