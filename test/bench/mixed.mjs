// A few people at work: a client, a list and a week's grid in turn, each as soon as the one before has come. They wait in a
// thread of their own: what the bench does meanwhile would otherwise count as theirs. Beside them a worker that makes reports.
import { spawn } from 'node:child_process';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { inRoot } from '../../scripts/paths.mjs';
import { worksOf } from './works.mjs';

const PEOPLE = 4;
const ADDRESSES = 500;
const PORT = 4602;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/**
 * The application beside the bench, API and worker; `load(seconds)` gives the milliseconds waited for each answer, by what was asked,
 * `report(body)` has the worker make a report of teachers and waits for its file, `stop` ends both.
 */
export async function openMixedLoad(client) {
  const env = { ...process.env, PORT: String(PORT), HOST: '127.0.0.1', RATE_LIMIT_PER_MINUTE: '1000000000' };
  const children = ['main', 'worker'].map((name) =>
    spawn(process.execPath, [inRoot(`dist/${name}.js`)], {
      env: { ...env, ACCESS_TOKEN_MINUTES: '600' },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  const url = `http://127.0.0.1:${PORT}`;
  for (let attempt = 0; ; attempt += 1) {
    const isUp = await fetch(`${url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) break;
    if (attempt > 600) throw new Error('the application does not answer');
    await pause(100);
  }
  const signIn = await fetch(`${url}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'owner', password: env.OWNER_PASSWORD }),
  });
  const authorization = `Bearer ${(await signIn.json()).accessToken}`;
  const wanted = ['client by id', 'list of 50', 'week grid'];
  const works = (await worksOf(client, 1)).filter(({ name }) => wanted.some((one) => name.startsWith(one)));
  if (works.length !== wanted.length) throw new Error('the works have other names');

  const asked = works.map(({ name, ours }) => ({
    name,
    urls: Array.from({ length: ADDRESSES }, () => url + ours().path),
  }));
  const load = (seconds) =>
    new Promise((done, fail) => {
      const people = new Worker(new URL(import.meta.url), { workerData: { asked, authorization, seconds } });
      people.once('message', done);
      people.once('error', fail);
    });
  const report = async (body) => {
    const answer = await fetch(`${url}/v1/reports/teachers/runs`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json', prefer: 'wait=30' },
      body: JSON.stringify(body),
    });
    const { status, error } = await answer.json();
    if (status !== 'succeeded')
      throw new Error(`a run: ${answer.status}, ${status}, ${JSON.stringify(error)}`);
  };
  const stop = () => children.forEach((child) => child.kill('SIGTERM'));
  return { load, report, stop };
}

async function work({ asked, authorization, seconds }) {
  const end = performance.now() + seconds * 1000;
  const took = new Map(asked.map(({ name }) => [name, []]));
  const person = async (first) => {
    for (let turn = first; performance.now() < end; turn += 1) {
      const { name, urls } = asked[turn % asked.length];
      const began = performance.now();
      const answer = await fetch(urls[turn % ADDRESSES], { headers: { authorization } });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      took.get(name).push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: PEOPLE }, (_, at) => person(at)));
  return [...took];
}

if (!isMainThread) parentPort.postMessage(await work(workerData));
