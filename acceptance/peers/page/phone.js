// A telephone in a page: SIP over a WebSocket (RFC 7118) and the browser's own sound. `obey` takes commands; what happens
// is told through `report`, which the driver has put there.
'use strict';

const AUDIO = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
/** Longer than any gathering of addresses that ends at all: candidates without an end must not hold up a call. */
const GATHERING_MS = 300;

let account, socket, peer, heard, invite, dialog, cseq = 0;
const asked = new Map();
const tell = (event, facts = {}) => report(JSON.stringify({ event, ...facts }));
const random = () => Math.random().toString(36).slice(2, 12);
const field = (text, name) => (text.match(new RegExp(`^${name}:[ \\t]*(.*?)\\r?$`, 'im')) ?? ['', ''])[1];
const fields = (text, name) => [...text.matchAll(new RegExp(`^${name}:[ \\t]*(.*?)\\r?$`, 'gim'))].map((one) => one[1]);
const body = (text) => text.slice(text.indexOf('\r\n\r\n') + 4);
const target = (text) => field(text, 'Contact').match(/<(.*?)>/)[1];
const status = (text) => Number(text.split(' ')[1]);

function send(lines, content = '') {
  const kind = content ? ['Content-Type: application/sdp'] : [];
  socket.send([...lines, ...kind, `Content-Length: ${new TextEncoder().encode(content).length}`, '', content].join('\r\n'));
}

function ask(method, uri, from, to, callId, more = [], content = '', number = ++cseq) {
  const branch = `z9hG4bK${random()}`;
  asked.set(branch, { method, uri, from, to, callId, more, content });
  send([`${method} ${uri} SIP/2.0`, `Via: SIP/2.0/WSS ${account.host};branch=${branch}`, 'Max-Forwards: 70', `From: ${from}`,
    `To: ${to}`, `Call-ID: ${callId}`, `CSeq: ${number} ${method}`, `Contact: ${account.contact}`, ...more], content);
}

/** RFC 1321: browsers have no MD5 of their own, and a digest answer is made by it. */
function md5(text) {
  const octets = [...new TextEncoder().encode(text)];
  const bits = octets.length * 8;
  octets.push(0x80);
  while (octets.length % 64 !== 56) octets.push(0);
  for (let at = 0; at < 8; at += 1) octets.push(Math.floor(bits / 2 ** (8 * at)) & 255);
  const turns = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];
  const sums = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < octets.length; block += 64) {
    const word = (at) => new DataView(new Uint8Array(octets.slice(block, block + 64)).buffer).getInt32(4 * at, true);
    let [a, b, c, d] = sums;
    for (let step = 0; step < 64; step += 1) {
      const round = step >> 4;
      const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round];
      const at = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] % 16;
      const sum = (a + mixed + Math.floor(2 ** 32 * Math.abs(Math.sin(step + 1))) + word(at)) | 0;
      const turn = turns[round][step % 4];
      [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
    }
    [a, b, c, d].forEach((value, at) => { sums[at] = (sums[at] + value) | 0; });
  }
  const bytes = sums.flatMap((sum) => [0, 8, 16, 24].map((shift) => (sum >>> shift) & 255));
  return bytes.map((octet) => octet.toString(16).padStart(2, '0')).join('');
}

function proof(challenge, method, uri) {
  const part = (name) => challenge.match(new RegExp(`${name}="([^"]*)"`))[1];
  const cnonce = random();
  const ha1 = md5(`${account.user}:${part('realm')}:${account.password}`);
  const response = md5(`${ha1}:${part('nonce')}:00000001:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
  return `Authorization: Digest username="${account.user}", realm="${part('realm')}", nonce="${part('nonce')}", uri="${uri}", ` +
    `response="${response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="${cnonce}"`;
}

/** The browser's own description, with the addresses that it finds soon. */
async function described(make) {
  await peer.setLocalDescription(await make());
  await new Promise((done) => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && done();
    setTimeout(done, GATHERING_MS);
  });
  return peer.localDescription.sdp;
}

async function sound() {
  peer = new RTCPeerConnection();
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: AUDIO });
  microphone.getTracks().forEach((track) => peer.addTrack(track, microphone));
  peer.onconnectionstatechange = () => peer && tell('connection', { state: peer.connectionState });
  peer.ontrack = ({ streams }) => {
    // Chromium turns what it hears into sound only while somebody plays it.
    heard = new Audio();
    heard.srcObject = streams[0];
    heard.play();
  };
}

/** Tells once how long after the answer both ways carried sound: packets with sound in them, as the browser counts them. */
async function watch(since) {
  const mine = peer;
  let inbound = 0;
  while (peer === mine) {
    const stats = [...(await mine.getStats()).values()];
    const rtp = stats.find((one) => one.type === 'inbound-rtp');
    const out = stats.find((one) => one.type === 'outbound-rtp');
    inbound ||= (rtp?.totalAudioEnergy ?? 0) > 0 ? performance.now() - since : 0;
    if (inbound && (out?.packetsSent ?? 0) > 0) {
      const codec = stats.find((one) => one.id === rtp.codecId);
      return tell('heard', { after: Math.round(inbound), codec: codec?.mimeType });
    }
    await new Promise((done) => setTimeout(done, 20));
  }
}

