// An editor for SPARQL on a plain text area: colours lie behind it, suggestions below the caret. What is typed is only
// ever put into text nodes. The text area keeps what browsers and screen readers give it: undo, selection, speech.

const TOKEN = new RegExp(
  [
    "(?<comment>#[^\\n]*)",
    "(?<iri><[^<>\"{}|^`\\\\\\s]*>)",
    "(?<string>\"\"\"[^]*?(?:\"\"\"|$)|'''[^]*?(?:'''|$)|\"(?:[^\"\\\\\\n]|\\\\.)*\"?|'(?:[^'\\\\\\n]|\\\\.)*'?)",
    "(?<variable>[?$][\\p{L}\\p{N}_]+)",
    "(?<name>[\\p{L}\\p{N}_.-]*:[\\p{L}\\p{N}_.:%-]*)",
    "(?<number>\\b\\d+(?:\\.\\d+)?)",
    "(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)",
  ].join("|"),
  "gu",
);
const KEYWORDS = (
  "SELECT CONSTRUCT DESCRIBE ASK WHERE PREFIX BASE DISTINCT REDUCED AS FILTER OPTIONAL UNION MINUS GRAPH BIND VALUES " +
  "EXISTS NOT IN GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET UNDEF COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR " +
  "STR LANG LANGMATCHES DATATYPE BOUND IRI ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE CONTAINS STRSTARTS STRENDS " +
  "STRBEFORE STRAFTER YEAR MONTH DAY NOW COALESCE IF SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE " +
  "TRUE FALSE"
).split(" ");
const KNOWN = new Set(KEYWORDS);
const MOST_SHOWN = 60;
const HISTORY = "evidence-kg.queries";
const MOST_KEPT = 20;
const LINE_PX = 22;
const LOOK_MS = 400;
const SLOW_LOOK_MS = 5000;

const make = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

// ---------------------------------------------------------------- colours

function offsetOf(text, { line, column }) {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf("\n", start) + 1 || text.length;
  return Math.min(start + (column ?? 1) - 1, text.length);
}

function paint(box, text, marks) {
  const parts = [];
  const wrong = marks.filter((mark) => mark.line && mark.column).map((mark) => ({ ...mark, at: offsetOf(text, mark) }));
  const put = (from, to, kind) => {
    if (from === to) return;
    const hit = wrong.find((mark) => mark.at >= from && mark.at < to);
    if (hit && hit.at > from) {
      put(from, hit.at, kind);
      return put(hit.at, to, kind);
    }
    const plain = !kind && hit ? Math.min(from + 1, to) : to;
    const span = make("span", [kind, hit && hit.level].filter(Boolean).join(" "), text.slice(from, plain));
    parts.push(span);
    if (plain < to) put(plain, to, kind);
  };
  let last = 0;
  for (const found of text.matchAll(TOKEN)) {
    put(last, found.index, "");
    let [kind] = Object.entries(found.groups).find(([, value]) => value !== undefined);
    if (kind === "word") kind = found[0] === "a" || KNOWN.has(found[0].toUpperCase()) ? "keyword" : "word";
    put(found.index, found.index + found[0].length, kind);
    last = found.index + found[0].length;
  }
  put(last, text.length, "");
  const atEnd = wrong.find((mark) => mark.at >= text.length);
  if (atEnd) parts.push(make("span", `${atEnd.level} end`, " "));
  box.replaceChildren(...parts, document.createTextNode("\n"));
}

function number(box, text, marks) {
  const count = text.split("\n").length;
  const level = new Map(marks.map((mark) => [mark.line, mark.level]));
  box.replaceChildren(
    ...Array.from({ length: count }, (_, at) => make("div", level.get(at + 1) ?? "", String(at + 1))),
  );
}

// ---------------------------------------------------------------- suggestions

const WORD_BEFORE = /(?:[?$][\p{L}\p{N}_]*|<[^<>\s]*|[\p{L}\p{N}_.-]*:?[\p{L}\p{N}_.%-]*)$/u;

