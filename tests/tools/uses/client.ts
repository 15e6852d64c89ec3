import { cancelBatch, sendBatch } from "./client/sdk.gen";
import { client } from "./client/client.gen";

declare const process: { argv: string[]; exitCode: number };
const [baseUrl, plan, token] = process.argv.slice(2);
client.setConfig({ baseUrl, auth: () => token });
const path = { service_plan_id: plan };

async function main(): Promise<void> {
  const text = await sendBatch({ path, body: { to: ["+15551231234"], body: "Hi" } });
  console.log(text.data?.type);
  const binary = await sendBatch({
    path, body: { to: ["+15551231234"], body: "AAECAw==", udh: "060504158115a0", type: "mt_binary" },
  });
  if (binary.data?.type === "mt_binary") console.log(binary.data.type, binary.data.udh);
  const refused = await sendBatch({ path, body: { to: [], body: "Hi" } });
  console.log(refused.error && refused.response?.status);
  const id = text.data?.id ?? "";
  const canceled = await cancelBatch({ path: { ...path, batch_id: id } });
  console.log(canceled.data?.canceled ? "canceled" : "still there");
}

main().catch((error) => { console.log(error); process.exitCode = 1; });
