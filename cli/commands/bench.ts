// `cuica bench`: times the standard cases on this machine's GPU, beside PyTorch where there is one.
import { main } from "../../bench/main.ts";
import type { Command } from "../command.ts";

export const benchCommand: Command = {
  name: "bench",
  usage: "[--only <text>] [--sweep] [--no-peers]",
  summary: "times the kernels on this GPU, beside PyTorch",
  help: `  --only <text>   cases with this in their name
  --sweep         try many tunings
  --no-peers      leave PyTorch out

exit code: 0, 2 without a GPU`,
  options: { only: { type: "string" }, sweep: { type: "boolean" }, "no-peers": { type: "boolean" } },
  positionals: [0, 0],
  // It prints as it goes, in both forms.
  run: async ({ values }) => {
    const args = Object.entries(values).flatMap(([name, value]) =>
      value === true ? [`--${name}`] : typeof value === "string" ? [`--${name}`, value] : [],
    );
    return { exit: await main(args), text: "", data: undefined };
  },
};
