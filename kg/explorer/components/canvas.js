// Draws a network that was laid out in Python, and says what was picked. The library is loaded once, from this host.
// savePicture stands in canvas_png.js.

let library;

function load(address) {
  library ??= new Promise((resolve, reject) => {
    if (window.vis?.Network) return resolve(window.vis);
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.vis);
    script.onerror = () => reject(new Error(`${address} could not be loaded`));
    document.head.append(script);
  });
  return library;
}

function inTheme(node, style, nameSize) {
  const paper = style.getPropertyValue("--st-background-color").trim();
  const isHollow = node.color.background === "#ffffff";
  const fill = isHollow ? paper : node.color.background;
  const highlight = { background: fill, border: style.color };
  const holdsItsName = node.shape === "box" || node.shape === "ellipse";
  const font = { color: style.color, face: style.fontFamily, size: nameSize, strokeWidth: holdsItsName ? 0 : 4, strokeColor: paper };
  return { ...node, color: { background: fill, border: node.color.border, highlight, hover: highlight }, font };
}

// An edge says what it stands for while it or one of its ends is chosen; of more than a few none could be read.
const MOST_NAMED = 3;
const listNamed = (edges) => (edges.length <= MOST_NAMED ? edges : []);
function nameEdges(box, ids) {
  const style = getComputedStyle(box);
  const chosen = new Set(ids);
  const paper = style.getPropertyValue("--st-background-color").trim();
  box.edges.update(
    box.edges.get().map((edge) => ({
      id: edge.id,
      label: chosen.has(edge.id) ? edge.title : undefined,
      chosen: { edge: true, label: false },
      font: { color: style.color, face: style.fontFamily, strokeColor: paper, strokeWidth: 5, size: box.nameSize - 2, align: "top" },
    })),
  );
}

function mark(box, { chosen, edge }) {
  const { network } = box;
  network.unselectAll();
  if (edge && box.edges.get(edge)) {
    network.selectEdges([edge]);
    nameEdges(box, [edge]);
  } else if (chosen && box.nodes.get(chosen)) {
    network.selectNodes([chosen]);
    nameEdges(box, listNamed(network.getConnectedEdges(chosen)));
  } else nameEdges(box, []);
}

// Everything in view, but never so small that no name can be read: then what it is around, and as much of the rest as
// there is room for; the reader moves on.
const LEAST_SCALE = 0.42;
const MARGIN = 150;
function fit(box, focus) {
  const { network } = box;
  network.fit({ animation: false });
  if (network.getScale() >= LEAST_SCALE || !focus) return;
  const points = Object.values(network.getPositions());
  const from = network.getPosition(focus);
  const centre = (axis, length) => {
    const [first, last, half] = [...extent(points, axis), length / LEAST_SCALE / 2];
    if (last - first <= 2 * half) return (first + last) / 2;
    return Math.min(Math.max(from[axis], first + half), last - half);
  };
  const position = { x: centre("x", box.clientWidth), y: centre("y", box.clientHeight) };
  network.moveTo({ position, scale: LEAST_SCALE, animation: false });
}

// From where to where the points reach, names included.
function extent(points, axis) {
  const places = points.map((point) => point[axis]);
  return [Math.min(...places) - MARGIN, Math.max(...places) + MARGIN];
}

// Names are as large as the page's small print, however large a picture has to fit; from there they zoom with it.
const [NAME_PX, LEAST_NAME, LARGEST_NAME] = [13, 13, 26];
function sizeNames(box) {
  const size = Math.round(Math.min(Math.max(NAME_PX / box.network.getScale(), LEAST_NAME), LARGEST_NAME));
  if (size === box.nameSize) return;
  box.nameSize = size;
  box.nodes.update(box.nodes.get().map(({ id, font }) => ({ id, font: { ...font, size } })));
}

function replace(set, items) {
  const kept = new Set(items.map((item) => item.id));
  set.remove(set.getIds().filter((id) => !kept.has(id)));
  set.update(items);
}

function start(vis, box, data, say) {
  const drawing = JSON.parse(data.drawing);
  box.nodes = new vis.DataSet();
  box.edges = new vis.DataSet();
  const options = { ...drawing.options, interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false } } };
  const network = new vis.Network(box, { nodes: box.nodes, edges: box.edges }, options);
  network.on("selectNode", ({ nodes }) => say("picked", nodes[0]));
  network.on("selectEdge", ({ nodes, edges }) => { if (!nodes.length && edges.length) say("picked", edges[0]); });
  network.on("doubleClick", ({ nodes }) => { if (nodes.length) say("opened", nodes[0]); });
  network.on("hoverNode", ({ node }) => nameEdges(box, listNamed(network.getConnectedEdges(node))));
  network.on("blurNode", () => mark(box, box.chosen));
  box.network = network;
}

function show(box, data) {
  const drawing = JSON.parse(data.drawing);
  const style = getComputedStyle(box);
  replace(box.nodes, drawing.nodes.map((node) => inTheme(node, style, (box.nameSize ??= LARGEST_NAME))));
  replace(box.edges, drawing.edges);
  box.network.redraw();
  const shape = drawing.nodes.map((node) => node.id).sort().join();
  if (box.shape !== shape) {
    fit(box, data.focus);
    sizeNames(box);
  }
  box.shape = shape;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".network");
  const signature = `${data.drawing} ${getComputedStyle(box).color}`;
  box.chosen = { chosen: data.chosen, edge: data.edge };
  box.focusNode = data.focus;
  box.say = setTriggerValue;
  if (box.signature === signature) {
    if (box.network) mark(box, box.chosen);
    return;
  }
  box.signature = signature;
  load(data.library).then(
    (vis) => {
      if (box.signature !== signature) return;
      if (!box.network) start(vis, box, data, (...told) => box.say(...told));
      show(box, data);
      mark(box, box.chosen);
      parentElement.querySelector(".failed").hidden = true;
    },
    () => { parentElement.querySelector(".failed").hidden = false; },
  );
  const zoom = (factor) => box.network?.moveTo({ scale: box.network.getScale() * factor, animation: false });
  parentElement.querySelector(".nearer").onclick = () => zoom(1.3);
  parentElement.querySelector(".farther").onclick = () => zoom(1 / 1.3);
  parentElement.querySelector(".whole").onclick = () => box.network?.fit({ animation: false });
  parentElement.querySelector(".save").onclick = () => load(data.library).then((vis) => savePicture(vis, data));
}
