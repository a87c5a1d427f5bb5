// Questions about processes and ports that Node does not answer by itself.

import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const isLinux = process.platform === 'linux';

function proc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** `ps` is missing from slim images, /proc from macOS: each system is asked its own way. */
function ps(pid, column) {
  const { stdout } = spawnSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' });
  return (stdout ?? '').trim();
}

/** Everything after the name in /proc/<pid>/stat; the name may itself hold spaces and brackets. */
const stat = (pid) => proc(pid, 'stat').split(') ').at(-1).split(' ');

export function isAlive(pid) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  // In a container without an init a dead orphan stays a zombie for ever; it holds nothing.
  return isLinux ? stat(pid)[0] !== 'Z' : true;
}

export const commandLine = (pid) =>
  isLinux ? proc(pid, 'cmdline').replaceAll('\0', ' ') : ps(pid, 'command');

/** Tells a process from a later one that was given the same number. */
export const birth = (pid) => (isLinux ? stat(pid)[19] : ps(pid, 'lstart'));

export async function waitGone(pid, ms) {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(25)) {
    if (!isAlive(pid)) return true;
  }
  return !isAlive(pid);
}

/** Sends each signal in turn and gives the process the time that belongs to it. */
export async function stop(pid, sequence) {
  for (const [signal, ms] of sequence) {
    try {
      process.kill(pid, signal);
    } catch {
      return;
    }
    if (await waitGone(pid, ms)) return;
  }
}

/** Runs a program to its end; resolves with its exit code and, unless inherited, its output. */
export function run(command, args, options = {}, withChild) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    withChild?.(child);
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

/** Can this address be bound right now? Port 0 asks for any; resolves with the port or undefined. */
export function bindable(port = 0, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const bound = server.address().port;
      server.close(() => resolve(bound));
    });
  });
}

/** The port used last time if it is still free, so addresses stay the same; otherwise another. */
export const choosePort = async (remembered) => (remembered && (await bindable(remembered))) || bindable();
