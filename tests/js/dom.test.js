import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { drawing, element, icon } from "../../static/js/dom.js";

/** As much of a document as making elements needs. */
class Node {
  constructor(tag, space = "html") { Object.assign(this, { tag, space, attributes: {}, children: [], listeners: {} }); }
  setAttribute(name, value) { this.attributes[name] = String(value); }
  addEventListener(name, listener) { this.listeners[name] = listener; }
  append(...children) { this.children.push(...children); }
}
let before;
beforeEach(() => {
  before = globalThis.document;
  globalThis.document = { createElement: (tag) => new Node(tag), createElementNS: (space, tag) => new Node(tag, space) };
});
afterEach(() => { globalThis.document = before; });

test("attributes that are nothing are left out, true ones stand alone", () => {
  const node = element("button", { type: "button", hidden: false, title: null, lang: undefined, disabled: true, "data-count": 0 });
  assert.deepEqual(node.attributes, { type: "button", disabled: "", "data-count": "0" });
});

test("text is text, never markup", () => {
  const node = element("p", { text: "<b>not bold</b>" });
  assert.equal(node.textContent, "<b>not bold</b>");
  assert.deepEqual(node.children, []);
});

test("listeners are listened with and children stand in order, nothing left out", () => {
  const press = () => {};
  const node = element("p", { onclick: press }, "one", null, element("b"));
  assert.equal(node.listeners.click, press);
  assert.deepEqual(node.children.map((child) => child.tag ?? child), ["one", "b"]);
});

test("a page that has the pictures in itself says so", () => {
  globalThis.document.documentElement = { dataset: { icons: "#icon-" } };
  assert.equal(icon("play").children[0].attributes.href, "#icon-play");
});

test("a picture is SVG and hidden from screen readers", () => {
  assert.match(drawing("path").space, /svg/);
  const picture = icon("play");
  assert.equal(picture.attributes["aria-hidden"], "true");
  assert.equal(picture.children[0].attributes.href, "/static/icons.svg#play");
});
