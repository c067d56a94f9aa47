import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** The administrator's connection to a platform's database. */
export class Database {
  static async open(platform) {
    const client = new pg.Client({ host: '127.0.0.1', port: platform.postgresPort, user: 'postgres', database: 'quayside' });
    await client.connect();
    return new Database(client);
  }

  #client;

  constructor(client) {
    this.#client = client;
  }

  async rows(sql, values) {
    return (await this.#client.query(sql, values)).rows;
  }

  async number(sql, values) {
    const [row] = await this.rows(sql, values);
    return Number(Object.values(row)[0]);
  }

  close() {
    return this.#client.end();
  }
}

/** Returns the first answer of `probe` that is not undefined; fails with `otherwise` after so many seconds. */
export async function eventually(seconds, otherwise, probe) {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    await pause(100);
  }
  throw new Error(otherwise);
}

/** Counts the SQL statements of a role, by what PostgreSQL itself has seen. */
export class StatementCounter {
  static async over(database, role) {
    await database.rows('create extension if not exists pg_stat_statements');
    return new StatementCounter(database, role);
  }

  constructor(database, role) {
    this.database = database;
    this.role = role;
  }

  /** What runs while `work` does: [{calls, text}]. */
  async during(work) {
    await this.database.rows('select pg_stat_statements_reset()');
    await work();
    const rows = await this.database.rows(
      `select sum(calls)::int as calls, query as text from pg_stat_statements
       where userid = $1::regrole group by query order by calls desc`,
      [this.role],
    );
    return rows.map(({ calls, text }) => ({ calls, text: text.replace(/\s+/g, ' ').trim() }));
  }
}

/**
 * Has PostgreSQL write down how it executes the statements of a role while `work` runs: the very statements that the
 * app sends, not copies of them.
 *
 * @returns the plans, as EXPLAIN (ANALYZE, BUFFERS) prints them
 */
export async function plansDuring(platform, database, role, work) {
  const settings = {
    session_preload_libraries: "'auto_explain'",
    'auto_explain.log_min_duration': '0',
    'auto_explain.log_analyze': 'on',
    'auto_explain.log_buffers': 'on',
  };
  for (const [name, value] of Object.entries(settings)) await database.rows(`alter role ${role} set ${name} = ${value}`);
  await endSessions(database, role);
  const before = platform.postgresLog().length;
  await work();
  const plans = plansIn(platform.postgresLog().slice(before), role);
  for (const name of Object.keys(settings)) await database.rows(`alter role ${role} reset ${name}`);
  await endSessions(database, role);
  return plans;
}

async function endSessions(database, role) {
  await database.rows('select pg_terminate_backend(pid, 2000) from pg_stat_activity where usename = $1', [role]);
}

/** Each entry of the log begins at the start of a line; what belongs to it is indented by a tab. */
function plansIn(log, role) {
  return log
    .split(/\n(?=\S)/)
    .filter((entry) => entry.includes(` ${role}@`) && entry.includes('  plan:\n'))
    .map((entry) => entry.slice(entry.indexOf('  plan:\n') + 8).replace(/^\t/gm, '').trimEnd());
}
