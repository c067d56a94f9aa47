import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Database, eventually, StatementCounter } from '../database.js';
import { closedLoop, posting } from '../load.js';
import { dataFolder, Platform, REPOSITORY } from '../platform.js';
import { count, ms, percent, table } from '../report.js';

export const about = 'orders/s accepted by the orders app alone, against the same SQL by plain JDBC';

const PRODUCTS = 1000;
const CLIENTS = 8;
const WARM_UP_SECONDS = 60;
const FLOOR_SECONDS = 15;
const MEASURED = [
  { connections: CLIENTS, seconds: 30 },
  { connections: 16, seconds: 10 },
  { connections: 32, seconds: 10 },
];
const LEAST_PER_SECOND = 1000;
const LEAST_SHARE = 0.45;
const COUNTED_ORDERS = 200;

export async function run() {
  const platform = await Platform.start({ data: dataFolder(), fresh: true, apps: 'orders' });
  const database = await Database.open(platform);
  try {
    await seed(database);
    const request = posting('/api/v1/orders', await platform.token('alice'), bodies());
    const counter = await StatementCounter.over(database, 'orders_app');
    const perPost = await statementsPerPost(platform, database, counter, request);
    await sameStatements(platform, database, counter, perPost);

    const before = await floor(platform, database);
    const accepted = await accept(platform, database, request);
    const after = await floor(platform, database);
    return section(perPost, [before, after], accepted);
  } finally {
    await database.close();
    await platform.stop();
  }
}

async function seed(database) {
  await database.rows(
    `insert into orders.product_prices (sku, version, name, currency, price, weight_grams)
     select 'BENCH-' || n, 1, 'Benchmark article ' || n, 'EUR', 100 + n, 250 from generate_series(1, $1::int) n`,
    [PRODUCTS],
  );
  await database.rows('analyze orders.product_prices');
}

/** Orders of three lines each. */
function bodies() {
  return Array.from({ length: PRODUCTS }, (_, i) =>
    JSON.stringify({
      lines: [i, i * 7 + 1, i * 13 + 2].map((n, line) => ({ sku: `BENCH-${((n + line * 331) % PRODUCTS) + 1}`, quantity: line + 1 })),
      currency: 'EUR',
      paymentMethod: 'tok_ok',
      shippingAddress: { name: 'Alice Larsen', line1: 'Kai 1', city: 'Berlin', postalCode: '10115', country: 'DE' },
    }),
  ).filter((body) => new Set(JSON.parse(body).lines.map((line) => line.sku)).size === 3);
}

/** The statements that run once for each POST; what the relay of the outbox runs, it runs in batches. */
async function statementsPerPost(platform, database, counter, request) {
  await closedLoop({ url: platform.url, connections: 1, amount: COUNTED_ORDERS, request });
  await outboxIsEmpty(database);
  const seen = await counter.during(() => closedLoop({ url: platform.url, connections: 1, amount: COUNTED_ORDERS, request }));
  return seen.filter(({ calls, text }) => calls >= COUNTED_ORDERS && !/ from outbox |^(begin|commit)$/i.test(text));
}

/**
 * By text: PostgreSQL knows one statement by several ids, as the driver learns the types of its parameters. Constants
 * do not count, since it shows them or a parameter in their place, depending on when it parsed the statement.
 */
async function sameStatements(platform, database, counter, perPost) {
  const seen = await counter.during(() => floor(platform, database, { clients: 1, warmUpSeconds: 0, seconds: 2 }));
  const shape = ({ text }) => text.replace(/\$\d+|'[^']*'|\b\d+\b/g, '?');
  const texts = (statements) => [...new Set(statements.map(shape))].sort().join('\n');
  const floors = seen.filter(({ text }) => !/^set /i.test(text));
  if (texts(floors) !== texts(perPost)) {
    throw new Error(`The floor no longer runs the SQL of POST /orders: bring Floor.java up to date.
POST /orders:\n${texts(perPost)}\nfloor:\n${texts(floors)}`);
  }
}

/** Plain JDBC against the same tables, as the same role, while the platform stands still. */
async function floor(platform, database, { clients = CLIENTS, warmUpSeconds = 5, seconds = FLOOR_SECONDS } = {}) {
  await outboxIsEmpty(database);
  platform.freeze();
  try {
    const program = join(REPOSITORY, 'benchmark/Floor.java');
    const numbers = [platform.postgresPort, clients, warmUpSeconds, seconds, PRODUCTS].map(String);
    const env = { ...process.env, CLASSPATH: readFileSync(join(REPOSITORY, 'local/target/classpath.txt'), 'utf8').trim() };
    const { stdout } = await promisify(execFile)('java', ['-XX:+UseSerialGC', program, ...numbers], { env });
    return JSON.parse(stdout);
  } finally {
    // Nobody waits for the floor's events.
    await database.rows('truncate orders.outbox');
    platform.thaw();
  }
}

