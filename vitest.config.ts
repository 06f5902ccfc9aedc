import { defineConfig } from 'vitest/config';

// scripts/test.mjs asks for a report that it can count.
const json = process.env['ACKSCOPE_UNIT_JSON'];

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'conformance/**/*.test.ts'],
    // Scenarios of every kind of broker are read in tests, as on the command line.
    setupFiles: ['src/models/allConfigs.ts'],
    testTimeout: 20_000,
    ...(json ? { reporters: ['default', 'json'], outputFile: { json } } : {}),
  },
});
