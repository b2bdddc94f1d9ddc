// The marks of a drawn figure: where they are, what they say, and which round they are.

// The marks in series, from the top to the bottom, each from left to right. A series is a line or
// the bars of a name; where a trace has several rows, it is a row. Of a round that is drawn twice,
// it has the later mark.
export function seriesOf(canvas) {
  const all = canvas.calcdata.flatMap((points, curve) => marksOf(points, curve, canvas._fullLayout));
  const marks = new Map(all.map((mark) => [mark.id ?? mark, mark]));
  const series = new Map();
  for (const mark of marks.values()) {
    if (!series.has(mark.series)) series.set(mark.series, []);
    series.get(mark.series).push(mark);
  }
  const sorted = [...series.values()].map((marks) =>
    marks.sort((a, b) => a.across - b.across || a.down - b.down));
  return sorted.sort((a, b) => a.at(-1).down - b.at(-1).down);
}

function marksOf(points, curve, layout) {
  const {trace} = points[0];
  // The cells of a heat map are its table, which stands below the chart.
  if (trace.hoverinfo === "skip" || !trace.customdata || trace.type === "heatmap") return [];
  const [x, y] = [axis(layout, trace.xaxis), axis(layout, trace.yaxis)];
  const marks = points
    .map((point, number) => ({
      curve,
      number,
      subplot: trace.xaxis + trace.yaxis,
      across: x._offset + x.c2p(point.x),
      down: y._offset + y.c2p(point.y),
      time: x.type === "date" ? point.x : null,
      html: trace.customdata[number],
      id: trace.ids?.[number],
    }))
    .filter(({html, across, down}) => html && isWithin(across, x) && isWithin(down, y));
  const rows = new Set(marks.map(({down}) => Math.round(down)));
  const hasRows = trace.orientation === "h" || y.type === "category" || rows.size * 2 <= marks.length;
  const isLine = trace.mode?.includes("lines") || (trace.type === "bar" && trace.orientation !== "h");
  for (const mark of marks) {
    mark.series = hasRows && !isLine ? Math.round(mark.down) : `${trace.name ?? curve}`;
  }
  return marks;
}

function axis(layout, name) {
  return layout[`${name[0]}axis${name.slice(1)}`];
}

function isWithin(place, {_offset, _length}) {
  return place >= _offset - 1 && place <= _offset + _length + 1;
}

// What a mark says, without Plotly's markup.
export function said({html}) {
  const page = new DOMParser().parseFromString(html.replaceAll(/<br ?\/?>/g, ", "), "text/html");
  return page.body.textContent;
}
