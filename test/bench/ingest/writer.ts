import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';

/**
 * One writer of the ingest benchmark: posts ready-made batches one after another over one
 * connection. Arguments: address, token, its number, how many writers there are. It makes its bodies,
 * says "ready", and for each line "<seconds>" it reads on standard input it runs that long and
 * prints `{ readings, ackMs }`.
 */
const TAGS = 200;
const BATCH = 1000;
const BODIES = 1200;

const [url = '', token = '', own = '0', writers = '1'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const begins = Date.now() - 2 * 24 * 3_600_000;

/** Every tag once a second, the seconds dealt out among the writers. */
function body(index: number): Buffer {
  const perTag = BATCH / TAGS;
  const readings = Array.from({ length: BATCH }, (_, i) => {
    const second = (index * perTag + Math.floor(i / TAGS)) * Number(writers) + Number(own);
    const tag = i % TAGS;
    return {
      tag: `s1/bench/t${tag}`,
      at: begins + second * 1000,
      value: Math.round(1e4 * Math.sin(second + tag)) / 100,
      quality: 'good',
    };
  });
  return Buffer.from(JSON.stringify(readings));
}

async function post(bytes: Buffer): Promise<void> {
  const sent = request(`${url}/api/v1/readings`, {
    method: 'POST',
    agent,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': bytes.length,
    },
  });
  sent.end(bytes);
  const [response] = (await once(sent, 'response')) as [
    NodeJS.ReadableStream & { statusCode: number },
  ];
  let text = '';
  for await (const part of response) text += String(part);
  const { accepted } = JSON.parse(text) as { accepted?: number };
  if (response.statusCode !== 200 || accepted !== BATCH)
    throw new Error(`Answer ${response.statusCode}: ${text.slice(0, 500)}`);
}

const bodies = Array.from({ length: BODIES }, (_, i) => body(i));
let next = 0;

async function run(seconds: number): Promise<{ readings: number; ackMs: number[] }> {
  const ackMs: number[] = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    const bytes = bodies[next];
    if (bytes === undefined) throw new Error(`${BODIES} batches were too few for the time.`);
    next += 1;
    const begun = performance.now();
    await post(bytes);
    ackMs.push(performance.now() - begun);
  }
  return { readings: ackMs.length * BATCH, ackMs };
}

process.stdout.write('ready\n');
for await (const line of createInterface(process.stdin)) {
  process.stdout.write(`${JSON.stringify(await run(Number(line)))}\n`);
}
agent.destroy();
