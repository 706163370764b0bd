// The records of all operations. Adding an operation is its own file and one line in functions.ts.
import "./functions.ts";

export { operations } from "./define.ts";
