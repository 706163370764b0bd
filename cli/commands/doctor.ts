// `cuica doctor`: what this machine offers to kernels, what is missing and how to get it. Its exit code says whether kernels run on a GPU.
import { doctor, formatDoctor } from "../../runtime/doctor.ts";
import type { Command } from "../command.ts";

export const doctorCommand: Command = {
  name: "doctor",
  usage: "[--verbose]",
  summary: "what was found, what is missing, and how to get it",
  help: `  --verbose  every path that was tried

exit code: 0 if kernels can be compiled and run on a GPU here, 2 if not`,
  options: { verbose: { type: "boolean" } },
  positionals: [0, 0],
  run: ({ values }) => {
    const report = doctor();
    return { exit: report.canCompile && report.canLaunch ? 0 : 2, text: formatDoctor(report, values["verbose"] === true), data: report };
  },
};
