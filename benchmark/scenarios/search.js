import { Database, eventually, plansDuring } from '../database.js';
import { constantRate } from '../load.js';
import { dataFolder, Platform } from '../platform.js';
import { count, ms, table } from '../report.js';
import { generateOrders, generateProducts, SEARCHES } from './volume.js';

export const about = 'lists and search over 1 million orders and 200,000 products';

const ORDERS = 1_000_000;
const ORDERS_OF_ALICE = ORDERS / 16;
const PRODUCTS = 200_000;
const DEEP_PAGE = 1000;
const PER_SECOND = 30;
const SECONDS = 8;
const MOST_MS = 30;
const LIST = '/api/v1/orders';

export async function run() {
  const platform = await Platform.start({ data: dataFolder(), fresh: true, apps: 'orders,catalog' });
  const database = await Database.open(platform);
  try {
    console.error(`Generating ${count(ORDERS)} orders and ${count(PRODUCTS)} products ...`);
    await generateOrders(database, ORDERS, ORDERS_OF_ALICE);
    await generateProducts(database, PRODUCTS);
    await database.rows('vacuum analyze');
    await database.rows('checkpoint');
    const reader = new Reader(platform, { admin: await platform.token('admin'), alice: await platform.token('alice') });
    const pages = await listPages(reader);
    const searches = SEARCHES.map(({ what, query }) => ({ what, user: 'alice', path: `/api/v1/products/search?${query}` }));
    for (const target of [...pages, ...searches]) await reader.measure(target);
    const plans = await explain(platform, database, reader, pages, searches);
    return section(pages, searches, plans);
  } finally {
    await database.close();
    await platform.stop();
  }
}

/** Calls the API as one of the users. */
class Reader {
  constructor(platform, tokens) {
    this.url = platform.url;
    this.tokens = tokens;
  }

  /** Asks again while the app says that it is passing: its connections may just have been ended. */
  get({ path, user }) {
    return eventually(30, `GET ${path} stays unavailable`, async () => {
      const response = await fetch(this.url + path, { headers: this.#headers(user) });
      const body = await response.text();
      if (response.status === 503) return undefined;
      if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${body}`);
      return JSON.parse(body);
    });
  }

  #headers(user) {
    return { authorization: `Bearer ${this.tokens[user]}` };
  }

  async measure(target) {
    target.found = await this.get(target);
    const request = () => ({ method: 'GET', path: target.path, headers: this.#headers(target.user) });
    await constantRate({ url: this.url, perSecond: PER_SECOND, seconds: 2, request });
    target.result = await constantRate({ url: this.url, perSecond: PER_SECOND, seconds: SECONDS, request });
    console.error(`${target.what}: p95 ${ms(target.result.latencies.percentile(95))}`);
  }
}

/** The first page and the deep page of the list as each user sees it; the way there leads along the cursors. */
async function listPages(reader) {
  const pages = [];
  for (const user of ['admin', 'alice']) {
    let path = LIST;
    for (let page = 1; page < DEEP_PAGE; page++) {
      const { nextCursor } = await reader.get({ path, user });
      if (!nextCursor) throw new Error(`The list of ${user} ends at page ${page}`);
      path = `${LIST}?cursor=${encodeURIComponent(nextCursor)}`;
    }
    const whose = user === 'admin' ? 'all orders' : `a client's ${count(ORDERS_OF_ALICE)} orders`;
    pages.push({ what: `${whose}, page 1`, user, path: LIST }, { what: `${whose}, page ${count(DEEP_PAGE)}`, user, path });
  }
  return pages;
}

async function explain(platform, database, reader, pages, searches) {
  const plans = [];
  for (const [role, targets] of [['orders_app', pages], ['products_app', searches]]) {
    for (const target of targets) {
      const seen = await plansDuring(platform, database, role, () => reader.get(target));
      const own = seen.filter((plan) => /^Query Text: *\s*(select|with)/i.test(plan) && !/\boutbox\b|select 1$/.test(plan.split('\n')[0]));
      plans.push({ what: target.what, text: own.join('\n\n') });
    }
  }
  return plans;
}

function section(pages, searches, plans) {
  const all = [...pages, ...searches];
  const worst = (targets) => Math.max(...targets.map(({ result }) => result.latencies.percentile(95)));
  const clean = all.every(({ result }) => result.failures === 0 && Object.keys(result.statuses).join() === '200');
  const rows = [
    { what: `GET /orders, p95 of the slowest, ${count(ORDERS)} orders`, figure: ms(worst(pages)), bar: ms(MOST_MS), met: worst(pages) < MOST_MS },
    { what: `GET /products/search, p95 of the slowest, ${count(PRODUCTS)} products`, figure: ms(worst(searches)), bar: ms(MOST_MS), met: worst(searches) < MOST_MS },
    { what: 'every answer 200', figure: clean ? 'yes' : 'no', bar: 'yes', met: clean },
  ];
  const details = table(
    [`at ${PER_SECOND}/s`, 'found', 'p50', 'p95', 'p99', 'max'],
    all.map(({ what, found, result: { latencies } }) => [
      what,
      foundBy(found),
      ...[50, 95, 99].map((p) => ms(latencies.percentile(p))),
      ms(latencies.max),
    ]),
  );
  const explained = plans.map(({ what, text }) => `<details><summary>${what}</summary>\n\n\`\`\`\n${text}\n\`\`\`\n\n</details>`);
  return { rows, details: [details, 'What PostgreSQL did for one request each (auto_explain with ANALYZE, BUFFERS):', ...explained].join('\n\n') };
}

function foundBy({ found, items, nextCursor, correctedQuery }) {
  const number = found === undefined ? items.length + (nextCursor ? ', and more' : '') : count(found);
  return correctedQuery === undefined ? number : `${number} as "${correctedQuery}"`;
}
