import { Database, eventually, plansDuring } from '../database.js';
import { constantRate } from '../load.js';
import { dataFolder, Platform } from '../platform.js';
import { count, ms, table } from '../report.js';
import { EMPLOYEES, generateEntries, GREATEST } from './entries.js';

export const about = 'questions to an audit of 10 million entries';

const ENTRIES = 10_000_000;
const PER_SECOND = 25;
const SECONDS = 12;
const WARM_UP_SECONDS = 30;
const MOST_MS = 50;
const DEEP_PAGE = 100;
const VALUES = 100;
const LIST = '/api/v1/audit/logs';
const DAY_MS = 24 * 3600 * 1000;

export async function run() {
  const platform = await Platform.start({ data: dataFolder(), fresh: true, apps: 'customers,audit' });
  const database = await Database.open(platform);
  try {
    console.error(`Generating ${count(ENTRIES)} entries ...`);
    await generateEntries(database, ENTRIES);
    const size = await database.number(`select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'audit.audit_logs'::regclass`);
    const reader = new Reader(platform, await platform.token('admin'));
    const questions = await ask(database);
    const targets = [...questions, ...(await deepPages(reader, questions))];
    await reader.measure({ ...questions[0], what: 'not counted, while the JVM compiles' }, WARM_UP_SECONDS);
    for (const target of targets) await reader.measure(target);
    for (const target of targets) target.plan ??= await plan(platform, database, () => reader.get(target.paths[0]));
    return section(targets, size);
  } finally {
    await database.close();
    await platform.stop();
  }
}

class Reader {
  constructor(platform, token) {
    this.url = platform.url;
    this.headers = { authorization: `Bearer ${token}` };
  }

