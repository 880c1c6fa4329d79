/**
 * The way of frames from the server into the model. Whatever happens to the connection, the model ends with every frame exactly once:
 * after a drop it asks for what comes after the last sequence number it has; a gap is never applied, it makes the connection new.
 *
 *   idle → connecting → open → ended
 *              ↑   ↓      ↓
 *              offline ←──┘      (retries, waiting longer each time)
 */

import { FrameReader, WireError } from "./wire.js";

/** @typedef {"idle" | "connecting" | "open" | "offline" | "ended" | "refused" | "closed"} Phase */

/** @type {Readonly<Record<Phase, readonly Phase[]>>} */
const TRANSITIONS = Object.freeze({
  idle: ["connecting", "closed"],
  connecting: ["open", "offline", "refused", "closed"],
  open: ["offline", "ended", "refused", "closed"],
  offline: ["connecting", "closed"],
  ended: ["closed"],
  refused: ["closed"],
  closed: [],
});

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8000;
/** Close codes after which trying again would be refused again: policy violation, and our own 44xx (no such run, not allowed). */
const isRefusal = (/** @type {number} */ code) => code === 1008 || (code >= 4400 && code < 4500);

/**
 * @typedef {object} SocketOptions
 * @property {(after: number) => string} address  of the stream behind a sequence number
 * @property {import("./model.js").RunModel} model
 * @property {() => void} [onFrames]  after frames were applied
 * @property {(phase: Phase, since: number) => void} [onPhase]  with the time (ms) the phase began
 * @property {AbortSignal} [signal]
 * @property {typeof WebSocket} [WebSocketClass]
 * @property {(run: () => void, ms: number) => unknown} [later]
 * @property {() => number} [clock]  ms
 */

/** Keeps a run's model up to date until the run has ended. */
export class RunSocket {
  /** @param {SocketOptions} options */
  constructor(options) {
    this.options = options;
    /** @type {Phase} */
    this.phase = "idle";
    this.clock = options.clock ?? (() => Date.now());
    /** When the phase began; for a connection that was lost, when it was lost. */
    this.since = this.clock();
    this.isLost = false;
    this.delay = FIRST_DELAY_MS;
    /** @type {WebSocket | undefined} */
    this.socket = undefined;
    options.signal?.addEventListener("abort", () => this.close(), { once: true });
  }

  /** @param {Phase} phase */
  #enter(phase) {
    if (!TRANSITIONS[this.phase].includes(phase)) throw new Error(`the socket is ${this.phase}: expected one of ${TRANSITIONS[this.phase].join(", ")}, but got ${phase}`);
    if (phase !== "connecting" && !(phase === "offline" && this.isLost)) this.since = this.clock();
    if (phase !== "connecting") this.isLost = phase === "offline";
    this.phase = phase;
    this.options.onPhase?.(phase, this.since);
  }

  /** Begin. */
  open() {
    this.#enter("connecting");
    const { address, model, WebSocketClass = WebSocket } = this.options;
    const socket = new WebSocketClass(address(model.sequence));
    const reader = new FrameReader();
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    const isCurrent = () => this.socket === socket;
    socket.onopen = () => {
      if (isCurrent()) this.#enter("open");
    };
    socket.onmessage = (event) => {
      if (isCurrent()) this.#receive(reader, /** @type {ArrayBuffer} */ (event.data));
    };
    socket.onclose = (event) => {
      if (isCurrent()) this.#closed(event.code);
    };
  }

  /**
   * @param {FrameReader} reader
   * @param {ArrayBuffer} data
   */
  #receive(reader, data) {
    const { model, onFrames } = this.options;
    try {
      for (const frame of reader.feed(data)) {
        if (frame.sequence > model.sequence + 1) {
          this.#drop();
          break;
        }
        if (model.apply(frame)) this.delay = FIRST_DELAY_MS;
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#drop();
    }
    onFrames?.();
  }

  /** Give this connection up and make a new one: something between is missing or damaged. */
  #drop() {
    const { socket } = this;
    this.socket = undefined;
    socket?.close();
    this.#retry();
  }

  /** @param {number} code */
  #closed(code) {
    this.socket = undefined;
    if (this.phase === "open" && code === 1000 && this.options.model.isEnded) this.#enter("ended");
    else if (isRefusal(code)) this.#enter("refused");
    else this.#retry();
  }

  #retry() {
    if (this.phase !== "offline") this.#enter("offline");
    const { delay } = this;
    this.delay = Math.min(LONGEST_DELAY_MS, delay * 2);
    (this.options.later ?? setTimeout)(() => {
      if (this.phase === "offline") this.open();
    }, delay);
  }

  /** Try again now instead of later, for example when the browser says it is online. */
  retryNow() {
    if (this.phase !== "offline") return;
    this.delay = FIRST_DELAY_MS;
    this.open();
  }

  /** End, for good. */
  close() {
    const { socket } = this;
    this.socket = undefined;
    if (this.phase !== "closed") this.#enter("closed");
    socket?.close();
  }
}

/**
 * The address of a run's stream on the page's own server.
 * @param {string} runId
 * @param {{protocol: string, host: string}} location
 * @param {string | null} [key]  of a link to this run, where there is no session
 * @returns {(after: number) => string}
 */
export function streamAddress(runId, { protocol, host }, key = null) {
  const scheme = protocol === "https:" ? "wss:" : "ws:";
  const end = key === null ? "" : `&key=${encodeURIComponent(key)}`;
  return (after) => `${scheme}//${host}/ws/runs/${encodeURIComponent(runId)}?after=${after}${end}`;
}
