import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Reason, State } from "../../static/js/kinds.js";
import { alarmPicture, markPicture } from "../../static/js/markpicture.js";

/** As much of a document as drawing asks for. */
class Node {
  constructor(tag) {
    Object.assign(this, { tag, attributes: {}, children: [] });
  }

  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }

  append(...children) {
    this.children.push(...children);
  }
}
before(() => { globalThis.document = { createElementNS: (_, tag) => new Node(tag) }; });
after(() => { delete globalThis.document; });

const all = (node) => [node, ...node.children.flatMap(all)];

test("every mark is drawn, is hidden from readers and names no colour", () => {
  for (const state of Object.values(State)) {
    for (const reason of Object.values(Reason)) {
      const nodes = all(markPicture(state, reason));
      assert.equal(nodes[0].attributes["aria-hidden"], "true");
      assert.ok(nodes.length > 1);
      for (const node of nodes) for (const value of Object.values(node.attributes)) assert.doesNotMatch(value, /#[0-9a-f]{3,8}$|rgb|NaN|undefined/i);
    }
  }
  assert.ok(all(alarmPicture()).length > 1);
});

test("running is the highest bar, ready lower, blocked the lowest", () => {
  const top = (state, reason) => {
    const bar = all(markPicture(state, reason)).find((node) => /solid|box/.test(node.attributes.class ?? ""));
    return Number(bar.attributes.y);
  };
  assert.ok(top(State.RUNNING, 0) < top(State.READY, Reason.CPU));
  assert.ok(top(State.READY, Reason.CPU) < top(State.BLOCKED, Reason.LOCK));
});

test("each pattern has a name of its own, so that pictures do not share one that goes away", () => {
  const id = (node) => all(node).find((one) => one.tag === "pattern").attributes.id;
  assert.notEqual(id(markPicture(State.BLOCKED, Reason.LOCK)), id(markPicture(State.BLOCKED, Reason.LOCK)));
});
