import { parseArgs } from 'node:util';
import { platformIsBuilt, stopEverything } from './platform.js';
import { print, write } from './report.js';
import * as accept from './scenarios/accept.js';
import * as audit from './scenarios/audit.js';
import * as erasure from './scenarios/erasure.js';
import * as flow from './scenarios/flow.js';
import * as ingest from './scenarios/ingest.js';
import * as push from './scenarios/push.js';
import * as retention from './scenarios/retention.js';
import * as search from './scenarios/search.js';
import * as size from './scenarios/size.js';
import * as start from './scenarios/start.js';

const SCENARIOS = { start, accept, flow, push, search, ingest, audit, retention, erasure, size };

const HELP = `Usage: ./bench [SCENARIO...] [--report FILE]

Starts the platform on free ports with data of its own, loads it, stops it and prints a report in Markdown.
All scenarios take about half an hour; nothing else should run on the machine meanwhile.

${Object.entries(SCENARIOS).map(([name, { about }]) => `  ${name.padEnd(11)}${about}`).join('\n')}

  --report FILE   also rewrite the figures between the markers of FILE, e.g. docs/performance.md
`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { report: { type: 'string' }, help: { type: 'boolean' } },
  });
  const unknown = positionals.find((name) => !SCENARIOS[name]);
  if (values.help || unknown) {
    process.stdout.write((unknown ? `There is no scenario "${unknown}".\n\n` : '') + HELP);
    process.exitCode = unknown ? 2 : 0;
    return;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(SCENARIOS);
  await platformIsBuilt();
  for (const name of names) {
    console.error(`\n== ${name}: ${SCENARIOS[name].about}`);
    const section = await SCENARIOS[name].run();
    print(name, section);
    if (values.report) write(values.report, name, section);
    if (section.rows.some((row) => row.met === false)) process.exitCode = 1;
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await stopEverything();
    process.exit(130);
  });
}

try {
  await main();
} catch (error) {
  console.error(error);
  process.exitCode = 3;
} finally {
  await stopEverything();
}
