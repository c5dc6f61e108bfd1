// Tests that are told as TAP, and that may run beside each other.
let tests = 0;
let failures = 0;

/** A browser that hangs says nothing by itself. */
const LONGEST_MS = 45_000;

export async function test(name, work) {
  let error = null;
  let timer;
  const tooLong = new Promise((_, refuse) => {
    timer = setTimeout(() => refuse(new Error(`no end after ${LONGEST_MS} ms`)), LONGEST_MS);
  });
  await Promise.race([work(), tooLong]).catch((thrown) => (error = thrown));
  clearTimeout(timer);
  tests += 1;
  if (error) failures += 1;
  console.log(error ? `not ok ${tests} - ${name}\n${String(error.stack ?? error).replace(/^/gm, '# ')}` : `ok ${tests} - ${name}`);
}

export function expect(holds, words) {
  if (!holds) throw new Error(words);
}

/** Ends the program: how many there were, and whether all were well. */
export function done() {
  console.log(`1..${tests}`);
  process.exit(failures === 0 ? 0 : 1);
}
