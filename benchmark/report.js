import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { REPOSITORY } from './platform.js';

/**
 * @typedef {{what: string, figure: string, bar?: string, met?: boolean}} Row a figure, and the bar it is held against
 * @typedef {{rows: Row[], details?: string}} Section what a scenario found; details are Markdown
 */

export const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
export const count = (value) => Math.round(value).toLocaleString('en-US');
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
export const percent = (ratio) => `${(ratio * 100).toFixed(0)} %`;

/** A Markdown table. */
export function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

export function print(name, section) {
  console.log(`\n### ${name}\n\n${markdown(name, section)}`);
}

/** Replaces what stands between the scenario's markers in a file. */
export function write(file, name, section) {
  const [begin, end] = [`<!-- figures: ${name} -->`, `<!-- end of figures: ${name} -->`];
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no markers for ${name}`);
  writeFileSync(file, `${text.slice(0, from + begin.length)}\n${markdown(name, section)}\n${text.slice(to)}`);
}

function markdown(name, { rows, details }) {
  const summary = table(
    ['what', 'measured', 'bar', ''],
    rows.map(({ what, figure, bar, met }) => [what, figure, bar ?? '', met === undefined ? '' : met ? 'met' : '**missed**']),
  );
  return [summary, `\`./bench ${name}\`, ${circumstances()}`, details].filter(Boolean).join('\n\n');
}

function circumstances() {
  const commit = git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') ? ' with changes' : '');
  const java = execFileSync('java', ['--version'], { encoding: 'utf8' }).split('\n')[0];
  const machine = `${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit}, ${machine}, ${java}, Node ${process.versions.node}.`;
}

function git(...args) {
  return execFileSync('git', args, { cwd: REPOSITORY, encoding: 'utf8' }).trim();
}
