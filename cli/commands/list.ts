// `cuica list`: the kernels that a file declares, with the constants that they take when none are given.
import type { Command } from "../command.ts";
import { kernelsOf } from "../kernel-argument.ts";

export const listCommand: Command = {
  name: "list",
  usage: "<file>",
  summary: "the kernels of a file, with their constants",
  help: "",
  options: {},
  positionals: [1, 1],
  run: ({ positionals }) => {
    const kernels = kernelsOf(positionals[0]!);
    const line = (constants: object): string =>
      Object.entries(constants)
        .map(([name, value]) => `${name}=${value}`)
        .join(" ") || "none";
    const text = kernels
      .map(({ name, defaults }) => `${name}\n  problem  ${line(defaults.problem)}\n  tuning   ${line(defaults.tuning)}`)
      .join("\n");
    return { exit: 0, text: text || "no kernels", data: kernels };
  },
};
