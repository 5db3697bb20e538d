// Conditions on the runs of a shared page, in the words that the live page hands to its server
// (nbtrack/compare/where.py): what is typed into the field above the table, and what charts choose.
const TOKEN = /\s*(?:(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.:\/-]))|"(?<text>(?:[^"\\]|\\.)*)"|'(?<said>(?:[^'\\]|\\.)*)'|`(?<quoted>[^`]+)`|(?<sign>==|!=|<=|>=|=|<|>|~)|(?<bracket>[()])|(?<word>[^\s()=!<>~"'`]+))/y;
const NAMED = new Map([["true", true], ["false", false], ["none", null], ["nan", NaN]]);
const KEYWORDS = new Set(["and", "or", "not"]);
const ORDERS = { "<": (one, other) => one < other, "<=": (one, other) => one <= other, ">": (one, other) => one > other, ">=": (one, other) => one >= other };
const DEEPEST = 50;

function tokensOf(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim()) {
    const match = TOKEN.exec(text);
    if (!match) throw new SyntaxError("a text goes in quotes, a name with odd characters in backticks");
    found.push(Object.entries(match.groups).find(([, one]) => one !== undefined));
  }
  return found;
}

function holds(value, sign, wanted) {
  if (wanted === null) return (value === null) === (sign !== "!=") && ["=", "==", "!="].includes(sign);
  if (value === null) return false;
  if (sign === "~") return String(value).toLowerCase().includes(String(wanted).toLowerCase());
  if (sign in ORDERS) return typeof value === typeof wanted && typeof value !== "boolean" && ORDERS[sign](value, wanted);
  return (value === wanted || (Number.isNaN(value) && Number.isNaN(wanted))) === (sign !== "!=");
}

// A pattern of a shell: * for anything, ? for a character, [abc] for one of some.
function matches(text, pattern) {
  const parts = pattern.match(/\[[^\]]+\]|[^]/g) ?? [];
  const made = parts.map((one) => one === "*" ? "[^]*" : one === "?" ? "[^]" : one.length > 1 ? one.replace(/\\/g, "\\\\").replace(/^\[!/, "[^") : one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${made.join("")}$`).test(text);
}

// Return what tells of a run, by functions that return its value of a name and its tags, whether the condition holds.
function conditionOf(text) {
  const tokens = tokensOf(text);
  let deep = 0;
  const expected = (what) => new SyntaxError(`${what} is expected ${tokens.length ? `before ${tokens[0][1]}` : "at the end"}`);
  const taken = (what) => tokens[0]?.[1] === what && ["word", "bracket"].includes(tokens[0][0]) && tokens.shift();
  const any = () => {
    const parts = [all()];
    while (taken("or")) parts.push(all());
    return (...of) => parts.some((part) => part(...of));
  };
  const all = () => {
    const parts = [one()];
    while (taken("and")) parts.push(one());
    return (...of) => parts.every((part) => part(...of));
  };
  const one = () => {
    if (++deep > DEEPEST) throw new SyntaxError("it is nested too deeply");
    const found = taken("not") ? not(one()) : taken("(") ? within() : compared();
    deep -= 1;
    return found;
  };
  const not = (part) => (...of) => !part(...of);
  const within = () => {
    const inner = any();
    if (!taken(")")) throw expected("a closing bracket");
    return inner;
  };
  const compared = () => {
    const [kind, name] = tokens[0] ?? [];
    if (!["word", "quoted"].includes(kind) || (kind === "word" && KEYWORDS.has(name))) throw expected("a name");
    tokens.shift();
    if (kind === "word" && name.startsWith("tag:")) return (_, tags) => tags().some((tag) => matches(tag, name.slice(4)));
    if (tokens[0]?.[0] !== "sign") return (of) => ![null, false].includes(of(name));
    const [, sign] = tokens.shift(), wanted = value();
    return (of) => holds(of(name), sign, wanted);
  };
  const value = () => {
    const [kind, said] = tokens[0] ?? [];
    if (!["number", "text", "said", "word"].includes(kind) || (kind === "word" && KEYWORDS.has(said))) throw expected("a value");
    tokens.shift();
    if (kind === "number") return Number(said);
    return kind === "word" ? (NAMED.has(said.toLowerCase()) ? NAMED.get(said.toLowerCase()) : said) : said.replace(/\\(.)/g, "$1");
  };
  const condition = any();
  if (tokens.length) throw expected("and, or or the end");
  return condition;
}
