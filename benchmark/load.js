import { randomUUID } from 'node:crypto';
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import autocannon from 'autocannon';
import { Pool } from 'undici';

const MICROS_PER_MS = 1000;

/** Latencies of one run. */
class Latencies {
  #histogram = createHistogram();

  record(milliseconds) {
    this.#histogram.record(Math.max(1, Math.round(milliseconds * MICROS_PER_MS)));
  }

  /** In milliseconds. */
  percentile(percent) {
    return this.#histogram.percentile(percent) / MICROS_PER_MS;
  }

  get max() {
    return this.#histogram.max / MICROS_PER_MS;
  }
}

/**
 * Closed loop: so many connections, each sends its next request when it has the answer to the one before. Ends when
 * `seconds` are over, or after `amount` requests, which leaves none unanswered.
 *
 * @param {{url: string, connections: number, seconds?: number, amount?: number, request: () => object}} options
 *   `request` makes the next {method, path, headers, body}
 */
export async function closedLoop({ url, connections, seconds, amount, request }) {
  const latencies = new Latencies();
  const cpu = process.cpuUsage();
  const begun = performance.now();
  let answers = 0;
  const run = autocannon({
    url,
    connections,
    ...(amount ? { amount } : { duration: seconds }),
    requests: [{ ...request(), setupRequest: (defaults) => Object.assign(defaults, request()) }],
  });
  run.on('response', (client, status, bytes, milliseconds) => {
    answers++;
    latencies.record(milliseconds);
  });
  const result = await run;
  const elapsed = (performance.now() - begun) / 1000;
  return {
    latencies,
    perSecond: answers / elapsed,
    statuses: Object.fromEntries(Object.entries(result.statusCodeStats).map(([code, { count }]) => [code, count])),
    failures: result.errors + result.timeouts + result.resets,
    generatorCores: cores(cpu, elapsed),
  };
}

/**
 * Open loop: a request leaves at each tick of a constant rate, whether or not those before were answered. Latency
 * counts from the tick, so a stalled server is charged for all the requests that it kept waiting.
 *
 * @param {{url: string, perSecond: number, seconds: number, request: () => object,
 *   answered?: (status: number, body: string, dueAt: number) => void}} options
 *   `answered` is told each answer, and when its request was due (ms since 1970)
 */
export async function constantRate({ url, perSecond, seconds, request, answered = () => {} }) {
  const pool = new Pool(url, { connections: 64, pipelining: 1 });
  const latencies = new Latencies();
  const statuses = {};
  const cpu = process.cpuUsage();
  const begun = performance.now();
  let failures = 0;

  async function send(due) {
    try {
      const response = await pool.request(request());
      const body = await response.body.text();
      latencies.record(performance.now() - due);
      statuses[response.statusCode] = (statuses[response.statusCode] ?? 0) + 1;
      answered(response.statusCode, body, performance.timeOrigin + due);
    } catch {
      failures++;
    }
  }

  const sent = [];
  const total = Math.round(perSecond * seconds);
  for (let i = 0; i < total; i++) {
    const due = begun + (i * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 0) await pause(Math.ceil(wait));
    sent.push(send(due));
  }
  await Promise.all(sent);
  await pool.close();
  const elapsed = (performance.now() - begun) / 1000;
  return { latencies, statuses, failures, perSecond: total / elapsed, generatorCores: cores(cpu, elapsed) };
}

/** Makes POST requests with a fresh Idempotency-Key each, going round a list of bodies. */
export function posting(path, token, bodies) {
  let next = 0;
  return () => ({
    method: 'POST',
    path,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: bodies[next++ % bodies.length],
  });
}

function cores(since, elapsed) {
  const used = process.cpuUsage(since);
  return (used.user + used.system) / 1e6 / elapsed;
}
