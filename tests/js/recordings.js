/** The golden recordings as models, for tests. */

import { readFileSync } from "node:fs";

import { RunModel } from "../../static/js/model.js";
import { decodeFrames } from "../../static/js/wire.js";

/** @param {string} name @returns {Uint8Array} */
export const bytesOf = (name) => new Uint8Array(readFileSync(new URL(`../recordings/${name}.lockstep`, import.meta.url)));

/** @param {string} name @returns {RunModel} */
export function modelOf(name) {
  const model = new RunModel();
  for (const frame of decodeFrames(bytesOf(name)).frames) model.apply(frame);
  return model;
}

/** The English catalogue's `t`. */
const catalogue = JSON.parse(readFileSync(new URL("../../static/messages/en.json", import.meta.url), "utf8"));
/** @param {string} key @param {Record<string, string | number>} [params] @returns {string} */
export const t = (key, params = {}) => (catalogue[key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);

/** Find a worker by its name. @param {RunModel} model @param {string} name */
export const workerCalled = (model, name) => [...model.workers.values()].find((worker) => worker.name === name && worker.kind === "thread");
