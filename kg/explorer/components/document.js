// Builds a tree of elements with textContent alone, and turns links within the explorer into choices.

const OUTWARD = /^https?:\/\//;

function build(part, links) {
  if (typeof part === "string") return document.createTextNode(part);
  const node = document.createElement(part.tag);
  if (part.style) node.className = part.style;
  if (part.hint) node.title = part.hint;
  if (part.label) node.setAttribute("aria-label", part.label);
  if (part.role === "current") node.setAttribute("aria-current", "true");
  else if (part.role === "hidden") node.setAttribute("aria-hidden", "true");
  else if (part.role === "open") node.open = true;
  else if (part.role === "scroll") Object.assign(node, { tabIndex: 0, role: "region" });
  else if (part.role && !["rowheader", "copy", "print"].includes(part.role)) node.setAttribute("role", part.role);
  (part.figures ?? []).forEach((figure, at) => node.style.setProperty(`--figure-${at + 1}`, Number(figure)));
  if (part.tag === "th") node.scope = part.role === "rowheader" ? "row" : "col";
  if (part.style === "term") explain(node);
  if (part.key) {
    node.dataset.key = part.key;
    node.setAttribute("aria-keyshortcuts", part.key);
  }
  if (part.role === "copy") {
    node.href = part.href;
    node.onclick = copyAddress;
  } else if (part.role === "print") {
    node.href = part.href;
    node.onclick = (event) => { event.preventDefault(); window.print(); };
  } else if (part.href) {
    node.href = part.href;
    if (OUTWARD.test(part.href)) {
      node.target = "_blank";
      node.rel = "noopener noreferrer";
    } else links.push(node);
  }
  node.append(...(part.children ?? []).map((child) => build(child, links)));
  return node;
}

// The address that a link would lead to, into the clipboard; where there is none, into a box to copy from.
async function copyAddress(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const link = event.currentTarget;
  const words = link.textContent;
  try {
    await navigator.clipboard.writeText(link.href);
  } catch {
    window.prompt("The link", link.href);
    return;
  }
  link.setAttribute("aria-live", "polite");
  link.textContent = "Copied";
  setTimeout(() => { link.textContent = words; }, 2000);
}

// Streamlit writes the query of another page into the address before it goes there, so that Back would meet this page with
// that query; what it writes next takes the place of it.
function leave(link) {
  const here = location.pathname;
  if (link.pathname === here || Object.hasOwn(history, "pushState")) return;
  let isBetween = false;
  history.pushState = (state, title, address) => {
    const isThere = new URL(address, location.href).pathname !== here;
    if (isThere) delete history.pushState;
    if (isThere && isBetween) history.replaceState(state, title, address);
    else History.prototype.pushState.call(history, state, title, address);
    isBetween = true;
  };
}

// Single keys follow the links that name them, unless somebody types. The last document that has any listens.
let listens;
let isWalking = false;
function hear(root) {
  if (!root.querySelector("[data-key]")) return;
  if (listens) document.removeEventListener("keydown", listens);
  listens = (event) => {
    const at = event.composedPath()[0];
    const types = at.matches?.("input, textarea, select, [contenteditable], [role=combobox], [role=textbox]");
    if (types || event.metaKey || event.ctrlKey || event.altKey || !root.isConnected) return;
    const link = root.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!link) return;
    event.preventDefault();
    isWalking = true;
    link.click();
  };
  document.addEventListener("keydown", listens);
}

// On paper everything that is folded is open; afterwards it is as it was.
function unfold(root) {
  let opened = [];
  const open = () => {
    opened = [...root.querySelectorAll(".harm:not([open]), .quality:not([open]), .whole-list:not([open])")];
    for (const part of opened) part.open = true;
  };
  const close = () => { for (const part of opened) part.open = false; };
  if (root.unfolds) return;
  root.unfolds = true;
  window.addEventListener("beforeprint", () => root.isConnected && open());
  window.addEventListener("afterprint", close);
}

// A word with its meaning inside shows it to the pointer, the finger and the keyboard; Escape puts it away.
let terms = 0;
function explain(node) {
  node.tabIndex = 0;
  const name = `meaning-${(terms += 1)}`;
  node.setAttribute("aria-describedby", name);
  queueMicrotask(() => { node.querySelector(".tip").id = name; });
  node.onkeydown = (event) => { if (event.key === "Escape") node.blur(); };
  const turn = () => {
    const room = document.documentElement.clientWidth - node.getBoundingClientRect().left;
    node.classList.toggle("to-the-left", room < 330);
  };
  node.onmouseenter = turn;
  node.onfocus = turn;
}

// One stop for the Tab key; the arrow keys walk on from it (ARIA practices, roving tabindex).
function rove(root) {
  const marks = [...root.querySelectorAll("a.claim, a.reference")];
  if (marks.length < 2) return;
  const stop = marks.find((mark) => mark.getAttribute("aria-current")) ?? marks[0];
  for (const mark of marks) mark.tabIndex = mark === stop ? 0 : -1;
  const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  root.onkeydown = (event) => {
    const at = marks.indexOf(event.target.closest("a"));
    if (at < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const next = marks[(at + steps[event.key] + marks.length) % marks.length];
    marks[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
}

function isInView(node) {
  const box = node.getBoundingClientRect();
  return box.top >= 80 && box.bottom <= window.innerHeight - 40;
}

function reveal(root, isFirst) {
  const arrived = root.querySelector(".arrives");
  if (arrived && !isFirst && window.matchMedia("(max-width: 900px)").matches) arrived.scrollIntoView({ block: "start" });
  const current = root.querySelector(".reading [aria-current]");
  const panel = root.querySelector(".panel");
  if (panel) panel.scrollTop = 0;
  // on a narrow page the panel covers the lower half
  const isNarrow = window.matchMedia("(max-width: 900px)").matches;
  if (current && (isNarrow || !isInView(current))) current.scrollIntoView({ block: isNarrow ? "start" : "center" });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".document");
  const signature = JSON.stringify(data);
  if (root.signature === signature) return;
  const hasFocus = root.getRootNode().activeElement?.classList.contains("claim");
  const isFirst = root.signature === undefined;
  root.signature = signature;
  const links = [];
  root.replaceChildren(...data.map((part) => build(part, links)));
  for (const link of links) {
    link.onclick = (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      leave(link);
      setTriggerValue("followed", link.getAttribute("href"));
    };
  }
  rove(root);
  hear(root);
  unfold(root);
  reveal(root, isFirst);
  const reading = root.querySelector(".reading");
  const hadFocus = hasFocus || (reading && isWalking);
  if (reading) isWalking = false;
  if (hadFocus) root.querySelector(".reading a[aria-current]")?.focus({ preventScroll: true });
}
