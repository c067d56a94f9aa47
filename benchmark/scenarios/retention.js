import { randomUUID } from 'node:crypto';
import { Database, eventually } from '../database.js';
import { constantRate, posting } from '../load.js';
import { dataFolder, Platform } from '../platform.js';
import { count, ms } from '../report.js';
import { ALICE } from './volume.js';

export const about = 'deleting 1 million old notifications beside writers';

const NOTIFICATIONS = 1_000_000;
const WRITERS = { perSecond: 20, seconds: 15 };
const MOST_SECONDS = 120;
const PATIENCE_SECONDS = 600;
const JOB = 'data-retention';

export async function run() {
  const platform = await Platform.start({ data: dataFolder(), fresh: true });
  const database = await Database.open(platform);
  try {
    console.error(`Generating ${count(NOTIFICATIONS)} notifications of 100 days ago ...`);
    await generate(database);
    const request = posting('/api/v1/notifications', await platform.token('agent'), [letter()]);
    await constantRate({ url: platform.url, request, ...WRITERS });
    const before = await constantRate({ url: platform.url, request, ...WRITERS });
    await ask(platform);
    await eventually(PATIENCE_SECONDS, 'The job does not begin', () => begun(database));
    const meanwhile = await constantRate({ url: platform.url, request, ...WRITERS });
    const done = await eventually(PATIENCE_SECONDS, 'The job does not end', () => ended(database));
    return section(done, before, meanwhile, await old(database));
  } finally {
    await database.close();
    await platform.stop();
  }
}

async function generate(database) {
  await database.rows('set synchronous_commit = off');
  await database.rows(
    `insert into notifications.notifications (id, occasion, customer_id, kind, language, title, body, created_at)
     select gen_random_uuid(), 'benchmark:' || n, md5('customer ' || n % 5000)::uuid, 'order-delivered', 'en', 'Delivered',
         'Your order has arrived', now() - interval '100 days' - n * interval '1 second'
     from generate_series(1, $1::int) n`,
    [NOTIFICATIONS],
  );
  await database.rows('vacuum analyze notifications.notifications');
  await database.rows('checkpoint');
}

function letter() {
  return JSON.stringify({ customerId: ALICE, template: 'message', data: { title: 'Benchmark', text: 'A letter among many.' } });
}

async function ask(platform) {
  const response = await fetch(`${platform.url}/api/v1/admin/jobs/${JOB}/run`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await platform.token('admin')}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ dryRun: false }),
  });
  if (!response.ok) throw new Error(`The job was not taken: ${response.status} ${await response.text()}`);
}

async function begun(database) {
  const rows = await database.rows(`select 1 from housekeeping.job_runs where job = $1 and started_at is not null`, [JOB]);
  return rows.length > 0 ? true : undefined;
}

async function ended(database) {
  const [run] = await database.rows(
    `select outcome, rows, extract(epoch from finished_at - started_at)::float8 as seconds
     from housekeeping.job_runs where job = $1 and finished_at is not null`,
    [JOB],
  );
  return run;
}

function old(database) {
  return database.number(`select count(*) from notifications.notifications where created_at < now() - interval '90 days'`);
}

function section(done, before, meanwhile, oldLeft) {
  const answered = (run) => (run.statuses[202] ?? 0) + (run.statuses[201] ?? 0) === WRITERS.perSecond * WRITERS.seconds;
  return {
    rows: [
      {
        what: `the job, ${count(Number(done.rows))} rows`,
        figure: `${done.seconds.toFixed(1)} s`,
        bar: `${MOST_SECONDS} s`,
        met: done.outcome === 'DONE' && done.seconds < MOST_SECONDS,
      },
      { what: 'old notifications left', figure: count(oldLeft), bar: '0', met: oldLeft === 0 },
      {
        what: `POST /notifications p95 at ${WRITERS.perSecond}/s, before and during the job`,
        figure: `${ms(before.latencies.percentile(95))}, ${ms(meanwhile.latencies.percentile(95))}`,
      },
      { what: 'every write taken meanwhile', figure: answered(meanwhile) ? 'yes' : 'no', bar: 'yes', met: answered(meanwhile) },
    ],
  };
}
