// A figure in the page's theme: its colours, font and text size.

const SIZE = 16; // pixels of text, unless a reader has set another size

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

// The part of the template that depends on the theme; style.py has the rest. `family` replaces the font.
export function pageTemplate(element, family) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--st-${name}`).trim();
  const [ink, paper, border] = ["text-color", "background-color", "border-color"].map(read);
  // As large as the page's text, if a chart of this width has room for it.
  const preferred = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const root = Math.min(preferred, Math.max(SIZE, element.clientWidth / 40));
  const [quiet, line] = [mix(ink, paper, 0.75), mix(border, paper, 0.7)];
  const small = {color: quiet, size: 0.75 * root};
  const axis = {
    gridcolor: line, zerolinecolor: line, tickcolor: line, automargin: true, tickfont: small,
    title: {font: {color: quiet, size: 0.875 * root}},
  };
  return {
    font: {...small, family: family ?? read("font")},
    paper_bgcolor: paper,
    plot_bgcolor: paper,
    margin: {l: 0, r: 0, pad: 0.5 * root},
    legend: {font: {...small, color: ink}, title: {font: small, side: "top"}, valign: "top"},
    hoverlabel: {bgcolor: paper, bordercolor: border, font: {...small, color: ink}},
    xaxis: deepMerge({title: {standoff: 1.25 * root}}, axis),
    yaxis: deepMerge({title: {standoff: 1.5 * root}, ticklabelposition: "outside"}, axis),
  };
}

function mix(front, back, share) {
  const [a, b] = [front, back].map(channels);
  const values = a.map((value, at) => Math.round(share * value + (1 - share) * b[at]));
  return `rgb(${values.join(", ")})`;
}

// A theme may write a colour in any CSS syntax; a canvas returns it as #rrggbb.
const canvas = document.createElement("canvas").getContext("2d");
function channels(colour) {
  canvas.fillStyle = colour;
  return [1, 3, 5].map((at) => parseInt(canvas.fillStyle.slice(at, at + 2), 16));
}
