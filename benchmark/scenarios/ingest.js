import { Database, eventually } from '../database.js';
import { dataFolder, Platform } from '../platform.js';
import { count, table } from '../report.js';

export const about = 'events into the audit, from an outbox to the chained row';

const EVENTS = 30_000;
const WARM_UP = 20_000;
const FEWEST = 2_000;
const MOST_SECONDS = 120;

export async function run() {
  const platform = await Platform.start({ data: dataFolder(), fresh: true, apps: 'customers,audit' });
  const database = await Database.open(platform);
  try {
    await drain(platform, database, WARM_UP);
    const cpu = platform.cpuSeconds();
    const perSecond = await drain(platform, database, EVENTS);
    const used = platform.cpuSeconds();
    const recorded = await database.number(`select count(*) from audit.audit_logs where action = 'benchmark.ran'`);
    const intact = await verified(platform);
    const perEvent = (part) => (((used[part] - cpu[part]) / EVENTS) * 1000).toFixed(2);
    return {
      rows: [
        { what: 'events recorded, while a backlog drains', figure: `${count(perSecond)}/s`, bar: `${count(FEWEST)}/s`, met: perSecond >= FEWEST },
        { what: 'every event recorded once', figure: count(recorded), bar: count(WARM_UP + EVENTS), met: recorded === WARM_UP + EVENTS },
        { what: 'the chain is whole', figure: intact ? 'yes' : 'no', bar: 'yes', met: intact },
      ],
      details: table(['CPU ms an event: JVM, with relay and Service Bus', 'PostgreSQL'], [[perEvent('jvm'), perEvent('postgres')]]),
    };
  } finally {
    await database.close();
    await platform.stop();
  }
}

/** Puts events into the customers app's outbox, wakes its relay, and waits for the last row and that of the waking: events a second. */
async function drain(platform, database, events) {
  const before = await audited(database);
  await database.rows(
    `insert into customers.outbox (event_id, topic, type, subject, traceparent, payload)
     select id, 'audit-events', type, id, trace, json_build_object('specversion', '1.0', 'id', id, 'source', '/quayside/customers',
       'type', type, 'subject', id, 'time', now(), 'datacontenttype', 'application/json', 'traceparent', trace,
       'data', json_build_object('actor', 'employee:' || id, 'action', 'benchmark.ran', 'subjectType', 'customer', 'subjectId', id,
         'customerId', id, 'result', 'OK', 'address', '203.0.113.7', 'at', now()))
     from (select gen_random_uuid() as id, 'quayside.audit.access-recorded.v1' as type,
             '00-' || replace(gen_random_uuid()::text, '-', '') || '-00f067aa0ba902b7-01' as trace
           from generate_series(1, $1)) made`,
    [events],
  );
  const begun = performance.now();
  await wake(platform);
  await eventually(MOST_SECONDS, 'The events are not recorded', async () => ((await audited(database)) >= before + events + 1 ? true : undefined));
  return events / ((performance.now() - begun) / 1000);
}

/** By the end of the chain: counting rows would take time from what is measured. */
function audited(database) {
  return database.number(`select seq from audit.chain_heads where stream = 'audit-events'`);
}

/** An employee's look at the customers leaves an event of its own behind. */
async function wake(platform) {
  const response = await fetch(`${platform.url}/api/v1/customers`, { headers: { authorization: `Bearer ${await platform.token('admin')}` } });
  if (!response.ok) throw new Error(`The relay was not woken: ${response.status}`);
}

async function verified(platform) {
  const response = await fetch(`${platform.url}/api/v1/audit/verify?stream=audit-events&limit=100000&after=0`, {
    headers: { authorization: `Bearer ${await platform.token('admin')}` },
  });
  const [stream] = (await response.json()).streams;
  return stream.complete && !stream.firstBreak;
}