  /** Asks again while the app says that it is passing: its connections may just have been ended. */
  get(path) {
    return eventually(60, `GET ${path} stays unavailable`, async () => {
      const response = await fetch(this.url + path, { headers: this.headers });
      const body = await response.text();
      if (response.status === 503) return undefined;
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${body}`);
      return JSON.parse(body);
    });
  }

  async measure(target, seconds = SECONDS) {
    const { items, nextCursor } = await this.get(target.paths[0]);
    target.found = items.length + (nextCursor ? ', and more' : '');
    let next = 0;
    const request = () => ({ method: 'GET', path: target.paths[next++ % target.paths.length], headers: this.headers });
    await constantRate({ url: this.url, perSecond: PER_SECOND, seconds: 2, request });
    target.result = await constantRate({ url: this.url, perSecond: PER_SECOND, seconds, request });
    console.error(`${target.what}: p95 ${ms(target.result.latencies.percentile(95))}`);
  }
}

/** What is asked, each of it of so many different people, orders and times. */
async function ask(database) {
  const values = (sql, parameters = []) => database.rows(`${sql} limit ${VALUES}`, parameters);
  const sample = (where) =>
    values(
      `select actor, action, subject_id as subject, customer_id as customer, trace_id as trace, occurred_at as at
       from audit.audit_logs tablesample system (0.05) where ${where}`,
    );
  const some = await sample('customer_id is not null');
  const rare = await sample(`action = 'order.viewed'`);
  const clients = await sample(`actor like 'client:%'`);
  const day = (at) => `from=${new Date(at.getTime() - DAY_MS).toISOString()}&to=${at.toISOString()}`;
  const each = (what, rows, query) => ({ what, paths: rows.map((row) => `${LIST}?${query(row)}`) });
  return [
    { what: 'nothing', paths: [LIST], deep: true },
    { what: 'an app', paths: [`${LIST}?actor=app:orders`], deep: true },
    each('an employee', rare, ({ actor }) => `actor=${actor}`),
    each('a client', clients, ({ actor }) => `actor=${actor}`),
    { what: 'a common action', paths: [`${LIST}?action=order.delivered`], deep: true },
    { what: 'a rare action', paths: [`${LIST}?action=customer.consent-changed`], deep: true },
    each('an employee and an action', rare, ({ actor }) => `actor=${actor}&action=order.viewed`),
    { what: 'two that are common and never meet', paths: [`${LIST}?actor=app:payments&action=order.placed`] },
    each('an order', some, ({ subject }) => `subjectType=order&subjectId=${subject}`),
    each('a customer', some, ({ customer }) => `customerId=${customer}`),
    { what: 'a customer with 80,000 entries', paths: [`${LIST}?customerId=${GREATEST}`], deep: true },
    each('a customer and an action', some, ({ customer, action }) => `customerId=${customer}&action=${action}`),
    { what: 'the customer with 80,000 and a rare action', paths: [`${LIST}?customerId=${GREATEST}&action=customer.consent-changed`] },
    { what: 'the customer with 80,000 and an action they never had', paths: [`${LIST}?customerId=${GREATEST}&action=order.placed&actor=app:orders`, `${LIST}?customerId=${GREATEST}&action=customer.erased`] },
    {
      what: 'the customer with 80,000 and an employee',
      paths: Array.from({ length: VALUES }, (_, i) => `${LIST}?customerId=${GREATEST}&actor=employee:${(i * EMPLOYEES) / VALUES}`),
    },
    each('an app and a day', some, ({ at }) => `actor=app:orders&${day(at)}`),
    each('an employee and a day', rare, ({ actor, at }) => `actor=${actor}&${day(at)}`),
    each('an action and a day', some, ({ action, at }) => `action=${action}&${day(at)}`),
    each('a customer and a day', some, ({ customer, at }) => `customerId=${customer}&${day(at)}`),
    each('a day', some, ({ at }) => day(at)),
    each('a trace', some, ({ trace }) => `traceId=${trace}`),
  ];
}

/** The way to a late page leads along the cursors. */
async function deepPages(reader, questions) {
  const targets = [];
  for (const { what, paths: [first] } of questions.filter(({ deep }) => deep)) {
    let path = first;
    const link = first.includes('?') ? '&' : '?';
    for (let page = 1; page < DEEP_PAGE; page++) {
      const { nextCursor } = await reader.get(path);
      if (!nextCursor) throw new Error(`"${what}" ends at page ${page}`);
      path = `${first}${link}cursor=${encodeURIComponent(nextCursor)}`;
    }
    targets.push({ what: `${what}, page ${DEEP_PAGE}`, paths: [path] });
  }
  return targets;
}

/** What PostgreSQL did for one request: over all its partitions that would be pages, so what is alike is counted. */
async function plan(platform, database, work) {
  const plans = await plansDuring(platform, database, 'audit_app', work);
  const text = plans.find((each) => each.includes('from audit_logs where')) ?? '';
  const nodes = {};
  // Of a partition that is empty there is nothing else to scan.
  const idle = /never executed|Sort (Key|Method)|Seq Scan .* rows=0(\.0+)? /;
  for (const line of text.split('\n').filter((each) => /Scan|Sort/.test(each) && !idle.test(each))) {
    const name = line
      .replace(/.*->\s+|\s+\(.*/g, '')
      .trim()
      .replace(/ on \S+( audit_logs\S*)?$/, '')
      .replace(/audit_logs_(\d{4}_\d{2}|default)_/, '');
    nodes[name] = (nodes[name] ?? 0) + 1;
  }
  const buffers = text.match(/Buffers: shared( hit=(\d+))?( read=(\d+))?/);
  const pages = buffers ? Number(buffers[2] ?? 0) + Number(buffers[4] ?? 0) : 0;
  return { nodes: Object.entries(nodes).map(([name, times]) => `${times} × ${name}`).join(', '), pages };
}

function section(targets, size) {
  const p95 = ({ result }) => result.latencies.percentile(95);
  const slowest = targets.reduce((worst, target) => (p95(target) > p95(worst) ? target : worst));
  const clean = targets.every(({ result }) => result.failures === 0 && Object.keys(result.statuses).join() === '200');
  const scans = targets.some(({ plan: { nodes } }) => nodes.includes('Seq Scan'));
  return {
    rows: [
      { what: `GET /audit/logs, p95 of the slowest, ${count(ENTRIES)} entries: ${slowest.what}`, figure: ms(p95(slowest)), bar: ms(MOST_MS), met: p95(slowest) < MOST_MS },
      { what: 'every answer 200', figure: clean ? 'yes' : 'no', bar: 'yes', met: clean },
      { what: 'a plan reads a table from end to end', figure: scans ? 'yes' : 'no', bar: 'no', met: !scans },
      { what: 'space of an entry, all indexes included', figure: `${count(size / ENTRIES)} bytes` },
    ],
    details: table(
      [`at ${PER_SECOND}/s`, 'found', 'p50', 'p95', 'p99', 'max', 'pages read', 'by'],
      targets.map(({ what, found, result: { latencies }, plan: { pages, nodes } }) => [
        what,
        found,
        ...[50, 95, 99].map((p) => ms(latencies.percentile(p))),
        ms(latencies.max),
        count(pages),
        nodes,
      ]),
    ),
  };
}
