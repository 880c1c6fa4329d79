import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { signPicture } from "../../static/js/signpicture.js";
import { SIGNS } from "../../static/js/signs.js";

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

test("every sign is drawn, is hidden from readers and names no colour", () => {
  for (const name of SIGNS) {
    const picture = signPicture(name);
    assert.equal(picture.attributes["aria-hidden"], "true");
    assert.ok(picture.children.length > 0);
    for (const node of picture.children) for (const value of Object.values(node.attributes)) assert.doesNotMatch(value, /#[0-9a-f]{3,8}$|rgb|NaN|undefined/i);
  }
});

test("what goes in is told from what goes out: a write stands on its foot, a read on its tip", () => {
  const shape = (name) => signPicture(name).children[0].attributes;
  assert.notEqual(shape("read").d, shape("write").d);
  assert.notEqual(shape("arrived").class, shape("sent").class);
});
