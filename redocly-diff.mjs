// Rules of `make diff-spec` beside redocly's own, which rate what they don't know as a patch.
const LIMITS = new Set([
  "type", "format", "enum", "const", "pattern", "default", "required", "not", "additionalProperties",
  "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems",
  "maxItems", "uniqueItems", "minProperties", "maxProperties", "multipleOf",
]);

// A field that isn't there any more is ignored by the server, and unknown to the generated client.
const requestFieldRemoved = () => ({
  SchemaProperties: {
    Schema(change, { report, getDirections }) {
      if (change.kind === "removed" && getDirections().includes("request"))
        report({ message: "A field of a request was removed." });
    },
  },
});

// Who left the value out gets another answer than before.
const defaultChanged = () => ({
  Schema(change, { report, getDirections }) {
    if (change.kind === "modified" && change.property === "default" && getDirections().includes("request"))
      report({ message: "The default of a request's value changed." });
  },
});

// `x-accepted: { maxLength: { send_batch: 5 } }`: less is sure to be accepted than before.
const acceptedNarrowed = () => ({
  Accepted: ({ kind }, { report }) => kind === "added" && report({ message: "Less is accepted." }),
  AcceptedLimits(change, { report }) {
    if (change.kind === "added") report({ message: "Less is accepted." });
    if (change.kind === "modified" && change.revision?.value < (change.base?.value ?? Infinity))
      report({ message: `Less is accepted by ${change.property}.` });
  },
});
const acceptedChanged = () => ({
  Accepted: ({ kind }, { report }) => kind === "removed" && report({ message: "More is accepted." }),
  AcceptedLimits: (_, { report }) => report({ message: "What is accepted changed." }),
});
const withAccepted = (types) => ({
  ...types,
  Schema: { ...types.Schema, properties: { ...types.Schema.properties, "x-accepted": "Accepted" } },
  Accepted: { properties: {}, additionalProperties: () => "AcceptedLimits" },
  AcceptedLimits: { properties: {}, additionalProperties: () => ({ type: "number" }) },
});

// Where a rule comes from is a remark.
const markChanged = () => ({
  SpecExtension: (_, { report }) => report({ message: "A mark changed." }),
});

const serverVariableRemoved = () => ({
  ServerVariable(change, { report }) {
    const left = change.revision?.value ?? [];
    if (change.property === "enum" && change.base?.value?.some((value) => !left.includes(value)))
      report({ message: "A value of a server's variable was removed." });
  },
});

// Whatever isn't breaking by another rule: a rule moved, and that is more than a word.
const ruleChanged = () => ({
  Schema(change, { report }) {
    if (change.kind === "modified" && LIMITS.has(change.property))
      report({ message: `\`${change.property}\` changed.` });
  },
  ServerVariable(change, { report }) {
    if (change.property === "enum") report({ message: "The values of a server's variable changed." });
  },
});

export default () => ({
  id: "batches",
  typeExtension: { oas3: withAccepted },
  diff: {
    oas3: {
      "request-field-removed": requestFieldRemoved,
      "default-changed": defaultChanged,
      "accepted-narrowed": acceptedNarrowed,
      "accepted-changed": acceptedChanged,
      "mark-changed": markChanged,
      "server-variable-removed": serverVariableRemoved,
      "rule-changed": ruleChanged,
    },
  },
});
