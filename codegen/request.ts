// What a request for a kernel is made of, checked before anything is done with it: callers in JavaScript have no types that would say it.
import { expectKind, isObject } from "./ir/runtime-error.ts";
import { targets } from "./targets.ts";

const constantKinds: ReadonlySet<string> = new Set(["number", "boolean", "string", "undefined"]);

/** Throws unless `request` has a file, a kernel, constants and, where it names them, a target and classes of tensors. */
export const checkRequest = (callee: string, request: unknown): void => {
  const wanted = "{ file, kernel, problem, tuning }";
  if (!isObject(request)) return expectKind(callee, "the configuration", request, false, wanted);
  const { file, kernel, problem, tuning } = request;
  expectKind(callee, "`file` of the configuration", file, typeof file === "string", "the path of a TypeScript file");
  expectKind(callee, "`kernel` of the configuration", kernel, typeof kernel === "string", "a kernel's name");
  for (const [group, constants] of Object.entries({ problem, tuning })) {
    if (!isObject(constants)) return expectKind(callee, `\`${group}\``, constants, false, "an object of constants");
    for (const [name, value] of Object.entries(constants))
      expectKind(
        callee,
        `the constant '${name}'`,
        value,
        constantKinds.has(typeof value),
        "a number, a boolean or a string (a dtype by its name)",
      );
  }
  if ("target" in request) {
    const { target } = request;
    expectKind(
      callee,
      "the target",
      target,
      typeof target === "string" && Object.hasOwn(targets, target),
      `one of ${Object.keys(targets).join(", ")}`,
    );
  }
  if (!("classes" in request)) return;
  const { classes } = request;
  if (!isObject(classes)) return expectKind(callee, "`classes`", classes, false, "an object of classes by tensor");
  for (const [name, value] of Object.entries(classes))
    expectKind(callee, `the class of '${name}'`, value, value === "aligned" || value === "generic", "aligned or generic");
};
