// A small language in the form of the real one's schema, and a scenario in it: for the tests of completion.

const reference = { $ref: "#/$defs/Reference" };
const steps = { $ref: "#/$defs/Steps" };
const nothing = { type: "null" };

const verb = (title, options) => ({ title, type: "object", description: `does ${title}`, properties: options, required: [title] });

export const schema = {
  type: "object",
  properties: {
    lockstep: { const: 1, type: "integer" },
    parameters: { type: "object", additionalProperties: { oneOf: [{ $ref: "#/$defs/Parameter" }, { type: "number" }] } },
    resources: { type: "object", additionalProperties: { $ref: "#/$defs/Resource" } },
    workers: { type: "object", additionalProperties: { $ref: "#/$defs/Worker" } },
    expect: { type: "array", items: { $ref: "#/$defs/Expectation" } },
  },
  $defs: {
    Reference: { type: "string", description: "a name" },
    Expression: { type: "string" },
    Text: { type: "string" },
    Value: { anyOf: [{ type: "number" }, { $ref: "#/$defs/Expression" }, nothing] },
    Steps: { type: "array", items: { $ref: "#/$defs/Step" } },
    Step: { oneOf: ["Acquire", "Release", "Repeat", "Print", "Submit"].map((name) => ({ $ref: `#/$defs/${name}` })) },
    Acquire: verb("acquire", { acquire: reference, timeout: { anyOf: [{ $ref: "#/$defs/Value" }, nothing] }, else: { anyOf: [steps, nothing] } }),
    Release: verb("release", { release: reference }),
    Repeat: verb("repeat", { repeat: { $ref: "#/$defs/Value" }, steps }),
    Print: verb("print", { print: { $ref: "#/$defs/Text" } }),
    Submit: verb("submit", { submit: { type: "string" }, to: reference }),
    Parameter: { title: "Parameter", type: "object", properties: { default: { type: "number" }, minimum: { type: "number" } } },
    Resource: { oneOf: [{ $ref: "#/$defs/Lock" }, { $ref: "#/$defs/Queue" }] },
    Lock: { title: "Lock", type: "object", properties: { kind: { enum: ["lock", "rlock"] }, count: { $ref: "#/$defs/Value" } } },
    Queue: { title: "Queue", type: "object", properties: { kind: { const: "queue" }, size: { $ref: "#/$defs/Value" }, order: { enum: ["fifo", "lifo"], default: "fifo" } } },
    Worker: { title: "Worker", type: "object", properties: { kind: { enum: ["process", "thread"] }, daemon: { type: "boolean" }, steps } },
    Expectation: { oneOf: [{ $ref: "#/$defs/Finds" }, { $ref: "#/$defs/Happens" }] },
    Finds: verb("finding", { finding: { type: "string" }, present: { type: "boolean", default: true } }),
    Happens: verb("happens", { happens: { type: "string" }, is: { $ref: "#/$defs/Value" } }),
  },
};

export const facts = {
  references: { acquire: ["lock", "rlock"], release: ["lock", "rlock"], to: ["pool"] },
  findings: ["deadlock", "lost-update"],
  functions: { randint: "`randint(1, 6)`: drawn" },
  given: { index: "which", me: "its name" },
};

export const text = `lockstep: 1
parameters:
  rounds: {default: 3, minimum: 1}
resources:
  door: {kind: lock}
  orders:
    kind: queue
workers:
  eater:
    steps:
      - repeat: rounds
        steps:
          - acquire: door
          - mark: ate {index}
            note: it ate
expect:
  - happens: ate *
`;
