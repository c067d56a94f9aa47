import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '../database.js';
import { listen, streamAddress } from '../live.js';
import { constantRate, posting } from '../load.js';
import { bodies, stock } from '../orders.js';
import { dataFolder, Platform } from '../platform.js';
import { count, megabytes, ms } from '../report.js';

export const about = 'news on the socket, with all apps and with 10,000 sockets';

const FIRST = { perSecond: 50, seconds: 60 };
const WARM_UP = { perSecond: 50, seconds: 60 };
const MEASURED = { perSecond: 50, seconds: 30 };
const MOST_MS = 300;
const SOCKETS = 10_000;
const AT_ONCE = 50;
const QUIET_SECONDS = 60;

export async function run() {
  const platform = await Platform.start({ data: dataFolder(), fresh: true });
  const database = await Database.open(platform);
  try {
    const skus = await stock(database);
    const token = await platform.token('alice');
    const request = posting('/api/v1/orders', token, bodies(skus));
    const heard = new Map();
    const ear = await listen(await streamAddress(platform, token), ({ notification }) => heard.set(notification.orderId, Date.now()));
    const load = async (rate) => {
      heard.clear();
      await constantRate({ url: platform.url, request, ...rate });
      await quiet(heard);
      return latencies(database, heard);
    };
    const first = await load(FIRST);
    await load(WARM_UP);
    const measured = await load(MEASURED);
    ear.close();
    return { rows: [...pushed(measured), cold(first), ...(await crowd(platform))] };
  } finally {
    await database.close();
    await platform.stop();
  }
}

/** Waits until a second has brought no more news. */
async function quiet(heard) {
  for (let second = 0, before = -1; second < QUIET_SECONDS && heard.size !== before; second++) {
    before = heard.size;
    await pause(1000);
  }
}

/** From the moment that an order's history names for CONFIRMED, which is before its commit, to the message's arrival. */
async function latencies(database, heard) {
  const [row] = await database.rows(
    `select count(*)::int as orders, percentile_cont(array[0.5, 0.95, 0.99, 1]) within group
       (order by h.ms - extract(epoch from o.at) * 1000) as percentiles
     from unnest($1::uuid[], $2::float8[]) as h (id, ms)
     join orders.order_history o on o.order_id = h.id and o.to_status = 'CONFIRMED'`,
    [[...heard.keys()], [...heard.values()]],
  );
  const [p50, p95, p99, max] = row.percentiles.map(Number);
  return { orders: row.orders, p50, p95, p99, max };
}

function pushed({ orders, p50, p95, p99, max }) {
  const total = MEASURED.perSecond * MEASURED.seconds;
  return [
    { what: `orders at ${MEASURED.perSecond}/s whose CONFIRMED arrived on the socket`, figure: `${count(orders)} of ${count(total)}`, bar: 'all', met: orders === total },
    { what: 'order confirmed to news on the socket, p95', figure: ms(p95), bar: ms(MOST_MS), met: p95 < MOST_MS },
    { what: 'p50, p99, max', figure: [p50, p99, max].map(ms).join(', ') },
  ];
}

function cold({ p50, p95, p99, max }) {
  return { what: 'in the first minute after the start, p50, p95, p99, max', figure: [p50, p95, p99, max].map(ms).join(', ') };
}

/** Opens many sockets of one customer, and tells the customer one piece of news. */
async function crowd(platform) {
  const token = await platform.token('bob');
  const address = await streamAddress(platform, token);
  const before = platform.jvmMemory();
  const sockets = [];
  const arrivals = [];
  while (sockets.length < SOCKETS) {
    const opening = Array.from({ length: AT_ONCE }, () => listen(address, () => arrivals.push(performance.now())));
    sockets.push(...(await Promise.all(opening)));
  }
  const memory = platform.jvmMemory() - before;
  const sent = performance.now();
  await tell(platform);
  await Promise.race([pause(QUIET_SECONDS * 1000), everybody(arrivals)]);
  sockets.forEach((socket) => socket.close());
  return [
    { what: `sockets open at once that were told one piece of news`, figure: count(arrivals.length), bar: count(SOCKETS), met: arrivals.length === SOCKETS },
    { what: 'from the request to the last of them', figure: ms(Math.max(...arrivals) - sent) },
    { what: `memory of the JVM for ${count(SOCKETS)} sockets`, figure: megabytes(memory) },
  ];
}

async function everybody(arrivals) {
  while (arrivals.length < SOCKETS) await pause(20);
}

async function tell(platform) {
  const claims = JSON.parse(Buffer.from((await platform.token('bob')).split('.')[1], 'base64url'));
  const response = await fetch(`${platform.url}/api/v1/notifications`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await platform.token('agent')}`,
      'content-type': 'application/json',
      'idempotency-key': 'benchmark',
    },
    body: JSON.stringify({ customerId: claims.oid, template: 'message', data: { title: 'Benchmark', text: 'You are one of many.' } }),
  });
  if (!response.ok) throw new Error(`The news was not taken: ${response.status} ${await response.text()}`);
}
