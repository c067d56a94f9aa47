import { setTimeout as pause } from 'node:timers/promises';
import { dataFolder, Platform } from '../platform.js';
import { megabytes } from '../report.js';

export const about = 'seconds to ready, memory at idle';

const MOST_SECONDS = 20;
const MOST_MEMORY = 1e9;
const IDLE_SECONDS = 60;

export async function run() {
  const data = dataFolder();
  const first = await Platform.start({ data, fresh: true });
  await first.stop();
  const second = await Platform.start({ data });
  await pause(IDLE_SECONDS * 1000);
  const jvm = second.jvmMemory();
  const postgres = second.postgresMemory();
  await second.stop();
  return {
    rows: [
      ready('first start, empty data', first.secondsToReady),
      ready('second start', second.secondsToReady),
      {
        what: `resident memory of the platform's JVM, ${IDLE_SECONDS} s after ready`,
        figure: megabytes(jvm),
        bar: `under ${megabytes(MOST_MEMORY)}`,
        met: jvm < MOST_MEMORY,
      },
      { what: 'memory of PostgreSQL, all processes, shared pages once', figure: megabytes(postgres) },
    ],
  };
}

function ready(what, seconds) {
  return { what: `\`./run\` to ready, ${what}`, figure: `${seconds.toFixed(1)} s`, bar: `${MOST_SECONDS} s`, met: seconds <= MOST_SECONDS };
}