// What of a query stands before the caret decides which kind of word comes first: braces, GRAPH's too, change nothing.
function placeOf(before) {
  const bare = before.replace(TOKEN, (text, ...rest) => {
    const { comment, string } = rest.at(-1);
    return comment ? " " : string ? '""' : text;
  });
  if (/\bGRAPH\s*$/i.test(bare)) return "graph";
  if (!bare.includes("{")) return "head";
  const part = bare.split(/[{}]|\.(?=\s|$)/).at(-1);
  const last = part.split(";").at(-1);
  const words = last.trim().split(/\s+/).filter(Boolean);
  const hasSubject = part.includes(";") ? 1 : 0;
  const at = words.length + hasSubject;
  if (/(?:^|\s)(?:a|rdf:type)\s*$/.test(last)) return "class";
  if (at === 1) return "property";
  return at >= 2 ? "object" : "subject";
}

const ORDER = {
  graph: ["variable", "graph"],
  head: ["keyword", "variable", "prefix"],
  class: ["class", "variable"],
  property: ["property", "variable"],
  object: ["concept", "variable", "class"],
  subject: ["variable", "concept", "keyword"],
};

function suggest(state, text, caret, asked) {
  const before = text.slice(0, caret);
  const word = before.match(WORD_BEFORE)[0];
  const inside = [...text.matchAll(TOKEN)].find((found) => found.index < caret && caret <= found.index + found[0].length);
  if (inside && (inside.groups.comment || (inside.groups.string && caret < inside.index + inside[0].length))) return null;
  const place = placeOf(before.slice(0, before.length - word.length));
  if (!asked && word.length < 2 && !(word && place === "class")) return null;
  const own = new Set([...text.matchAll(/[?$][\p{L}\p{N}_]+/gu)].map((found) => found[0]));
  own.delete(word);
  const all = [
    ...state.words,
    ...[...own].map((name) => ({ text: name, kind: "variable", label: "in this query", meaning: "" })),
    ...KEYWORDS.map((name) => ({ text: name, kind: "keyword", label: "", meaning: "" })),
    ...state.prefixes.map((name) => ({ text: `${name}:`, kind: "prefix", label: "prefix", meaning: "" })),
  ];
  const sought = word.toLowerCase();
  const plain = sought.replace(/^[?$<]/, "");
  const first = ORDER[place];
  const rank = (item) => {
    const name = item.text.toLowerCase();
    const local = name.slice(name.indexOf(":") + 1);
    let score;
    if (!sought) score = first.includes(item.kind) ? 0 : -1;
    else if (name.startsWith(sought)) score = 0;
    else if (item.kind === "variable" || item.kind === "prefix" || sought.startsWith("?") || sought.startsWith("$")) score = -1;
    else if (item.kind === "keyword") score = -1;
    else if (local.startsWith(plain) || item.label.toLowerCase().startsWith(plain)) score = 1;
    else score = plain.length > 2 && `${local} ${item.label.toLowerCase()}`.includes(plain) ? 2 : -1;
    if (score < 0) return -1;
    const at = first.indexOf(item.kind);
    return score * 10 + (at < 0 ? 15 : at); // a kind that does not belong here comes after one that does by its label
  };
  // of what begins as it was typed, the shortest is what was meant most often
  const compare = (one, other) => (sought ? one.length - other.length : 0) || one.localeCompare(other);
  const found = all
    .map((item) => ({ item, score: rank(item) }))
    .filter(({ item, score }) => score >= 0 && item.text !== word)
    .sort((one, other) => one.score - other.score || compare(one.item.text, other.item.text));
  return { word, items: found.slice(0, MOST_SHOWN).map(({ item }) => item), beyond: Math.max(0, found.length - MOST_SHOWN) };
}

// ---------------------------------------------------------------- history, kept by the browser while this tab is open

