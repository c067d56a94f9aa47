import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../platform.js';
import { megabytes } from '../report.js';

export const about = 'bytes of each staging folder';

const MOST = 30e6;

export async function run() {
  const rows = stagingFolders().map((folder) => {
    const files = filesIn(folder);
    const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
    return {
      what: `${folder.split('/').at(-1)} (${files.length} files)`,
      figure: megabytes(bytes),
      bar: `under ${megabytes(MOST)}`,
      met: bytes < MOST,
    };
  });
  return { rows };
}

function stagingFolders() {
  return readdirSync(REPOSITORY)
    .filter((name) => name.startsWith('functions-'))
    .map((name) => join(REPOSITORY, name, 'target/azure-functions'))
    .filter(existsSync)
    .flatMap((parent) => readdirSync(parent).map((name) => join(parent, name)))
    .filter((folder) => statSync(folder).isDirectory());
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}
