import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)));

const PORTS_IN_A_ROW = 8;
const START_TIMEOUT = 180_000;
const STOP_TIMEOUT = 120_000;
/** Linux counts CPU time in hundredths of a second, for programs, on all its platforms. */
const TICKS_PER_SECOND = 100;

const started = new Set();
const folders = new Set();

/** Builds what is not built, so that no start that is measured does. */
export async function platformIsBuilt() {
  console.error('Building what is not built ...');
  const child = spawn(join(REPOSITORY, 'run'), ['--help'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error('./run does not build');
}

/** A folder for a platform's data, deleted at the end. */
export function dataFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-bench-'));
  folders.add(folder);
  return folder;
}

/** Stops the platforms that still run and deletes their data. */
export async function stopEverything() {
  await Promise.all([...started].map((platform) => platform.stop()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

/** A running platform, as ./run starts it. */
export class Platform {
  /** @param {{data: string, fresh?: boolean, apps?: string}} options */
  static async start({ data, fresh = false, apps }) {
    const base = await freePorts(PORTS_IN_A_ROW);
    const amqp = await freePorts(1, base + PORTS_IN_A_ROW);
    const args = ['--data', data, '--port-base', `${base}`, '--amqp-port', `${amqp}`];
    if (fresh) args.push('--fresh');
    if (apps) args.push('--apps', apps);
    const platform = new Platform(data, base);
    await platform.#launch(args);
    return platform;
  }

  constructor(data, base) {
    this.data = data;
    this.base = base;
    this.url = `http://127.0.0.1:${base}`;
    this.postgresPort = base + 5;
  }

  async #launch(args) {
    const begun = performance.now();
    // A process group of its own: Ctrl-C reaches the platform through us only, once.
    this.process = spawn(join(REPOSITORY, 'run'), args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => this.process.once('exit', resolve));
    started.add(this);
    const said = [];
    const ready = new Promise((resolve) => {
      for (const stream of [this.process.stdout, this.process.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line);
          if (line.startsWith('Quayside is ready')) resolve('ready');
        });
      }
    });
    const outcome = await Promise.race([ready, this.exited, pause(START_TIMEOUT, 'timeout', { ref: false })]);
    if (outcome !== 'ready') throw new Error(`The platform does not start:\n${said.slice(-30).join('\n')}`);
    /** Seconds from the command to the line "Quayside is ready". */
    this.secondsToReady = (performance.now() - begun) / 1000;
  }

  /** A token for a demo user, valid for two hours. */
  async token(user) {
    const response = await fetch(`${this.url}/local/token?user=${user}&minutes=120`);
    if (!response.ok) throw new Error(`No token for ${user}: ${response.status}`);
    return response.text();
  }

  /** Holds the whole JVM still, so that what runs on its database meanwhile has the machine to itself. */
  freeze() {
    process.kill(this.process.pid, 'SIGSTOP');
  }

  thaw() {
    process.kill(this.process.pid, 'SIGCONT');
  }

  /** Resident memory of the JVM, in bytes. */
  jvmMemory() {
    return kilobytes(`/proc/${this.process.pid}/status`, 'VmRSS') * 1024;
  }

  /** Memory of all PostgreSQL processes, in bytes; what they share counts once. */
  postgresMemory() {
    const postmaster = this.#postmaster();
    return [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + kilobytes(`/proc/${pid}/smaps_rollup`, 'Pss') * 1024, 0);
  }

  /** CPU time used since the start by the JVM and by all PostgreSQL processes, those that have ended included, in seconds. */
  cpuSeconds() {
    const postmaster = this.#postmaster();
    const jvm = cpuTicks(this.process.pid).own;
    const { own, ended } = cpuTicks(postmaster);
    const sessions = childrenOf(postmaster).reduce((sum, pid) => sum + cpuTicks(pid).own, 0);
    return { jvm: jvm / TICKS_PER_SECOND, postgres: (own + ended + sessions) / TICKS_PER_SECOND };
  }

  #postmaster() {
    return Number(readFileSync(join(this.data, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** What PostgreSQL has logged so far. */
  postgresLog() {
    return readFileSync(join(this.data, 'logs/postgres.log'), 'utf8');
  }

  async stop() {
    if (!started.delete(this) || this.process.exitCode !== null) return;
    this.thaw();
    this.process.kill('SIGTERM');
    const late = setTimeout(() => this.#kill(), STOP_TIMEOUT);
    await this.exited;
    clearTimeout(late);
  }

  /** PostgreSQL is in no group of ours, and would survive its platform. */
  #kill() {
    const file = join(this.data, 'postgres/postmaster.pid');
    if (existsSync(file)) process.kill(this.#postmaster(), 'SIGQUIT');
    process.kill(-this.process.pid, 'SIGKILL');
  }
}

function childrenOf(parent) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(stat(pid)[1]) === parent);
}

/** CPU time of a process and of its children that have ended, in ticks; 0 if it has ended itself. */
function cpuTicks(pid) {
  const fields = stat(pid).map(Number);
  return fields.length === 0 ? { own: 0, ended: 0 } : { own: fields[11] + fields[12], ended: fields[13] + fields[14] };
}

/** The fields of /proc/PID/stat after the name, which may contain anything; none if the process has ended. */
function stat(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  } catch {
    return [];
  }
}

function kilobytes(file, name) {
  const line = readFileSync(file, 'utf8').split('\n').find((text) => text.startsWith(`${name}:`));
  return Number(line.match(/(\d+) kB/)[1]);
}

/** The first of so many free ports in a row. */
async function freePorts(count, from = 20_000 + Math.floor(Math.random() * 10_000)) {
  for (let base = from; base < 60_000; base += count) {
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(base + i)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('There are no free ports');
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
