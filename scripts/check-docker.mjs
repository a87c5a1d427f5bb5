// Reads the Docker files as a reviewer would: no Docker needed, so it runs with every check.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { main, Trouble } from './console.mjs';
import { inRoot } from './paths.mjs';

const read = (...parts) => readFileSync(inRoot(...parts), 'utf8');
const faults = [];
const expect = (holds, fault) => holds || faults.push(fault);

/** One array of words for each instruction, continued lines joined, comments dropped. */
const instructions = read('docker', 'Dockerfile')
  .replace(/^\s*#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
  .filter(([word]) => word);

/** The last stage is the image; the ones before it only make things. */
const image = instructions.slice(instructions.findLastIndex(([word]) => word === 'FROM'));
const inImage = (word) => image.filter(([first]) => first === word);

const kept = read('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

function checkCopies() {
  for (const [, ...words] of instructions.filter(([word]) => word === 'COPY')) {
    if (words[0].startsWith('--from=')) continue;
    for (const source of words.slice(0, -1)) {
      expect(existsSync(inRoot(source)), `Dockerfile copies ${source}, which does not exist`);
      expect(kept.includes(source.replace('./', '')), `.dockerignore keeps ${source} out`);
    }
  }
}

function checkImage() {
  const user = inImage('USER').at(-1)?.[1];
  expect(user && !/^(root|0)(:|$)/.test(user), 'the image runs as root');
  const health = inImage('HEALTHCHECK')[0]?.join(' ') ?? '';
  expect(health.includes('/health/ready'), 'the image has no HEALTHCHECK on /health/ready');
  expect(/tini/.test(inImage('ENTRYPOINT').join()), 'nothing reaps orphans: tini is not the entry');
  for (const [word, ...rest] of instructions.filter(([first]) => /^(ARG|ENV)$/.test(first))) {
    expect(!/PASSWORD|SECRET|TOKEN|_KEY/i.test(rest.join(' ')), `${word} holds a secret: ${rest[0]}`);
  }
}

/** A command named in any of these files is compiled from a source of the same name. */
function checkCommands() {
  const everywhere = ['Dockerfile', 'compose.yaml', 'README.md'].map((file) => read('docker', file));
  const named = everywhere.join('\n').matchAll(/dist\/([\w/-]+)\.js/g);
  for (const name of new Set([...named].map(([, path]) => path))) {
    expect(existsSync(inRoot('src', `${name}.ts`)), `dist/${name}.js has no src/${name}.ts`);
  }
}

/** `disable: true` is an answer; saying nothing is not, unless the image has its own check. */
const answersForHealth = (service) => service.healthcheck || service.build || hasOwnCheck(service);
const hasOwnCheck = ({ image: name }) => name?.startsWith('axllent/mailpit');

function checkService(name, service, all) {
  expect(service.build || /:.+/.test(service.image ?? ''), `${name}: an image without a version`);
  expect(answersForHealth(service), `${name}: no healthcheck`);
  for (const port of service.ports ?? []) {
    expect(String(port).startsWith('127.0.0.1:'), `${name}: port ${port} is open to the network`);
  }
  for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
    expect(all[other], `${name}: depends on ${other}, which does not exist`);
    const needsCheck = condition === 'service_healthy';
    expect(!needsCheck || all[other]?.healthcheck?.test, `${name}: waits for ${other}'s missing check`);
  }
}

function checkCompose() {
  // Docker reads YAML 1.1: merging (<<) is not part of the later version.
  const { services, volumes } = load(read('docker', 'compose.yaml'), { schema: YAML11_SCHEMA });
  for (const name of ['postgres', 'redis', 'migrate', 'api', 'worker', 'mail']) {
    expect(services[name], `compose.yaml lacks the service ${name}`);
  }
  for (const [name, service] of Object.entries(services)) {
    checkService(name, service, services);
    if (service.build) {
      const file = join('docker', service.build.context, service.build.dockerfile);
      expect(existsSync(inRoot(file)), `${name}: there is no ${file}`);
    }
    for (const volume of service.volumes ?? []) {
      const source = volume.split(':')[0];
      expect(source in volumes, `${name}: the volume ${source} is not declared`);
    }
  }
  const redis = services.redis?.command ?? '';
  expect(/--appendonly yes/.test(redis), 'redis: would forget its queues at a restart');
  expect(/noeviction/.test(redis), 'redis: would evict jobs when memory is short');
}

await main(async () => {
  checkCopies();
  checkImage();
  checkCommands();
  checkCompose();
  if (faults.length === 0) return;
  throw new Trouble(`The Docker files:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
});
