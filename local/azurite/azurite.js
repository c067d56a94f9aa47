'use strict';

// Azurite's blob service for one platform or one test JVM, which holds this process's standard input open: when that
// closes, also because the JVM was killed, this writes down what it has in memory and ends.
//
//   node azurite.js PORT [FOLDER]     port 0: any free one; without a folder: one of its own that goes at the end
//
// Prints "ready <connection string>" once it listens.

const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { BlobServerFactory } = require('azurite/dist/src/blob/BlobServerFactory');

const ACCOUNT = 'quayside';
const LONGEST_STOP_MILLIS = 5000;

const port = Number(process.argv[2]);
const keep = process.argv[3] !== undefined;
const folder = keep ? path.resolve(process.argv[3]) : fs.mkdtempSync(path.join(os.tmpdir(), 'azurite-'));
const pidFile = path.join(folder, 'azurite.pid');
const key = crypto.randomBytes(64).toString('base64');

process.env.AZURITE_ACCOUNTS = `${ACCOUNT}:${key}`;
delete process.env.AZURITE_DB;

const environment = {
  blobHost: () => '127.0.0.1',
  blobPort: () => port,
  blobKeepAliveTimeout: () => 60,
  location: async () => folder,
  silent: () => true,
  loose: () => false,
  // The SDK is newer than Azurite and names an API version that Azurite does not know.
  skipApiVersionCheck: () => true,
  disableProductStyleUrl: () => true,
  disableTelemetry: () => true,
  inMemoryPersistence: () => false,
  extentMemoryLimit: () => undefined,
  cert: () => undefined,
  key: () => undefined,
  pwd: () => undefined,
  oauth: () => undefined,
  debug: async () => undefined,
};

let server;
let stopping = false;

async function start() {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(pidFile, `${process.pid}\n`);
  const created = await new BlobServerFactory().createServer(environment);
  await created.start();
  server = created;
  if (stopping) {
    return;
  }
  const address = server.getHttpServerAddress();
  console.log(
    `ready DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${key};BlobEndpoint=${address}/${ACCOUNT};`,
  );
}

async function stop() {
  if (stopping) {
    return;
  }
  stopping = true;
  setTimeout(end, LONGEST_STOP_MILLIS);
  await starting.catch(() => {});
  if (server) {
    await server.close();
  }
  end();
}

function end() {
  fs.rmSync(keep ? pidFile : folder, { recursive: true, force: true });
  process.exit();
}

// Ctrl-C and a closed terminal reach the whole group, but the apps still write while they stop: our turn comes later.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', stop);
process.stdin.on('end', stop).on('error', stop).resume();

const starting = start();
starting.catch((error) => {
  console.error(error);
  console.log(`refused Blob Storage does not start: ${error.message}.`);
  process.exitCode = 2;
  end();
});
