// A stand-in for the server while working on the desk: the same contract out of memory, dist/ with the strict policy.
// PORT (default 5180). POST /mock/deliver makes a message arrive. Any address with the password "desk" may sign in.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const DIST = join(import.meta.dirname, '..', 'dist');
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'; " +
  "img-src 'self' data: blob:; media-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
const CODES = { 401: 'not-signed-in', 404: 'not-found' };
const RATE = 8000;

const people = [
  ['Anna Weber', '201', 'anna.weber@example.test'], ['James Carter', '202', 'james.carter@example.test'], ['Lena Vogt', '203', 'lena.vogt@example.test'],
  ['Oliver Hughes', '204', 'oliver.hughes@example.test'], [null, '+49 30 5550182', null], ['Hartmann Logistik', '+49 40 5550147', null],
];
const subjects = ['Quarterly figures and the open question of the Rotterdam delivery', 'Lunch on Thursday?', 'Re: New desk phones for the second floor', 'Contract draft, second reading', 'Angebot Nr. 2071'];
const body = `Hello,

the figures are ready: https://intranet.example.test/reports/q3 (please read page 4).
Could you confirm the date until Friday?

Kind regards
Anna

> On Monday you wrote:
> Do we have the numbers yet?
> See https://example.test/plan.`;

let seq = 100;
let refusals = 0;
const changes = [];
const sockets = new Set();
const trash = new Map();
let messages = [];
const greetings = new Map();

function makeMessage(at, received, seen) {
  const [name, number, email] = people[at % people.length];
  const kind = email === null || at % 3 === 0 ? 'voice' : 'email';
  return {
    id: `m${at}`, kind, seen, flagged: at % 7 === 3, received: received.toISOString(), size: kind === 'voice' ? 260_000 : 4200 + at,
    from: { name, number: kind === 'voice' ? number : null, email: kind === 'email' ? email : null, user: email ? { id: `u${number}`, name } : null },
    subject: kind === 'voice' ? `Voice message from ${name ?? number}` : subjects[at % subjects.length],
    seconds: kind === 'voice' ? 4 + ((at * 7) % 55) : null,
  };
}
function fill(count) {
  const now = Date.now();
  messages = Array.from({ length: count }, (_, at) => makeMessage(at, new Date(now - (at + 0.2) * (at + 2) * 1_500_000 / (1 + at / 40)), at > 4));
}
fill(Number(process.env.MESSAGES ?? 260));

const outcomes = ['answered', 'voice-mail', 'missed', 'busy', 'answered', 'declined'];
const calls = Array.from({ length: 24 }, (_, at) => {
  const [name, number] = people[(at * 2) % people.length];
  const outcome = outcomes[at % outcomes.length];
  return {
    id: `c${at}`, at: new Date(Date.now() - at * 7_300_000 - 400_000).toISOString(), direction: at % 5 === 4 ? 'outgoing' : 'incoming', other: { name, number }, outcome,
    seconds: outcome === 'answered' ? 65 + at * 13 : outcome === 'voice-mail' ? 21 : 0, messageId: outcome === 'voice-mail' ? 'm0' : null,
    ...(outcome === 'voice-mail'
      ? { why: 'no answer; off-hours, system-default', reason: { course: 'no-answer', greeting: { occasion: 'off-hours', presence: null, recording: 'system-default' } } }
      : { why: null, reason: null }),
  };
});

function wave(seconds, pitch) {
  const samples = Math.round(seconds * RATE);
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0); bytes.writeUInt32LE(36 + samples * 2, 4); bytes.write('WAVEfmt ', 8); bytes.writeUInt32LE(16, 16); bytes.writeUInt16LE(1, 20); bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24); bytes.writeUInt32LE(RATE * 2, 28); bytes.writeUInt16LE(2, 32); bytes.writeUInt16LE(16, 34); bytes.write('data', 36); bytes.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i++) bytes.writeInt16LE(Math.round(9000 * loudness(i / RATE, pitch) * Math.sin((i / RATE) * pitch * 2 * Math.PI)), 44 + i * 2);
  return bytes;
}
function loudness(at, seed) {
  return Math.abs(Math.sin(at * 2.1 + seed) * Math.sin(at * 5.3 + 1) * Math.sin(at * 0.9)) ** 0.6;
}

