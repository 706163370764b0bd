// A kernel whose program is no function.
import { kernel } from "cuica/dsl";

const program = { run: true };
export const programNotAFunction = kernel(import.meta.url, "programNotAFunction", program);
