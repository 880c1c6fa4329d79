/** A 2-D context that remembers what it was told, and what else a browser has and Node has not; enough to draw the timeline in a test. */

/** @returns {{context: any, texts: {text: string, x: number, y: number, color: string}[], fills: {x: number, y: number, w: number, h: number, color: any}[], calls: Map<string, number>}} */
export function fakeContext() {
  const texts = [];
  const fills = [];
  const calls = new Map();
  const properties = { font: "", fillStyle: "", strokeStyle: "", globalAlpha: 1 };
  let moved = { x: 0, y: 0 };
  const stack = [];
  const known = {
    measureText: (text) => ({ width: [...text].length * 7 }),
    fillText: (text, x, y) => texts.push({ text, x, y, color: properties.fillStyle }),
    fillRect: (x, y, w, h) => fills.push({ x: x + moved.x, y: y + moved.y, w, h, color: properties.fillStyle, alpha: properties.globalAlpha }),
    roundRect: (x, y, w, h) => fills.push({ x, y, w, h, color: properties.fillStyle, alpha: properties.globalAlpha }),
    createPattern: () => ({ setTransform: () => undefined }),
    getImageData: () => ({ data: new Uint8ClampedArray(4) }),
    save: () => stack.push(moved),
    restore: () => (moved = stack.pop()),
    translate: (x, y) => (moved = { x: moved.x + x, y: moved.y + y }),
  };
  const context = new Proxy(properties, {
    get(target, name) {
      if (name in target) return target[name];
      return (...parameters) => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        return known[name]?.(...parameters);
      };
    },
    set(target, name, value) {
      target[name] = value;
      return true;
    },
  });
  return { context, texts, fills, calls };
}

/** Give Node the browser's drawing classes. */
export function installCanvasClasses() {
  globalThis.Path2D ??= class {
    moveTo() {}
    lineTo() {}
    rect() {}
  };
  globalThis.DOMMatrix ??= class {};
  globalThis.ImageData ??= class {
    constructor(width, height) {
      Object.assign(this, { width, height, data: new Uint8ClampedArray(width * height * 4) });
    }
  };
  globalThis.OffscreenCanvas ??= class {
    constructor(width, height) {
      Object.assign(this, { width, height });
    }
    getContext() {
      return fakeContext().context;
    }
  };
}
