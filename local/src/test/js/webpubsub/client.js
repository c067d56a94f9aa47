// The official client under remote control: it prints what happens, a line each, and does what it reads from stdin.
"use strict";

const readline = require("node:readline");
const {
  WebPubSubClient,
  WebPubSubJsonProtocol,
  WebPubSubJsonReliableProtocol,
} = require("@azure/web-pubsub-client");

const [url, protocol] = process.argv.slice(2);
const client = new WebPubSubClient(url, {
  protocol: protocol === "json" ? WebPubSubJsonProtocol() : WebPubSubJsonReliableProtocol(),
  messageRetryOptions: { maxRetries: 0 },
});

const say = (...words) => console.log(words.join(" "));
const show = (data) => (data instanceof ArrayBuffer ? Buffer.from(data).toString("hex") : JSON.stringify(data));

client.on("connected", (e) => say("connected", e.userId, e.connectionId));
client.on("disconnected", (e) => say("disconnected", e.message?.message ?? ""));
client.on("stopped", () => say("stopped"));
client.on("server-message", ({ message }) => say("server", message.dataType, show(message.data)));
client.on("group-message", ({ message }) =>
  say("group", message.group, "from", message.fromUserId ?? "-", message.dataType, show(message.data)));

const commands = {
  join: (group) => client.joinGroup(group),
  leave: (group) => client.leaveGroup(group),
  publish: (group, text) => client.sendToGroup(group, text, "text"),
  json: (group, text) => client.sendToGroup(group, JSON.parse(text), "json"),
  bytes: (group, hex) => client.sendToGroup(group, Uint8Array.from(Buffer.from(hex, "hex")).buffer, "binary"),
  stop: async () => client.stop(),
};

readline.createInterface({ input: process.stdin }).on("line", async (line) => {
  const [name, ...rest] = line.split(" ");
  try {
    await commands[name](...rest);
    say("done", line);
  } catch (error) {
    say("failed", line, error.errorDetail?.name ?? error.message);
  }
});

client.start().catch((error) => {
  say("cannot start:", error.message);
  process.exit(1);
});
