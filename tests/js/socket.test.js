import assert from "node:assert/strict";
import test from "node:test";

import { FrameKind, State } from "../../static/js/kinds.js";
import { RunModel } from "../../static/js/model.js";
import { RunSocket, streamAddress } from "../../static/js/socket.js";
import { encodeJson, Recording, worker } from "./encoder.js";

/** A long run in many frames. */
function longRun() {
  const recording = new Recording().meta().define({ workers: [worker({ id: 1, kind: "process", process: 1 }), worker({ id: 2, parent: 1 })] });
  for (let step = 0; step < 400; step += 1) {
    recording.changes([{ time: step * 1000, worker: 2, state: step % 2 ? State.RUNNING : State.READY }]);
    recording.events([{ time: step * 1000 + 5, worker: 2, kind: 31, resource: 1 }]);
    recording.add(FrameKind.OUTPUT, encodeJson([[step * 1000, 2, 1, `line ${step}\n`]]));
  }
  return recording.status({ now: 400_000, phase: "ended", status: "finished" }).add(FrameKind.SUMMARY, encodeJson({ status: "finished" }));
}

/** A server whose connections the test drives by hand, and timers that run when told. */
function world(recording) {
  const sockets = [];
  const timers = [];
  class FakeSocket {
    constructor(address) {
      this.after = Number(new URL(address).searchParams.get("after"));
      this.next = this.after;
      sockets.push(this);
    }
    accept() {
      this.onopen();
    }
    send(count) {
      for (; count > 0 && this.next < recording.frames.length; count -= 1) this.give(recording.frames[this.next++]);
    }
    give(bytes) {
      this.onmessage({ data: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) });
    }
    drop(code = 1006) {
      this.onclose({ code });
    }
    close() {
      this.isClosed = true;
    }
  }
  const model = new RunModel();
  const phases = [];
  let now = 0;
  const socket = new RunSocket({
    address: streamAddress("r1", { protocol: "http:", host: "127.0.0.1:8000" }), model, WebSocketClass: FakeSocket,
    later: (run, ms) => timers.push({ run, ms }), clock: () => (now += 1), onPhase: (phase, since) => phases.push([phase, since]),
  });
  const tick = () => timers.shift()?.run();
  return { socket, sockets, timers, model, phases, tick };
}

function digest(model) {
  const lane = model.lane(2);
  return JSON.stringify([model.sequence, model.eventCount, model.outputs, [...lane.time.view()], [...lane.state.view()], model.summary, model.steps.get(1).length]);
}

test("a browser that drops a hundred times ends with the same run as one that stayed", () => {
  const recording = longRun();
  const stayed = digest(recording.into(new RunModel()));
  const { socket, sockets, tick, model } = world(recording);
  socket.open();
  for (let drop = 0; drop < 100; drop += 1) {
    sockets.at(-1).accept();
    sockets.at(-1).send(1 + ((drop * 7) % 11));
    sockets.at(-1).drop();
    tick();
  }
  sockets.at(-1).accept();
  sockets.at(-1).send(Infinity);
  sockets.at(-1).drop(1000);
  assert.equal(sockets.length, 101);
  assert.equal(socket.phase, "ended");
  assert.equal(digest(model), stayed);
});

test("a run that was lost ends without a summary, and is not asked for again", () => {
  const recording = new Recording().meta().status({ now: 5, phase: "ended", status: "lost" });
  const { socket, sockets, timers } = world(recording);
  socket.open();
  sockets[0].accept();
  sockets[0].send(Infinity);
  sockets[0].drop(1000);
  assert.equal(socket.phase, "ended");
  assert.equal(timers.length, 0);
});

test("what came already is not asked for again, and ignored if it comes", () => {
  const recording = longRun();
  const { socket, sockets, tick, model } = world(recording);
  socket.open();
  sockets[0].accept();
  sockets[0].send(10);
  sockets[0].drop();
  tick();
  assert.equal(sockets[1].after, 10);
  sockets[1].accept();
  sockets[1].next = 5;
  sockets[1].send(20);
  assert.equal(model.sequence, 25);
  assert.equal(model.outputs.length, 7);
});

test("a gap is never applied: the connection is made new from the last frame that fits", () => {
  const { socket, sockets, tick, model } = world(longRun());
  socket.open();
  sockets[0].accept();
  sockets[0].send(3);
  sockets[0].next = 8;
  sockets[0].send(1);
  assert.equal(model.sequence, 3);
  assert.equal(socket.phase, "offline");
  assert.equal(sockets[0].isClosed, true);
  tick();
  assert.equal(sockets[1].after, 3);
});

test("a damaged stream is taken up anew as well", () => {
  const { socket, sockets } = world(longRun());
  socket.open();
  sockets[0].accept();
  sockets[0].give(new TextEncoder().encode("this is no frame of ours"));
  assert.equal(socket.phase, "offline");
});

test("it waits longer each time, at most eight seconds, and from the start again after success", () => {
  const { socket, sockets, timers, tick } = world(longRun());
  socket.open();
  const waits = [];
  for (let round = 0; round < 8; round += 1) {
    sockets.at(-1).drop();
    waits.push(timers[0].ms);
    tick();
  }
  assert.deepEqual(waits, [250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
  sockets.at(-1).accept();
  sockets.at(-1).send(1);
  sockets.at(-1).drop();
  assert.equal(timers[0].ms, 250);
});

test("offline says since when, through all retries", () => {
  const { socket, sockets, tick, phases } = world(longRun());
  socket.open();
  sockets[0].accept();
  sockets[0].drop();
  tick();
  sockets[1].drop();
  const offline = phases.filter(([phase]) => phase === "offline");
  assert.equal(offline.length, 2);
  assert.equal(offline[0][1], offline[1][1]);
});

test("a refusal is final", () => {
  const { socket, sockets, timers } = world(longRun());
  socket.open();
  sockets[0].drop(4404);
  assert.equal(socket.phase, "refused");
  assert.equal(timers.length, 0);
});

test("closing ends everything, a late timer included", () => {
  const { socket, sockets, tick } = world(longRun());
  socket.open();
  sockets[0].drop();
  socket.close();
  tick();
  assert.equal(sockets.length, 1);
  assert.equal(socket.phase, "closed");
});

test("coming online tries at once", () => {
  const { socket, sockets } = world(longRun());
  socket.open();
  sockets[0].drop();
  socket.retryNow();
  assert.equal(sockets.length, 2);
});

test("an illegal step is refused by name", () => {
  const { socket } = world(longRun());
  socket.open();
  assert.throws(() => socket.open(), /connecting.*but got connecting/);
});

test("a link's key goes along to the stream", () => {
  const place = { protocol: "https:", host: "127.0.0.1:8000" };
  assert.equal(streamAddress("r1", place, "1.x")(7), "wss://127.0.0.1:8000/ws/runs/r1?after=7&key=1.x");
  assert.equal(streamAddress("r1", place)(7), "wss://127.0.0.1:8000/ws/runs/r1?after=7");
});
