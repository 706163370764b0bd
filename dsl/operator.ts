// What an operator's plan is written with: data and integer expressions over the shapes of a call, never closures.
export { type Integer, integer, type OperatorPlan, type PlanAllocation, type PlanArgument, type PlanLaunch, type PlanRequirement, type PlanScalar, type PlanTensor, type PlanVariant } from "../codegen/ir/plan.ts";