function change(kind, ref) {
  seq += 1;
  const row = { seq, kind, ref };
  changes.push(row);
  for (const socket of sockets) socket.write(frame(JSON.stringify(row)));
}
function frame(text) {
  const data = Buffer.from(text);
  const head = data.length < 126 ? Buffer.from([0x81, data.length]) : Buffer.from([0x81, 126, data.length >> 8, data.length & 255]);
  return Buffer.concat([head, data]);
}
const json = (response, value, status = 200) => response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' }).end(JSON.stringify(value));
const problem = (response, status, title, more = {}) => json(response, { type: 'about:blank', title, status, code: CODES[status] ?? 'unavailable', detail: title, ...more }, status);
const done = (response, headers = {}) => response.writeHead(204, headers).end();

async function bytesOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function sound(request, response, bytes) {
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
  const headers = { 'content-type': 'audio/wav', 'accept-ranges': 'bytes' };
  if (!range) return response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : bytes.length - 1, bytes.length - 1);
  response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${to}/${bytes.length}`, 'content-length': to - from + 1 }).end(bytes.subarray(from, to + 1));
}

function page(list, query, response) {
  const from = Number(query.get('before') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  json(response, { items: list.slice(from, from + limit), next: from + limit < list.length ? String(from + limit) : null });
}

async function session(request, response) {
  if (request.method === 'DELETE') return done(response, { 'set-cookie': 'switchroom_session=; Path=/; Max-Age=0' });
  const { password } = JSON.parse(await bytesOf(request));
  if (password === 'desk') {
    refusals = 0;
    return done(response, { 'set-cookie': 'switchroom_session=mock; Path=/; HttpOnly; SameSite=Strict' });
  }
  refusals += 1;
  return problem(response, 401, 'Wrong address or password', { code: 'wrong-log-in', waitSeconds: Math.min(2 ** (refusals - 1), 8) });
}

async function message(request, response, id, rest, query) {
  if (rest === 'restore') {
    const kept = trash.get(id);
    if (!kept) return problem(response, 404, 'No such message');
    trash.delete(id);
    messages = [...messages, kept].sort((a, b) => (a.received < b.received ? 1 : -1));
    done(response);
    return change('message', id);
  }
  const found = messages.find((one) => one.id === id);
  if (!found) return problem(response, 404, 'No such message');
  if (rest === 'audio') return sound(request, response, wave(found.seconds, 180 + found.size % 97));
  if (rest === 'peaks') {
    const points = Number(query.get('points') ?? 100);
    return json(response, { seconds: found.seconds, peaks: Array.from({ length: points }, (_, i) => 0.6 * loudness((i / points) * found.seconds, found.seconds)) });
  }
  if (rest?.startsWith('attachments/')) return response.writeHead(200, { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="file.pdf"' }).end('%PDF-1.4');
  if (request.method === 'PATCH') {
    Object.assign(found, JSON.parse(await bytesOf(request)));
    json(response, found);
    return change('message', id);
  }
  if (request.method === 'DELETE') {
    trash.set(id, found);
    messages = messages.filter((one) => one !== found);
    done(response);
    return change('message', id);
  }
  const voice = found.kind === 'voice';
  return json(response, {
    ...found, to: ['Clara Jansen <clara.jansen@example.test>'], cc: voice ? [] : ['James Carter <james.carter@example.test>'], audio: voice ? { part: '2', name: `voice-20261121-0930-${found.from.number}.wav`, type: 'audio/wav', size: found.size } : null,
    text: voice ? `Voice message from ${found.from.number}, ${found.seconds} seconds.` : body,
    attachments: voice ? [] : found.flagged || found.id === 'm1' ? [{ part: '2', name: 'figures-third-quarter-with-a-very-long-file-name.pdf', type: 'application/pdf', size: 1_834_000 }, { part: '3', name: 'plan.xlsx', type: 'application/x', size: 41_200 }] : [],
  });
}

async function greeting(request, response, situation, language) {
  const key = `${situation} ${language}`;
  if (request.method === 'PUT') {
    greetings.set(key, await bytesOf(request));
    done(response);
    return change('greeting', situation);
  }
  if (request.method === 'DELETE') {
    greetings.delete(key);
    done(response);
    return change('greeting', situation);
  }
  const kept = greetings.get(key);
  return kept ? sound(request, response, kept) : problem(response, 404, 'Not recorded');
}
greetings.set('no-answer en-GB', wave(6, 210));

async function api(request, response, path, query) {
  if (path === 'session') return session(request, response);
  if (!request.headers.cookie?.includes('switchroom_session=mock')) return problem(response, 401, 'Not signed in');
  if (path === 'me') return json(response, { id: 'u1', name: 'Clara Jansen', extension: '207', email: 'clara.jansen@example.test', language: 'en-GB', zone: 'Europe/Berlin', administrator: false });
  const count = (kind, seen) => messages.filter((one) => one.kind === kind && one.seen === seen).length;
  if (path === 'me/counts') return json(response, { newVoice: count('voice', false), oldVoice: count('voice', true), newEmail: count('email', false), oldEmail: count('email', true) });
  if (path === 'me/messages') {
    const [kind, seen] = [query.get('kind'), query.get('seen')];
    return page(messages.filter((one) => (!kind || one.kind === kind) && (!seen || String(one.seen) === seen)), query, response);
  }
  if (path === 'me/calls') return page(calls, query, response);
  if (path === 'me/greetings') return json(response, [...greetings].map(([key, wav]) => ({ situation: key.split(' ')[0], language: key.split(' ')[1], seconds: (wav.length - 44) / 2 / RATE })));
  const [, kind, id, rest] = /^me\/(messages|greetings)\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  if (kind === 'messages') return message(request, response, decodeURIComponent(id), rest || undefined, query);
  if (kind === 'greetings') return greeting(request, response, id, query.get('language'));
  return problem(response, 404, 'No such path');
}

function file(path, response) {
  const wanted = join(DIST, normalize(path));
  const asset = path.startsWith('/assets/');
  const name = existsSync(wanted) && extname(wanted) ? wanted : asset ? null : join(DIST, 'index.html');
  if (!name) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream', 'content-security-policy': POLICY, 'cache-control': asset ? 'max-age=31536000, immutable' : 'no-cache', 'permissions-policy': 'microphone=(self)' }).end(readFileSync(name));
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/mock/deliver') {
    const made = { ...makeMessage(messages.length + trash.size + 1000, new Date(), false), id: `live${seq}`, subject: url.searchParams.get('subject') ?? 'Just arrived' };
    messages = [made, ...messages];
    change('message', made.id);
    return done(response);
  }
  if (url.pathname.startsWith('/api/v1/')) return void api(request, response, url.pathname.slice(8), url.searchParams).catch((error) => problem(response, 500, String(error)));
  return file(url.pathname, response);
});
server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
  const since = new URL(request.url, 'http://localhost').searchParams.get('since');
  socket.write(frame(JSON.stringify({ now: seq })));
  if (since !== null) for (const row of changes.filter((one) => one.seq > Number(since))) socket.write(frame(JSON.stringify(row)));
  sockets.add(socket);
  const leave = () => sockets.delete(socket);
  socket.on('close', leave).on('error', leave).on('data', (data) => (data[0] & 15) === 8 && socket.end());
});
server.listen(Number(process.env.PORT ?? 5180), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
