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
        test: {
          name: "slow",
          include: [SLOW],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // Copies of the build that the court makes: as Node runs them, not transformed.
          server: { deps: { external: [/hopscope-court-/] } },
        },
      },
    ],
  },
});