function readHistory() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(HISTORY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each?.text === "string") : [];
  } catch {
    return [];
  }
}

function keepInHistory(entry) {
  const others = readHistory().filter((each) => each.text !== entry.text);
  try {
    sessionStorage.setItem(HISTORY, JSON.stringify([entry, ...others].slice(0, MOST_KEPT)));
  } catch {
    // a browser may refuse to keep anything: then there is no history
  }
}

// ---------------------------------------------------------------- the editor

class Editor {
  constructor(root) {
    this.find = (name) => root.querySelector(name);
    this.area = this.find("textarea");
    this.list = this.find(".suggestions");
    this.say = this.find(".said");
    this.words = [];
    this.prefixes = [];
    this.marks = [];
    this.chosen = -1;
    this.offered = null;
    this.area.addEventListener("input", () => this.changed());
    this.area.addEventListener("keydown", (event) => this.pressed(event));
    this.area.addEventListener("click", () => this.close());
    this.area.addEventListener("blur", () => this.close());
    this.find(".run").addEventListener("click", () => this.run());
    this.find(".stop").addEventListener("click", () => this.stop());
    this.find(".share").addEventListener("click", () => this.share());
  }

  get text() {
    return this.area.value;
  }

  set(text) {
    this.area.value = text;
    this.marks = [];
    this.draw();
  }

  changed() {
    this.marks = [];
    this.find(".faults").replaceChildren();
    this.area.removeAttribute("aria-invalid");
    this.draw();
    this.offer(false);
  }

  draw() {
    paint(this.find(".paint"), this.text, this.marks);
    number(this.find(".lines"), this.text, this.marks);
    const over = this.text.length > this.most;
    const near = this.text.length > this.most * 0.9;
    const count = `${this.text.length.toLocaleString("en")} of ${this.most?.toLocaleString("en")} characters`;
    this.find(".length").textContent = over ? `${count}: too long for a link and this page` : near ? count : "";
    this.find(".length").classList.toggle("wrong", over);
  }

  // -- suggestions