function end() {
  peer?.close();
  peer = dialog = undefined;
  tell('ended');
}

const obey = {
  register(facts) {
    const host = `${random()}.invalid`;
    account = { ...facts, host, contact: `<sip:${random()}@${host};transport=ws>` };
    socket = new WebSocket(account.url, 'sip');
    socket.onmessage = ({ data }) => (data.startsWith('SIP/2.0 ') ? answered(data) : requested(data));
    socket.onclose = () => tell('closed');
    const me = `<sip:${account.user}@${account.realm}>`;
    socket.onopen = () => ask('REGISTER', `sip:${account.realm}`, `${me};tag=${random()}`, me, random(), ['Expires: 300']);
  },
  async call({ number }) {
    await sound();
    const [me, uri] = [`<sip:${account.user}@${account.realm}>`, `sip:${number}@${account.realm}`];
    const offer = await described(() => peer.createOffer());
    ask('INVITE', uri, `${me};tag=${random()}`, `<${uri}>`, random(), [], offer);
  },
  async answer() {
    await sound();
    await peer.setRemoteDescription({ type: 'offer', sdp: body(invite) });
    const answer = await described(() => peer.createAnswer());
    const local = `${field(invite, 'To')};tag=${random()}`;
    dialog = { remote: field(invite, 'From'), local, callId: field(invite, 'Call-ID'), target: target(invite) };
    respond(invite, '200 OK', local, answer);
    watch(performance.now());
  },
  keys({ keys }) {
    peer.getSenders()[0].dtmf.insertDTMF(keys, 120, 80);
  },
  /** Tells the strongest frequency in what is heard now. */
  async listen() {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(heard.srcObject).connect(analyser);
    await new Promise((done) => setTimeout(done, 500));
    const strengths = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(strengths);
    const at = strengths.indexOf(Math.max(...strengths));
    tell('strongest', { hertz: Math.round((at * context.sampleRate) / analyser.fftSize), level: strengths[at] });
    await context.close();
  },
  /** Holds or takes back: a re-INVITE with another direction. */
  async direct({ direction }) {
    peer.getTransceivers()[0].direction = direction;
    const offer = await described(() => peer.createOffer());
    ask('INVITE', dialog.target, dialog.local, dialog.remote, dialog.callId, [], offer);
  },
  hangup() {
    ask('BYE', dialog.target, dialog.local, dialog.remote, dialog.callId);
    end();
  },
};

function respond(request, line, to = field(request, 'To'), content = '') {
  send([`SIP/2.0 ${line}`, ...fields(request, 'Via').map((via) => `Via: ${via}`), `From: ${field(request, 'From')}`, `To: ${to}`,
    `Call-ID: ${field(request, 'Call-ID')}`, `CSeq: ${field(request, 'CSeq')}`, `Contact: ${account.contact}`], content);
}

function requested(request) {
  const method = request.split(' ', 1)[0];
  if (method === 'INVITE') {
    invite = request;
    respond(request, '180 Ringing', `${field(request, 'To')};tag=ring`);
    tell('incoming', { sdp: body(request) });
  } else if (method === 'ACK') {
    tell('acknowledged');
  } else {
    respond(request, '200 OK');
    if (method === 'BYE') end();
  }
}

function acknowledge(response, { uri, callId }) {
  const isTaken = status(response) === 200;
  const via = isTaken ? `SIP/2.0/WSS ${account.host};branch=z9hG4bK${random()}` : field(response, 'Via');
  send([`ACK ${isTaken ? target(response) : uri} SIP/2.0`, `Via: ${via}`, 'Max-Forwards: 70', `From: ${field(response, 'From')}`,
    `To: ${field(response, 'To')}`, `Call-ID: ${callId}`, `CSeq: ${field(response, 'CSeq').split(' ')[0]} ACK`]);
}

async function answered(response) {
  const question = asked.get(field(response, 'Via').match(/branch=([^;\s]+)/)[1]);
  if (status(response) < 200 || !question) return;
  const { method, uri, from, to, callId, more, content } = question;
  if (method === 'INVITE') acknowledge(response, question);
  if (status(response) === 401 && !more.some((line) => line.startsWith('Authorization'))) {
    const authorization = proof(field(response, 'WWW-Authenticate'), method, uri);
    return ask(method, uri, from, to, callId, [...more, authorization], content);
  }
  if (method === 'REGISTER') tell('registered', { code: status(response) });
  if (method !== 'INVITE') return;
  if (status(response) === 200) {
    const again = dialog !== undefined;
    dialog ??= { local: field(response, 'From'), remote: field(response, 'To'), callId, target: target(response) };
    const since = performance.now();
    await peer.setRemoteDescription({ type: 'answer', sdp: body(response) });
    if (!again) watch(since);
  }
  tell('called', { code: status(response), sdp: body(response) });
}
