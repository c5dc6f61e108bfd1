// Keeps one WebSocket of changes open: remembers the last number, reconnects with back-off, reports what was missed.

/** Waits between attempts: half a second, doubling, never above half a minute. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

export interface Change {
  seq: number;
  kind: string;
  ref: string;
}

export type LiveState = 'connecting' | 'open' | 'waiting' | 'stopped';

/** What the connection tells. `onMissed`: reread everything, what happened in between is not known. */
export interface LiveListener {
  onChange(change: Change): void;
  onMissed(): void;
  onState(state: LiveState): void;
}

/** The part of WebSocket that is used; a test stands on the other side. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  close(): void;
}

export interface LiveWorld {
  connect(path: string): Socket;
  /** 0 (included) to 1: spreads the desks that come back after a restart of the server. */
  random(): number;
}

type Frame = { now: number } | { resync: number } | Change | null;

export class LiveConnection {
  #since: number | null = null;
  #socket: Socket | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  #stopped = false;

  constructor(
    private readonly listener: LiveListener,
    private readonly world: LiveWorld,
  ) {}

  start(): void {
    this.#stopped = false;
    this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.#clearTimer();
    this.#drop();
    this.listener.onState('stopped');
  }

  /** The machine woke up or the network is back: try now instead of when the wait ends. */
  hurry(): void {
    if (this.#stopped || this.#timer === null) return;
    this.#failures = 0;
    this.#clearTimer();
    this.#open();
  }

  #open(): void {
    this.listener.onState('connecting');
    const query = this.#since === null ? '' : `?since=${this.#since}`;
    const socket = this.world.connect(`/api/v1/events${query}`);
    this.#socket = socket;
    socket.onmessage = (event) => this.#take(parseFrame(event.data));
    socket.onclose = () => this.#closed(socket);
  }

  #take(frame: Frame): void {
    if (frame === null) return;
    if ('now' in frame) this.#began(frame.now);
    else if ('resync' in frame) this.#resync(frame.resync);
    else {
      this.#since = Math.max(frame.seq, this.#since ?? 0);
      this.listener.onChange(frame);
    }
  }

  #began(now: number): void {
    this.#failures = 0;
    this.listener.onState('open');
    if (this.#since !== null) return; // what came since then follows as changes
    this.#since = now;
    this.listener.onMissed();
  }

  #resync(now: number): void {
    this.#failures = 0;
    this.#since = now;
    this.listener.onState('open');
    this.listener.onMissed();
  }

  #closed(socket: Socket): void {
    if (socket !== this.#socket || this.#stopped) return;
    this.#drop();
    this.listener.onState('waiting');
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#open();
    }, waitMs(this.#failures, this.world.random()));
    this.#failures += 1;
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

/** Half of the doubled wait is fixed, half is left to chance. */
export function waitMs(failures: number, random: number): number {
  const full = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
  return Math.round(full / 2 + (full / 2) * random);
}

/** `null` for what this desk does not know (a newer server may say more). */
export function parseFrame(data: unknown): Frame {
  if (typeof data !== 'string') return null;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const fields = value as Record<string, unknown>;
  if (typeof fields['resync'] === 'number') return { resync: fields['resync'] };
  if (typeof fields['now'] === 'number') return { now: fields['now'] };
  const { seq, kind, ref } = fields;
  return typeof seq === 'number' && typeof kind === 'string' ? { seq, kind, ref: typeof ref === 'string' ? ref : '' } : null;
}