  offer(asked) {
    const { selectionStart: caret, selectionEnd: end } = this.area;
    const offered = caret === end ? suggest(this, this.text, caret, asked) : null;
    if (!offered?.items.length) return this.close(asked ? "No suggestions here." : "");
    this.offered = offered;
    this.list.replaceChildren(
      ...offered.items.map((item, at) => {
        const option = make("div", "option");
        option.id = `query-option-${at}`;
        option.role = "option";
        option.append(make("span", "text", item.text), make("span", "kind", item.kind), make("span", "label", item.label));
        option.title = item.meaning;
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.accept(at);
        });
        return option;
      }),
    );
    if (offered.beyond) this.list.append(make("div", "beyond", `${offered.beyond} more: type on`));
    this.list.hidden = false;
    this.put(caret - offered.word.length);
    this.choose(0);
    const count = offered.items.length + offered.beyond;
    this.say.textContent = `${count} suggestion${count === 1 ? "" : "s"}, ${offered.items[0].text}, ${offered.items[0].kind}`;
  }

  put(offset) {
    const before = this.text.slice(0, offset).split("\n");
    const field = this.find(".field");
    const probe = this.find(".probe");
    probe.textContent = before.at(-1) || "";
    const left = this.find(".lines").offsetWidth + probe.offsetWidth + 10 - field.scrollLeft;
    const top = before.length * LINE_PX + 10 - field.scrollTop;
    const room = this.find(".editor").clientWidth;
    this.list.style.left = `${Math.max(0, Math.min(left, room - Math.min(440, room)))}px`;
    this.list.style.top = `${field.offsetTop + top}px`;
  }

  choose(at) {
    const options = this.list.querySelectorAll("[role=option]");
    this.chosen = (at + options.length) % options.length;
    options.forEach((option, each) => option.setAttribute("aria-selected", String(each === this.chosen)));
    options[this.chosen].scrollIntoView({ block: "nearest" });
    this.area.setAttribute("aria-activedescendant", options[this.chosen].id);
  }

  accept(at) {
    const { word, items } = this.offered;
    const caret = this.area.selectionStart;
    const after = this.text.slice(caret);
    const rest = after.match(/^[\p{L}\p{N}_%-]*/u)[0];
    const text = items[at].text;
    this.area.focus();
    this.area.setSelectionRange(caret - word.length, caret + (text.endsWith(rest) ? rest.length : 0));
    this.type(/[\s:]$/.test(text) || /^\s/.test(after) ? text : `${text} `);
    this.close();
  }

  close(words = "") {
    this.offered = null;
    this.chosen = -1;
    this.list.hidden = true;
    this.area.removeAttribute("aria-activedescendant");
    this.say.textContent = words;
  }

  // -- keys

  // The old command keeps the browser's own undo; a browser without it loses only that.
  type(text) {
    if (!document.execCommand("insertText", false, text)) {
      this.area.setRangeText(text, this.area.selectionStart, this.area.selectionEnd, "end");
      this.changed();
    }
  }

  pressed(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      return this.run();
    }
    if (event.ctrlKey && event.key === " ") {
      event.preventDefault();
      return this.offer(true);
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "/") {
      event.preventDefault();
      return this.comment();
    }
    if (this.offered) {
      const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
      if (event.key in steps) {
        event.preventDefault();
        return this.choose(Math.max(-1, this.chosen + steps[event.key]));
      }
      if (event.key === "Enter" || event.key === "Tab") {
        event.preventDefault();
        return this.accept(this.chosen);
      }
      if (event.key === "Escape") {
        event.preventDefault();
        return this.close();
      }
      if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") this.close();
    }
    if (event.key === "}" && /(?:^|\n) {2,}$/.test(this.text.slice(0, this.area.selectionStart))) {
      this.area.setSelectionRange(this.area.selectionStart - 2, this.area.selectionEnd);
    }
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      const line = this.text.slice(0, this.area.selectionStart).split("\n").at(-1);
      const indent = line.match(/^ */)[0] + (/[{(]\s*$/.test(line) ? "  " : "");
      if (indent) {
        event.preventDefault();
        this.type(`\n${indent}`);
      }
    }
  }

  comment() {
    const { selectionStart: from, selectionEnd: to } = this.area;
    const start = this.text.lastIndexOf("\n", from - 1) + 1;
    const end = this.text.indexOf("\n", to) < 0 ? this.text.length : this.text.indexOf("\n", to);
    const lines = this.text.slice(start, end).split("\n");
    const isOut = lines.every((line) => line.startsWith("#"));
    this.area.setSelectionRange(start, end);
    this.type(lines.map((line) => (isOut ? line.replace(/^# ?/, "") : `# ${line}`)).join("\n"));
  }

  // -- run, stop, share

  run() {
    this.close();
    if (this.text.length > this.most) return this.tell(this.find(".length").textContent);
    if (!this.text.trim()) return this.tell("There is no query to run.");
    keepInHistory({ text: this.text, said: "" });
    this.isStopping = false;
    clearTimeout(this.glance);
    this.send("run", this.text);
  }

  // A glance that is sent right behind a stop would take its place, so from here on every glance is a stop.
  stop() {
    this.isStopping = true;
    clearTimeout(this.glance);
    this.send("stop", performance.now());
    this.glance = setTimeout(() => this.look(), SLOW_LOOK_MS);
  }

  // One glance at a time: a page that is being drawn is not asked anew before it is there.
  look() {
    this.send(this.isStopping ? "stop" : "look", performance.now());
    this.glance = setTimeout(() => this.look(), SLOW_LOOK_MS);
  }

  tell(words) {
    this.find(".state").textContent = words;
  }

  async share() {
    if (this.text.length > this.most) return this.tell(this.find(".length").textContent);
    const address = new URL(window.location.href);
    address.search = new URLSearchParams({ q: this.text }).toString();
    try {
      await navigator.clipboard.writeText(address.href);
      this.tell("Link copied. It opens filled in, and runs when its reader says so.");
    } catch {
      this.tell("The browser does not let a page copy; take the link below.");
    }
  }

  // -- what the page says

  update(data) {
    this.words = data.words;
    this.prefixes = data.prefixes;
    this.most = data.most;
    if (this.stamp !== data.stamp) {
      this.stamp = data.stamp;
      if (this.text !== data.text) this.set(data.text);
    }
    const isSame = data.ran === this.text;
    this.marks = isSame ? data.marks : [];
    this.draw();
    this.tellFaults(isSame ? data.marks : []);
    this.tellState(data, isSame);
    if (data.ran && data.said) keepInHistory({ text: data.ran, said: data.said });
    this.tellHistory();
  }

  tellFaults(marks) {
    const faults = this.find(".faults");
    this.area.toggleAttribute("aria-invalid", false);
    if (marks.some((mark) => mark.level === "wrong")) this.area.setAttribute("aria-invalid", "true");
    faults.replaceChildren(
      ...marks.map((mark) => {
        const line = make("p", mark.level);
        if (mark.line) {
          const where = mark.column ? `Line ${mark.line}, column ${mark.column}` : `Line ${mark.line}`;
          const button = make("button", "to", where);
          button.type = "button";
          button.title = "Go there";
          button.addEventListener("click", () => {
            const at = offsetOf(this.text, mark);
            this.area.focus();
            this.area.setSelectionRange(at, at);
          });
          line.append(button, document.createTextNode(": "));
        }
        line.append(document.createTextNode(mark.words));
        return line;
      }),
    );
  }

  tellState(data, isSame) {
    const stop = this.find(".stop");
    const isRunning = data.state === "running" || data.state === "waiting";
    if (!isRunning && stop === stop.getRootNode().activeElement) this.area.focus();
    stop.disabled = !isRunning;
    clearInterval(this.clock);
    clearTimeout(this.glance);
    this.find(".editor").classList.toggle("is-running", isRunning);
    if (!isRunning) this.isStopping = false;
    if (!isRunning) return this.tell(data.ran && !isSame ? "Changed since it was run." : data.said || data.rules);
    const began = performance.now() - data.seconds * 1000;
    const tick = () => {
      const seconds = Math.floor((performance.now() - began) / 1000);
      this.tell(data.state === "waiting" ? "Waiting for another query to end." : `Running for ${seconds} s; ${data.rules}`);
    };
    this.glance = setTimeout(() => this.look(), LOOK_MS);
    tick();
    this.clock = setInterval(tick, 1000);
  }

  tellHistory() {
    const kept = readHistory();
    const box = this.find(".history");
    box.hidden = !kept.length;
    this.find(".history summary").textContent = `Queries of this session (${kept.length})`;
    this.find(".history ul").replaceChildren(
      ...kept.map(({ text, said }) => {
        const line = text.split("\n").find((each) => each.trim() && !/^\s*(?:#|PREFIX)/i.test(each)) ?? text;
        const head = text.split("\n").find((each) => each.startsWith("#"));
        const button = make("button", "past", (head ? head.replace(/^#\s*/, "") : line.trim()).slice(0, 100));
        button.type = "button";
        button.title = text.slice(0, 600);
        button.setAttribute("aria-label", `Load: ${button.textContent}`);
        button.addEventListener("click", () => {
          this.area.focus();
          this.area.select();
          this.type(text);
          this.area.setSelectionRange(0, 0);
          this.close();
        });
        const item = make("li");
        item.append(button, make("span", "quiet", said ?? ""));
        return item;
      }),
    );
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement;
  root.editor ??= new Editor(root);
  root.editor.send = setTriggerValue;
  root.editor.update(data);
}