function outboxIsEmpty(database) {
  return eventually(60, 'The outbox does not empty', async () =>
    (await database.number('select count(*) from orders.outbox')) === 0 ? true : undefined);
}

async function accept(platform, database, request) {
  const { url } = platform;
  let { perSecond } = await closedLoop({ url, connections: CLIENTS, seconds: WARM_UP_SECONDS, request });
  const results = [];
  for (const { connections, seconds } of MEASURED) {
    await outboxIsEmpty(database);
    const rowsBefore = await database.number('select count(*) from orders.orders');
    // A number of orders and not of seconds, so that each request is answered and can be held against its row.
    const amount = Math.ceil(perSecond * seconds * 1.1);
    const cpuBefore = platform.cpuSeconds();
    const result = await closedLoop({ url, connections, amount, request });
    const cpuAfter = platform.cpuSeconds();
    const drainedFrom = performance.now();
    await outboxIsEmpty(database);
    const rows = (await database.number('select count(*) from orders.orders')) - rowsBefore;
    const cpu = {
      jvm: ((cpuAfter.jvm - cpuBefore.jvm) * 1000) / amount,
      postgres: ((cpuAfter.postgres - cpuBefore.postgres) * 1000) / amount,
      generator: (result.generatorCores * 1000) / result.perSecond,
    };
    results.push({ ...result, connections, amount, rows, cpu, drainSeconds: (performance.now() - drainedFrom) / 1000 });
    perSecond = result.perSecond;
  }
  return results;
}

function section(perPost, floors, accepted) {
  const [main] = accepted;
  const floorPerSecond = (floors[0].perSecond + floors[1].perSecond) / 2;
  const share = main.perSecond / floorPerSecond;
  const exact = accepted.every(({ statuses, failures, amount, rows }) => failures === 0 && statuses[201] === amount && rows === amount);
  const rows = [
    { what: `orders accepted, ${CLIENTS} connections`, figure: `${count(main.perSecond)}/s`, bar: `${count(LEAST_PER_SECOND)}/s`, met: main.perSecond >= LEAST_PER_SECOND },
    { what: `floor: the same SQL by plain JDBC, ${CLIENTS} connections, before and after`, figure: floors.map((f) => `${count(f.perSecond)}/s`).join(', ') },
    { what: 'share of the floor', figure: percent(share), bar: `${percent(LEAST_SHARE)} (aim 70 %)`, met: share >= LEAST_SHARE },
    { what: 'every request answered 201, and as many rows in `orders`', figure: exact ? 'yes' : 'no', bar: 'yes', met: exact },
    { what: 'SQL statements per POST', figure: `${perPost.length}` },
    { what: `CPU an order, ${CLIENTS} connections: JVM + PostgreSQL + generator`, figure: `${cpuOf(main)} ms` },
  ];
  const header = ['', 'orders/s', 'p50', 'p95', 'p99', '201', 'rows', 'other', 'CPU ms an order: JVM + PostgreSQL + generator'];
  const details = table(header, [
    ...floors.map((f, i) => [`floor ${i === 0 ? 'before' : 'after'}`, count(f.perSecond), ms(f.p50), ms(f.p95), ms(f.p99), '', '', '', '']),
    ...accepted.map((r) => [
      `${r.connections} connections`, count(r.perSecond), ...[50, 95, 99].map((p) => ms(r.latencies.percentile(p))),
      count(r.statuses[201] ?? 0), count(r.rows), `${r.amount - (r.statuses[201] ?? 0)}`, cpuOf(r),
    ]),
  ]);
  const drains = `The outbox was empty ${accepted.map((r) => `${r.drainSeconds.toFixed(1)} s`).join(', ')} after the last answer.`;
  const statements = ['The statements, as PostgreSQL counted them:', '```sql', ...perPost.map(({ text }) => text), '```'].join('\n');
  return { rows, details: [details, drains, statements].join('\n\n') };
}

function cpuOf({ cpu: { jvm, postgres, generator } }) {
  return [jvm, postgres, generator].map((value) => value.toFixed(2)).join(' + ');
}
