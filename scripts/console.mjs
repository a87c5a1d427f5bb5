// The voice of the scripts: plain lines, numbered steps, and failures that say what to do.

export const say = (line = '') => console.log(line);

/** Something the person at the keyboard can mend: printed as a sentence, without a stack. */
export class Trouble extends Error {
  constructor(what, advice) {
    super(what);
    this.name = 'Trouble';
    this.advice = advice;
  }
}

export const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** `const step = steps(3); const done = step('Services'); ...; done('two servers')` */
export function steps(total) {
  let number = 0;
  return (name) => {
    const began = Date.now();
    number += 1;
    say(`[${number}/${total}] ${name}`);
    return (result) => say(`      ${result ? `${result}, ` : ''}${seconds(began)}`);
  };
}

export function explain(error) {
  if (!(error instanceof Trouble)) {
    console.error(error);
    return;
  }
  console.error(`\n  ${error.message}`);
  if (error.advice) console.error(`  → ${error.advice.split('\n').join('\n    ')}`);
  console.error();
}

/** Runs a script's work; its failure becomes a sentence and exit code 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    explain(error);
    process.exit(1);
  }
}
