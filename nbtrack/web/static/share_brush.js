// What was chosen in a chart, as a shared page reads it from its address: the conditions that charts make, which the
// live page hands to its server (nbtrack/compare/where.py).
const TOKEN = /\s*(?:(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.:\/-]))|"(?<text>(?:[^"\\]|\\.)*)"|`(?<quoted>[^`]+)`|(?<sign><=|>=|=|<|>)|(?<bracket>[()])|(?<word>[^\s()=!<>~"'`]+))/y;
const NAMED = { true: true, false: false, none: null };
const HOLDS = { "<": (one, other) => one < other, "<=": (one, other) => one <= other, ">": (one, other) => one > other, ">=": (one, other) => one >= other };

function tokensOf(text) {
  const found = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim()) {
    const match = TOKEN.exec(text);
    if (!match) throw new SyntaxError(text);
    found.push(Object.entries(match.groups).find(([, one]) => one !== undefined));
  }
  return found;
}

function holds(value, sign, wanted) {
  if (sign === "=") return value === wanted;
  return typeof value === typeof wanted && value !== null && HOLDS[sign](value, wanted);
}

// Return what tells of a run, by a function from names to its values, whether the condition holds.
function conditionOf(text) {
  const tokens = tokensOf(text);
  const taken = (what) => tokens[0]?.[1] === what && ["word", "bracket"].includes(tokens[0][0]) && tokens.shift();
  const taking = (...kinds) => {
    if (!kinds.includes(tokens[0]?.[0])) throw new SyntaxError(text);
    return tokens.shift();
  };
  const any = () => {
    const parts = [all()];
    while (taken("or")) parts.push(all());
    return (of) => parts.some((part) => part(of));
  };
  const all = () => {
    const parts = [one()];
    while (taken("and")) parts.push(one());
    return (of) => parts.every((part) => part(of));
  };
  const one = () => {
    if (taken("(")) {
      const inner = any();
      if (!taken(")")) throw new SyntaxError(text);
      return inner;
    }
    const [, name] = taking("word", "quoted"), [, sign] = taking("sign"), [kind, said] = taking("number", "text", "word");
    const wanted = kind === "number" ? Number(said) : kind === "text" ? said.replace(/\\(.)/g, "$1") : said in NAMED ? NAMED[said] : said;
    return (of) => holds(of(name), sign, wanted);
  };
  const condition = any();
  if (tokens.length) throw new SyntaxError(text);
  return condition;
}
