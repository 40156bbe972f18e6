// The whole picture with its title, legend and remarks as a PNG, black on white as the SVG is. It is drawn once more off
// the page, so what the reader sees stays as it is, and names are painted as text: nothing in them can run.

const ON_PAPER = { color: "#22282b", fontFamily: "system-ui, sans-serif", getPropertyValue: () => "#ffffff" };
const LONGEST_SIDE = 8000; // what browsers paint on one canvas without failing
const [HEAD, LINE, EDGE, PAPER_NAME] = [88, 24, 16, 18];

function savePicture(vis, data) {
  const drawing = JSON.parse(data.drawing);
  const nodes = drawing.nodes.map((node) => inTheme(node, ON_PAPER, PAPER_NAME));
  const [left, right] = extent(nodes, "x");
  const [top, bottom] = extent(nodes, "y");
  const size = { width: Math.max(right - left, 640), height: bottom - top };
  const scale = Math.min(2, LONGEST_SIDE / size.width, LONGEST_SIDE / size.height);
  const sheet = document.createElement("div");
  sheet.style.cssText = `position: fixed; left: -99999px; width: ${size.width * scale}px; height: ${size.height * scale}px`;
  document.body.append(sheet);
  const network = new vis.Network(sheet, { nodes, edges: drawing.edges }, { ...drawing.options, interaction: {} });
  network.once("afterDrawing", () => {
    network.once("afterDrawing", ({ canvas }) => {
      writePicture(canvas, size, scale, data);
      setTimeout(() => { network.destroy(); sheet.remove(); });
    });
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
    network.redraw();
  });
  network.redraw();
}

function writePicture(drawn, { width, height }, scale, { title, remarks, legend }) {
  const paper = document.createElement("canvas");
  paper.width = width * scale;
  paper.height = (height + HEAD + LINE * remarks.length + EDGE) * scale;
  const pen = paper.getContext("2d");
  pen.scale(scale, scale);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, paper.width, paper.height);
  pen.drawImage(drawn, 0, HEAD, width, height);
  const write = (words, size, x, y, colour = ON_PAPER.color) => {
    pen.font = `${size}px ${ON_PAPER.fontFamily}`;
    pen.fillStyle = colour;
    pen.fillText(words, x, y, width - x - EDGE);
    return pen.measureText(words).width;
  };
  write(title, 24, EDGE, 38);
  let at = EDGE;
  for (const [glyph, kind, colour] of legend) {
    at += write(glyph, 18, at, 70, colour) + 6;
    at += write(kind, 17, at, 70) + 18;
  }
  remarks.forEach((remark, number) => write(remark, 16, EDGE, HEAD + height + LINE * (number + 1), "#5d676a"));
  paper.toBlob((file) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = "graph.png";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }, "image/png");
}

