// What the official SDK for node makes of a server's delivery reports: told as JSON.
import { createRequire } from "node:module";

const [sdk, hostname, servicePlanId, apiToken] = process.argv.slice(2);
const { SmsService, SmsCallbackWebhooks } = createRequire(`${sdk}/`)("@sinch/sms");
const sms = new SmsService({ servicePlanId, apiToken, smsHostname: hostname, smsRegion: "us" });

const to = ["+12017777777", "+12015555555"];
const parameters = { a: { "+12017777777": "Joe" } };
const sendSMSRequestBody = {
  to, from: "+12015550000", body: "Hi ${a}", parameters, client_reference: "node-reference",
};
const sent = await sms.batches.send({ sendSMSRequestBody });
const batch_id = sent.id;
const reports = sms.deliveryReports;

const summary = await reports.get({ batch_id });
const full = await reports.get({ batch_id, type: "full" });
const filtered = await reports.get({
  batch_id, type: "summary", status: ["Aborted", "Failed"], code: [405, 15],
});
const one = await reports.getForNumber({ batch_id, recipient_msisdn: to[0] });
const listed = [];
const query = { client_reference: "node-reference", page_size: 1, start_date: new Date(0) };
for await (const report of reports.list(query)) {
  listed.push(report.recipient);
}
const aborted = await reports.list({
  client_reference: "node-reference", status: ["Aborted"], end_date: new Date(Date.now() + 1e6),
});
let unknown = "found";
try {
  await reports.getForNumber({ batch_id, recipient_msisdn: "12010000000" });
} catch (error) {
  unknown = error.statusCode;
}
const read = new SmsCallbackWebhooks("secret").parseEvent(JSON.stringify(summary));
console.log(JSON.stringify({
  batch_id, summary, full, filtered, one, listed, unknown,
  aborted: aborted.data.map((report) => report.code), read,
}));
