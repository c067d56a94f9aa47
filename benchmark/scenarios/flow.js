import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../database.js';
import { constantRate, posting } from '../load.js';
import { bodies, stock } from '../orders.js';
import { dataFolder, Platform } from '../platform.js';
import { count, ms, table } from '../report.js';

export const about = 'orders to CONFIRMED by the apps that it takes, at constant rates';

const WARM_UP = { perSecond: 50, seconds: 60 };
const SUSTAINED = { perSecond: 100, seconds: 60 };
const RELAXED = { perSecond: 50, seconds: 30 };
const DRAIN_SECONDS = 60;
const MOST_BACKLOG_SECONDS = 5;
const MOST_POST_MS = 50;
const MOST_CONFIRM_MS = 1000;
const APPS = 'orders,catalog,payments';

export async function run() {
  const platform = await Platform.start({ data: dataFolder(), fresh: true, apps: APPS });
  const database = await Database.open(platform);
  try {
    const skus = await stock(database);
    const request = posting('/api/v1/orders', await platform.token('alice'), bodies(skus));
    await load(platform, database, request, WARM_UP);
    const relaxed = await load(platform, database, request, RELAXED);
    const sustained = await load(platform, database, request, SUSTAINED);
    return section(sustained, relaxed);
  } finally {
    await database.close();
    await platform.stop();
  }
}

async function load(platform, database, request, { perSecond, seconds }) {
  console.error(`${perSecond} orders/s for ${seconds} s ...`);
  const orders = { ids: [], dueAt: [] };
  const backlog = [];
  const sampler = setInterval(() => sample(database).then((size) => backlog.push(size), () => {}), 1000);
  const result = await constantRate({
    url: platform.url,
    perSecond,
    seconds,
    request,
    answered(status, body, dueAt) {
      if (status !== 201) return;
      orders.ids.push(JSON.parse(body).id);
      orders.dueAt.push(new Date(dueAt).toISOString());
    },
  });
  clearInterval(sampler);
  const drainSeconds = await drain(database);
  const confirmed = await confirmations(database, orders);
  return { ...result, accepted: orders.ids.length, total: perSecond * seconds, backlog, drainSeconds, confirmed };
}

/** Orders on their way, and events of them not yet sent or, as far as the catalog shows it, not yet handled. */
async function sample(database) {
  const [row] = await database.rows(
    `select (select count(*) from orders.order_states where status in ('PLACED', 'RESERVED', 'PAID'))::int as orders,
            ((select count(*) from orders.outbox) + (select count(*) from products.outbox)
             + (select count(*) from payments.outbox)
             + (select count(*) from products.reservations where status = 'RESERVED'))::int as events`,
  );
  return row;
}

async function drain(database) {
  const from = performance.now();
  while (performance.now() - from < DRAIN_SECONDS * 1000) {
    const { orders, events } = await sample(database);
    if (orders === 0 && events === 0) break;
    await pause(100);
  }
  return (performance.now() - from) / 1000;
}

/** How long after it was due each order was CONFIRMED, in ms; and how many were. */
async function confirmations(database, { ids, dueAt }) {
  const [row] = await database.rows(
    `with taken as (
       select extract(epoch from h.at - d.due_at) * 1000 as ms
       from unnest($1::uuid[], $2::timestamptz[]) as d (id, due_at)
       join orders.order_history h on h.order_id = d.id and h.to_status = 'CONFIRMED'
     )
     select count(*)::int as orders, percentile_cont(array[0.5, 0.95, 0.99, 1]) within group (order by ms) as percentiles
     from taken`,
    [ids, dueAt],
  );
  const [p50, p95, p99, max] = (row.percentiles ?? [NaN, NaN, NaN, NaN]).map(Number);
  return { orders: row.orders, p50, p95, p99, max };
}

/** Orders on their way, on average over the middle and over the last third of a run: a backlog that grows shows. */
function backlogOf(run) {
  const third = Math.floor(run.backlog.length / 3);
  const mean = (samples) => samples.reduce((sum, { orders, events }) => sum + orders + events, 0) / Math.max(1, samples.length);
  return { middle: mean(run.backlog.slice(third, 2 * third)), last: mean(run.backlog.slice(-third)) };
}

function section(sustained, relaxed) {
  const { middle, last } = backlogOf(sustained);
  // Less than what arrives in a second is no backlog, whatever its slope.
  const steady = last < Math.max(SUSTAINED.perSecond, 1.5 * middle) && sustained.drainSeconds < MOST_BACKLOG_SECONDS;
  const all = sustained.confirmed.orders === sustained.total && sustained.failures === 0;
  const postP95 = sustained.latencies.percentile(95);
  const rows = [
    {
      what: `orders to CONFIRMED at ${SUSTAINED.perSecond}/s for ${SUSTAINED.seconds} s`,
      figure: `${count(sustained.confirmed.orders)} of ${count(sustained.total)}`,
      bar: 'all',
      met: all,
    },
    {
      what: 'orders and events on their way: middle third, last third; seconds to none after the last order',
      figure: `${count(middle)}, ${count(last)}; ${sustained.drainSeconds.toFixed(1)} s`,
      bar: 'not growing',
      met: steady,
    },
    { what: `POST p95 at ${SUSTAINED.perSecond}/s`, figure: ms(postP95), bar: ms(MOST_POST_MS), met: postP95 < MOST_POST_MS },
    {
      what: `placed to CONFIRMED p95 at ${RELAXED.perSecond}/s`,
      figure: ms(relaxed.confirmed.p95),
      bar: ms(MOST_CONFIRM_MS),
      met: relaxed.confirmed.p95 < MOST_CONFIRM_MS && relaxed.confirmed.orders === relaxed.total,
    },
  ];
  const details = table(
    ['rate', 'POST p50', 'p95', 'p99', 'max', 'CONFIRMED p50', 'p95', 'p99', 'max', '201', 'CONFIRMED', 'most on their way', 'generator'],
    [sustained, relaxed].map((run, i) => [
      `${[SUSTAINED, RELAXED][i].perSecond}/s`,
      ...[50, 95, 99].map((p) => ms(run.latencies.percentile(p))),
      ms(run.latencies.max),
      ...['p50', 'p95', 'p99', 'max'].map((p) => ms(run.confirmed[p])),
      count(run.accepted),
      count(run.confirmed.orders),
      count(Math.max(0, ...run.backlog.map(({ orders, events }) => orders + events))),
      `${run.generatorCores.toFixed(2)} cores`,
    ]),
  );
  return { rows, details };
}
