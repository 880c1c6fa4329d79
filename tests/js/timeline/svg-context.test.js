import assert from "node:assert/strict";
import { test } from "node:test";
import { SvgContext, SvgPath, escapeXml } from "../../../static/js/timeline/svg-context.js";
import { patternTile } from "../../../static/js/timeline/patterns.js";

const made = () => new SvgContext({ measureText: (font, text) => ({ width: text.length * Number.parseFloat(/[\d.]+px/.exec(font)[0]) }), imageOf: (source, ...box) => `data:,${source}-${box.join("-")}` });
const bodyOf = (draw) => {
  const context = made();
  draw(context);
  return context.body.join("");
};

test("rectangles, paths and their looks are written as they are set when they are painted", () => {
  assert.equal(bodyOf((pen) => { pen.fillStyle = "#00795A"; pen.fillRect(1, 2, 3.004, 4); }), '<rect x="1" y="2" width="3" height="4" fill="#00795A"/>');
  assert.equal(bodyOf((pen) => { pen.fillStyle = "red"; pen.globalAlpha = 0.5; pen.fillRect(5, 5, -2, 1); }), '<rect x="3" y="5" width="2" height="1" fill="red" fill-opacity="0.5"/>');
  assert.equal(bodyOf((pen) => pen.fillRect(5, 5, 0, 1)), "");
  const line = bodyOf((pen) => {
    Object.assign(pen, { strokeStyle: "#111", lineWidth: 2, lineCap: "round", lineJoin: "round" });
    pen.setLineDash([4, 3]);
    pen.beginPath();
    pen.moveTo(0, 0);
    pen.lineTo(10, 5);
    pen.bezierCurveTo(1, 2, 3, 4, 5, 6);
    pen.closePath();
    pen.stroke();
  });
  assert.equal(line, '<path d="M0 0L10 5C1 2 3 4 5 6Z" fill="none" stroke="#111" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" stroke-dasharray="4 3"/>');
});

test("save and restore keep the look, the place and the clipping", () => {
  const context = made();
  context.fillStyle = "#1";
  context.save();
  context.translate(10, 20);
  context.rotate(Math.PI / 2);
  context.fillStyle = "#2";
  context.beginPath();
  context.rect(0, 0, 5, 5);
  context.clip();
  context.fillRect(0, 0, 1, 1);
  context.restore();
  context.fillRect(0, 0, 1, 1);
  context.restore(); // one too many is no harm, as on a canvas

  assert.equal(context.defs[0], '<clipPath id="c1"><path d="M0 0h5v5h-5Z" transform="matrix(0 1 -1 0 10 20)"/></clipPath>');
  assert.equal(context.body.join(""), '<g clip-path="url(#c1)"><rect x="0" y="0" width="1" height="1" fill="#2" transform="matrix(0 1 -1 0 10 20)"/></g><rect x="0" y="0" width="1" height="1" fill="#1"/>');
});

test("a text stands where a canvas puts it, whatever font it has and whatever it says", () => {
  const context = made();
  Object.assign(context, { font: '650 15px -apple-system,\n  "Noto Sans"', textAlign: "center", textBaseline: "middle", fillStyle: "#16202B" });
  context.fillText("<b>&\u0000", 100, 50);
  assert.equal(context.measureText("abc").width, 45);
  assert.equal(context.body[0], '<text x="100" y="55.25" font-family="-apple-system, &#34;Noto Sans&#34;" font-size="15" font-weight="650" text-anchor="middle" xml:space="preserve" fill="#16202B">&#60;b&#62;&#38;\uFFFD</text>');
  Object.assign(context, { textAlign: "right", textBaseline: "alphabetic", strokeStyle: "#FFF", lineWidth: 5 });
  context.strokeText("x", 1, 2);
  assert.match(context.body[1], /y="2".*text-anchor="end".*fill="none" stroke="#FFF" stroke-width="5"/);
});

test("a pattern begins where it is used, and is defined once", () => {
  const context = made();
  const pattern = context.tilePattern(patternTile("dots-sparse", 10, 20, 0.5), "#6A4BC4");
  context.fillStyle = pattern;
  context.translate(7, 0);
  context.fillRect(0, 0, 30, 20);
  assert.match(context.defs[0], /^<pattern id="p1" patternUnits="userSpaceOnUse" width="19" height="20"><circle [^>]*fill="#6A4BC4"\/><\/pattern>$/);
  assert.match(context.body[0], /fill="url\(#p1\)" transform="matrix\(1 0 0 1 7 0\)"/);
  for (const name of ["stripes", "bars", "chevrons-left"]) assert.match(String(context.tilePattern(patternTile(name, 10, 20, 0.5), "#1")), /^url\(#p\d\)$/);
});

test("round corners and arcs are closed where they began", () => {
  const path = new SvgPath();
  path.roundRect(0, 0, 10, 10, 2);
  assert.equal(String(path), "M2 0h6a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-6a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2Z");
  const one = new SvgPath();
  one.roundRect(0, 0, 10, 4, [9, 0, 0, 9]);
  assert.equal(String(one), "M2 0h8v4h-8a2 2 0 0 1 -2 -2v0a2 2 0 0 1 2 -2Z");
  const circle = new SvgPath();
  circle.arc(5, 5, 2, 0, Math.PI * 2);
  assert.equal(String(circle), "M7 5A2 2 0 1 1 3 5A2 2 0 1 1 7 5Z");
  const quarter = new SvgPath();
  quarter.arc(0, 0, 2, 0, Math.PI / 2);
  assert.equal(String(quarter), "M2 0A2 2 0 0 1 0 2");
});

test("an image is taken along in the file", () => {
  assert.equal(bodyOf((pen) => pen.drawImage("strip", 0, 24, 100, 24, 5, 6, 100, 30)), '<image href="data:,strip-0-24-100-24" x="5" y="6" width="100" height="30" preserveAspectRatio="none" image-rendering="pixelated"/>');
});

test("the document stands by itself", () => {
  const context = made();
  context.fillRect(0, 0, 1, 1);
  assert.equal(context.document({ width: 10, height: 20.004, title: 'a "b" <c>' }), '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20" viewBox="0 0 10 20" role="img" aria-label="a &#34;b&#34; &#60;c&#62;"><title>a &#34;b&#34; &#60;c&#62;</title><defs></defs><rect x="0" y="0" width="1" height="1" fill="#000000"/></svg>');
  assert.equal(escapeXml("\ud800 出票 \u{1F600}"), "\uFFFD 出票 \u{1F600}");
});
