import { defineConfig } from "vitest/config";

/** Ends of file names that say what a test needs beyond Node: see CONTRIBUTING.md. */
const REAL = "test/**/*.real.test.ts";
const SLOW = "test/**/*.slow.test.ts";

export default defineConfig({
  test: {
    globalSetup: ["test/support/build.ts"],
    // Vitest itself leaves one processor out, which of two is half.
    maxWorkers: "100%",
    projects: [
      {
        test: { name: "fast", include: ["test/**/*.test.ts"], exclude: [REAL, SLOW], testTimeout: 20_000 },
      },
      {
        test: {
          name: "real",
          include: [REAL],
          // Namespaces, interfaces and sysctls are the machine's: two files at once would meet in them.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        // The court's appeals and mutants, on demand: `npm run court`.
        test: {
          name: "trial",
          include: ["test/**/*.trial.ts"],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Copies of the build, made by the hundred: as Node runs them, not transformed.
          server: { deps: { external: [/hopscope-court-/] } },
        },
      },
      {
        test: {
          name: "slow",
          include: [SLOW],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
