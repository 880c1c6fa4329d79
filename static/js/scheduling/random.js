/**
 * Random jobs from a seed: the same seed gives the same jobs in every browser.
 */

import { row } from "./rows.js";

const MULTIPLIER = 48271;
const MODULUS = 2147483647; // a prime; the product stays below 2^53, so the arithmetic is exact
const MOST_ARRIVAL = 10;
const MOST_BURST = 10;
const MOST_PRIORITY = 5;
export const MOST_SEED = 999999;

/**
 * A stream of numbers from 0 up to, not including, 1.
 * @param {number} seed @returns {() => number}
 */
export function stream(seed) {
  let state = (Math.abs(Math.trunc(seed)) % (MODULUS - 1)) + 1;
  const next = () => {
    state = (state * MULTIPLIER) % MODULUS;
    return (state - 1) / (MODULUS - 1);
  };
  next(); // the first number of small seeds is always small
  next();
  return next;
}

/**
 * Some jobs in the order they arrive, the first at 0 so that the CPU has something to do.
 * @param {number} seed @param {number} count @returns {import("./rows.js").Row[]}
 */
export function randomRows(seed, count) {
  const next = stream(seed);
  const whole = (/** @type {number} */ least, /** @type {number} */ most) => least + Math.floor(next() * (most - least + 1));
  const facts = Array.from({ length: count }, () => ({ arrival: whole(0, MOST_ARRIVAL), burst: whole(1, MOST_BURST), priority: whole(1, MOST_PRIORITY) }));
  facts.sort((one, other) => one.arrival - other.arrival);
  const first = facts[0]?.arrival ?? 0;
  return facts.map((fact, at) => row({ name: `P${at + 1}`, arrival: String(fact.arrival - first), burst: String(fact.burst), priority: String(fact.priority) }));
}
