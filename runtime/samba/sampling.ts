// How the next token is chosen out of logits: the most likely one, or one drawn at a temperature from the top k and from the nucleus (Holtzman et
// al., "The Curious Case of Neural Text Degeneration", 2020). A draw depends on the seed, the sequence and the place alone.
import { expectKind, isObject, shownValue } from "../../codegen/ir/runtime-error.ts";
import { RuntimeError } from "../cuda/errors.ts";

export interface Sampling {
  /** Logits are divided by it; 0, the default, takes the most likely token, whatever `topK`, `topP` and a seed say. */
  readonly temperature?: number;
  /** Draws from so many most likely tokens; all if left out. */
  readonly topK?: number;
  /** Draws from the fewest most likely tokens that have this share of the probability, after `topK`; 1 if left out. */
  readonly topP?: number;
}
const refuse = (text: string, help: string): RuntimeError => new RuntimeError("CUI3025", text, help);
/** Throws CUI3025 for options that mean nothing. */
export const checkSampling = (sampling: Sampling): void => {
  expectKind("sampling", "what was given", sampling, isObject(sampling), "{ temperature, topK, topP }");
  const { temperature = 0, topK, topP = 1 } = sampling;
  if (!(Number.isFinite(temperature) && temperature >= 0))
    throw refuse(`a temperature of ${shownValue(temperature)}`, "give a number from 0");
  if (topK !== undefined && !(Number.isSafeInteger(topK) && topK > 0))
    throw refuse(`the top ${shownValue(topK)} tokens`, "give an integer from 1");
  if (!(Number.isFinite(topP) && topP > 0 && topP <= 1))
    throw refuse(`a nucleus of ${shownValue(topP)}`, "give a probability above 0 and up to 1");
};
/** Throws CUI3025 unless it is an integer from 0, below 2^53. */
export const checkSeed = (seed: number): void => {
  if (!(Number.isSafeInteger(seed) && seed >= 0)) throw refuse(`a seed of ${shownValue(seed)}`, "give an integer from 0");
};
