// The official JavaScript SDK against the local Service Bus; its connection string is the argument.
// Every step prints its name, so that a failure says where.
const assert = require("node:assert/strict");
const { ServiceBusClient } = require("@azure/service-bus");

const client = new ServiceBusClient(process.argv[2]);
const WAIT = { maxWaitTimeInMs: 10_000 };

async function receiveOne(receiver) {
  const [message] = await receiver.receiveMessages(1, WAIT);
  assert.ok(message, "no message came");
  return message;
}

const steps = {
  async "send, batch, receive, complete"() {
    const sender = client.createSender("plain");
    await sender.sendMessages({
      body: { order: 1 },
      messageId: "one",
      subject: "order",
      applicationProperties: { type: "placed", amount: 7, at: new Date(1_700_000_000_000) },
    });
    const batch = await sender.createMessageBatch();
    assert.ok(batch.tryAddMessage({ body: "two" }));
    assert.ok(batch.tryAddMessage({ body: "three" }));
    await sender.sendMessages(batch);

    const receiver = client.createReceiver("plain");
    const received = [];
    while (received.length < 3) {
      received.push(...(await receiver.receiveMessages(3 - received.length, WAIT)));
    }
    assert.deepEqual(received.map((message) => message.body), [{ order: 1 }, "two", "three"]);
    assert.equal(received[0].messageId, "one");
    assert.equal(received[0].applicationProperties.type, "placed");
    assert.equal(new Date(received[0].applicationProperties.at).getTime(), 1_700_000_000_000);
    assert.equal(received[0].deliveryCount, 0);
    for (const message of received) {
      await receiver.completeMessage(message);
    }
    assert.deepEqual(await receiver.receiveMessages(1, { maxWaitTimeInMs: 300 }), [], "the queue is empty");
  },

  async "a large message"() {
    const body = "x".repeat(900_000);
    await client.createSender("plain").sendMessages({ body });
    const receiver = client.createReceiver("plain");
    const message = await receiveOne(receiver);
    assert.equal(message.body.length, body.length);
    await receiver.completeMessage(message);
  },

  async "abandon, dead-letter, resubmit"() {
    const sender = client.createSender("plain");
    await sender.sendMessages({ body: "poison" });
    const receiver = client.createReceiver("plain");
    await receiver.abandonMessage(await receiveOne(receiver), { attempt: 1 });
    const again = await receiveOne(receiver);
    assert.equal(again.deliveryCount, 1);
    assert.equal(again.applicationProperties.attempt, 1);
    await receiver.deadLetterMessage(again, { deadLetterReason: "bad", deadLetterErrorDescription: "very" });
    const deadLetters = client.createReceiver("plain", { subQueueType: "deadLetter" });
    const dead = await receiveOne(deadLetters);
    assert.equal(dead.deadLetterReason, "bad");
    assert.equal(dead.deadLetterErrorDescription, "very");
    await sender.sendMessages({ body: dead.body });
    await deadLetters.completeMessage(dead);
    await receiver.completeMessage(await receiveOne(receiver));
  },

  async "defer and receive by number"() {
    await client.createSender("plain").sendMessages({ body: "later" });
    const receiver = client.createReceiver("plain");
    const message = await receiveOne(receiver);
    await receiver.deferMessage(message);
    const [deferred] = await receiver.receiveDeferredMessages(message.sequenceNumber);
    assert.equal(deferred.body, "later");
    await receiver.completeMessage(deferred);
  },

  async "schedule, cancel, peek"() {
    const sender = client.createSender("plain");
    const hour = new Date(Date.now() + 3_600_000);
    const [never] = await sender.scheduleMessages({ body: "never" }, hour);
    const peeked = await client.createReceiver("plain").peekMessages(1);
    assert.equal(peeked[0].body, "never");
    assert.equal(peeked[0].state, "scheduled");
    await sender.cancelScheduledMessages(never);
    await sender.scheduleMessages({ body: "soon" }, new Date(Date.now() + 500));
    const receiver = client.createReceiver("plain", { receiveMode: "receiveAndDelete" });
    assert.equal((await receiveOne(receiver)).body, "soon");
  },

  async "lock renewal"() {
    await client.createSender("short-lock").sendMessages({ body: "slow" });
    const receiver = client.createReceiver("short-lock", { maxAutoLockRenewalDurationInMs: 0 });
    const message = await receiveOne(receiver);
    const until = await receiver.renewMessageLock(message);
    assert.ok(until.getTime() > Date.now());
    await receiver.completeMessage(message);
  },

  async "topic with filters"() {
    await client.createSender("events").sendMessages([
      { body: "placed", applicationProperties: { type: "placed" } },
      { body: "shipped", applicationProperties: { type: "shipped" } },
      { body: "big", subject: "order", applicationProperties: { amount: 100 } },
    ]);
    const byType = await receiveOne(client.createReceiver("events", "by-type"));
    assert.equal(byType.body, "placed");
    const bySql = await receiveOne(client.createReceiver("events", "by-sql"));
    assert.equal(bySql.body, "big");
  },

  async "rules"() {
    const rules = client.createRuleManager("events", "ruled");
    await rules.createRule("extra", { correlationId: "c", applicationProperties: { kind: "k" } });
    const names = [];
    for await (const rule of rules.listRules()) {
      names.push(rule.name);
    }
    assert.deepEqual(names.sort(), ["$Default", "extra"]);
    await rules.deleteRule("extra");
  },

  async "sessions"() {
    const sender = client.createSender("sessions");
    await sender.sendMessages([
      { body: "a1", sessionId: "a" },
      { body: "b1", sessionId: "b" },
      { body: "a2", sessionId: "a" },
    ]);
    const a = await client.acceptSession("sessions", "a");
    assert.equal((await receiveOne(a)).body, "a1");
    await a.setSessionState("halfway");
    assert.equal(String(await a.getSessionState()), "halfway");
    assert.ok((await a.renewSessionLock()).getTime() > Date.now());
    const next = await client.acceptNextSession("sessions");
    assert.equal(next.sessionId, "b");
    await a.close();
    await next.close();
  },

  async "subscribe to many"() {
    const receiver = client.createReceiver("plain");
    const seen = new Set();
    const all = new Promise((resolve, reject) => {
      receiver.subscribe(
        {
          async processMessage(message) {
            seen.add(message.body);
            if (seen.size === 200) {
              resolve();
            }
          },
          async processError({ error }) {
            reject(error);
          },
        },
        { maxConcurrentCalls: 16 },
      );
    });
    await client.createSender("plain").sendMessages(Array.from({ length: 200 }, (_, i) => ({ body: i })));
    await all;
    await receiver.close();
  },
};

async function main() {
  for (const [name, step] of Object.entries(steps)) {
    console.log(name);
    await step();
  }
  await client.close();
  console.log("all steps passed");
}

main().catch((failure) => {
  console.error(failure);
  process.exit(1);
});
