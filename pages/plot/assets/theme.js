// A figure in the page's theme: its colours, background, font and text size.

const SIZE = 16; // pixels of text, unless a reader has set another size

const TOKEN = /var\(--([a-z0-9-]+)(?:,\s*([\d.]+))?\)/g; // a colour's name and opacity: see colours.py

// A figure with the colours of the theme that the page has, which are in `colours` by their names.
export function painted(figure, colours, paper) {
  const theme = channels(paper).reduce((sum, part) => sum + part) < 383 ? 1 : 0; // of [light, dark]
  const text = JSON.stringify(figure).replace(TOKEN, (whole, name, opacity) => {
    const colour = colours[name]?.[theme];
    return colour && opacity ? `rgba(${channels(colour).join()},${opacity})` : colour ?? whole;
  });
  return JSON.parse(text);
}

// The layout with the page's theme in its template, as Streamlit does for its own Plotly charts.
export function withTheme(layout, theme, changes) {
  const merged = deepMerge(structuredClone(layout.template?.layout ?? {}), theme);
  return {...layout, ...changes, template: {...layout.template, layout: merged}};
}

export function deepMerge(target, source) {
  for (const [name, value] of Object.entries(source)) {
    const isLeaf = Object(value) !== value || Array.isArray(value);
    target[name] = isLeaf ? value : deepMerge(target[name] ?? {}, value);
  }
  return target;
}

// The part of the template that depends on the page; style.py has the rest. `family` replaces the font.
export function pageTemplate(element, family) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const paper = read("background-color");
  // As large as the page's text, if a chart of this width has room for it.
  const preferred = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const root = Math.min(preferred, Math.max(SIZE, element.clientWidth / 40));
  const small = {size: 0.75 * root};
  const axis = {automargin: true, tickfont: small, title: {font: {size: 0.875 * root}}};
  return {
    font: {...small, family: family ?? read("font")},
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    margin: {l: 0, r: 0, pad: 0.5 * root},
    legend: {font: small, title: {font: small, side: "top"}, valign: "top"},
    hoverlabel: {font: small},
    xaxis: deepMerge({title: {standoff: 1.25 * root}}, axis),
    yaxis: deepMerge({title: {standoff: 1.5 * root}, ticklabelposition: "outside"}, axis),
  };
}

// A theme may write a colour in any CSS syntax; a canvas returns it as #rrggbb.
const canvas = document.createElement("canvas").getContext("2d");
function channels(colour) {
  canvas.fillStyle = colour;
  return [1, 3, 5].map((at) => parseInt(canvas.fillStyle.slice(at, at + 2), 16));
}
