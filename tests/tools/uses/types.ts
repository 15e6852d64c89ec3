import type { components, operations } from "./api";

type Submission = components["schemas"]["Submission"];
type Batch = components["schemas"]["Batch"];
type Update = components["schemas"]["Update"];

export const text: Submission = { to: ["+15551231234"], body: "Hi" };
export const binary: Submission = { to: ["1"], body: "AAEC", udh: "00", type: "mt_binary" };
export const update: Update = { send_at: null };
export const query: operations["list_batches"]["parameters"]["query"] = {};

// @ts-expect-error no recipients
export const nobody: Submission = { body: "Hi" };
// @ts-expect-error binary needs its header
export const headless: Submission = { to: ["1"], body: "AAEC", type: "mt_binary" };
// @ts-expect-error no such report
export const loud: Submission = { to: ["1"], body: "Hi", delivery_report: "loud" };

// A batch without a type is text, and one without its optional fields is a batch.
export const stored: Batch = {
  id: "A", to: ["1"], body: "Hi", canceled: false,
  created_at: "2030-01-01T00:00:00.000Z", modified_at: "2030-01-01T00:00:00.000Z",
};
export function header(batch: Batch): string | undefined {
  return batch.type === "mt_binary" ? batch.udh : undefined;
}
export function parameters(batch: Batch): object | undefined {
  return batch.type === "mt_binary" ? undefined : batch.parameters;
}
