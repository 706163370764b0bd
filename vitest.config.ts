// Tests lie beside the code. Those that need a GPU are named *.gpu.test.ts and run only where CUICA_GPU=1 says that there is one.
import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: [...configDefaults.exclude, "dist/**", ...(process.env.CUICA_GPU === "1" ? [] : ["**/*.gpu.test.ts"])],
    // Simulating a kernel takes seconds, and compiling the first one loads TypeScript.
    testTimeout: 60_000,
  },
});
