// Draws a network that was laid out in Python. The library is loaded once, from this host.

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

function inTheme(drawing, style) {
  const paper = style.getPropertyValue("--st-background-color").trim();
  const nodes = drawing.nodes.map((node) => {
    const holdsItsName = node.shape === "box" || node.shape === "ellipse";
    const fill = holdsItsName ? paper : node.color.background;
    const color = { background: fill, border: node.color.border, highlight: { background: fill, border: style.color } };
    return {
      ...node,
      color: { ...color, hover: color.highlight },
      font: { color: style.color, face: style.fontFamily, size: 18, strokeWidth: holdsItsName ? 0 : 4, strokeColor: paper },
    };
  });
  return nodes;
}

// An edge says what it stands for while one of its ends is chosen.
function nameEdges(edges, ids, style) {
  const chosen = new Set(ids);
  edges.update(
    edges.map((edge) => ({
      id: edge.id,
      label: chosen.has(edge.id) ? edge.title : undefined,
      font: { color: style.color, strokeColor: style.getPropertyValue("--st-background-color").trim(), size: 13 },
      width: chosen.has(edge.id) ? 2 : 1,
    })),
  );
}

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector(".network");
  const style = getComputedStyle(box);
  const signature = `${data.drawing} ${style.color}`;
  const choose = (network, edges) => {
    if (!data.chosen) return network.unselectAll();
    network.selectNodes([data.chosen]);
    nameEdges(edges, network.getConnectedEdges(data.chosen), style);
  };
  if (box.signature === signature) {
    box.choose?.(choose);
    return;
  }
  box.signature = signature;
  load(data.library).then(
    (vis) => {
      if (box.signature !== signature) return;
      box.network?.destroy();
      const drawing = JSON.parse(data.drawing);
      const edges = new vis.DataSet(drawing.edges.map((edge, id) => ({ ...edge, id })));
      const options = { ...drawing.options, interaction: { hover: true, keyboard: { enabled: true, bindToWindow: false } } };
      const network = new vis.Network(box, { nodes: new vis.DataSet(inTheme(drawing, style)), edges }, options);
      network.on("selectNode", ({ nodes }) => setTriggerValue("picked", nodes[0]));
      network.on("hoverNode", ({ node }) => nameEdges(edges, network.getConnectedEdges(node), style));
      network.on("blurNode", () => nameEdges(edges, network.getSelectedEdges(), style));
      box.network = network;
      box.choose = (again) => again(network, edges);
      choose(network, edges);
      parentElement.querySelector(".failed").hidden = true;
    },
    () => { parentElement.querySelector(".failed").hidden = false; },
  );
}
