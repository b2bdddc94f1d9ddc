// A chart as a picture to download: as it is drawn, with what it shows above and its source below.
//
// Plotly draws a copy off the screen. The texts are added as SVG text, so that nothing in them
// can act as markup.

import {whole} from "./numbers.js";
import {pageTemplate, withTheme} from "./theme.js";

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 16; // pixels around it all
const GAP = 4; // pixels between what is measured, title and note
const SCALE = 2; // of a PNG, at least
const PRINT = 1890; // pixels: 16 cm, as wide as the text of a page of A4, at 300 dots per inch
const CANVAS = 4096 ** 2; // pixels: on an iPhone, a larger canvas stays empty
const TRIANGLE = "▾"; // of an event: see events.py
const FALLBACK = "Arial, Helvetica, sans-serif"; // for programs that don't read a font in an SVG
const TITLE = {size: 18, line: 24, weight: 700};
const NOTE = {size: 13, line: 19, weight: 400};
const CAPTION = {size: 12, line: 17, weight: 400};

export async function save(Plotly, plot, texts, {format, name}) {
  const picture = await compose(Plotly, plot, texts);
  const text = new XMLSerializer().serializeToString(picture.svg);
  const svg = new Blob([text], {type: "image/svg+xml"});
  download(format === "svg" ? svg : await png(text, picture), name);
}

async function compose(Plotly, plot, {measure, title, note, caption, parameters}) {
  const {canvas, frame, spec, width} = plot;
  const own = pageTemplate(frame).font.family.split(",")[0];
  const family = `${own}, ${FALLBACK}`;
  const theme = pageTemplate(frame, family);
  const height = canvas.layout.height;
  const layout = withTheme(canvas.layout, theme, {width});
  const figure = {data: canvas.data, layout, config: spec.config};
  const inner = await Plotly.toImage(figure, {format: "svg", width, height, imageDataOnly: true});
  const svg = element("svg", {width: width + 2 * EDGE});
  svg.append(element("title", {}, title), element("desc", {}, spec.alt));
  svg.append(element("style", {}, await face(own)));
  svg.append(element("rect", {width: "100%", height: "100%", fill: theme.paper_bgcolor}));
  const {font, legend} = layout.template.layout; // with colours, as drawn
  const [ink, quiet] = [legend.font.color, font.color];
  const write = (...text) => writeText(svg, family, width, ...text);
  let y = write([measure], NOTE, quiet, EDGE) + GAP;
  y = write([title], TITLE, ink, y) + GAP;
  y = write([note, unnamed(canvas.layout, spec.events)], NOTE, quiet, y) + EDGE;
  const chart = new DOMParser().parseFromString(inner, "image/svg+xml").documentElement;
  chart.setAttribute("x", EDGE);
  chart.setAttribute("y", y);
  svg.append(chart);
  y = write([...caption, address(parameters)], CAPTION, quiet, y + height + EDGE) + EDGE;
  svg.setAttribute("height", y);
  svg.setAttribute("viewBox", `0 0 ${width + 2 * EDGE} ${y}`);
  return {svg, width: width + 2 * EDGE, height: y};
}

// A style sheet with the page's font in it, which a picture can't reach: labels have the room that its
// letters need, and those of other fonts are wider.
async function face(family) {
  const isOurs = ({href}) => !href || new URL(href).origin === location.origin;
  const rules = [...document.styleSheets].filter(isOurs).flatMap(({cssRules}) => [...cssRules]);
  const rule = rules.find((rule) => rule instanceof CSSFontFaceRule && isUpright(rule, family));
  if (!rule) return ""; // a font of the reader's machine
  const [, path] = rule.style.getPropertyValue("src").match(/url\("?([^")]+)/);
  const file = await fetch(new URL(path, rule.parentStyleSheet.href ?? location.href));
  const weights = rule.style.getPropertyValue("font-weight");
  return `@font-face { font-family: ${family}; src: url(${await dataUrl(await file.blob())}); font-weight: ${weights} }`;
}

function isUpright({style}, family) {
  const [name, slant] = ["font-family", "font-style"].map((part) => style.getPropertyValue(part));
  return name.replaceAll('"', "") === family.replaceAll('"', "") && slant !== "italic";
}

function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

// The days and names of events whose names had no room, and which say them under a pointer, before
// what they changed. A reader who drew all events would get too many to read.
function unnamed({annotations = []}, events) {
  if (events?.mode === "all") return "";
  const signs = {amp: "&", lt: "<", gt: ">"};
  const plain = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => signs[name]);
  const triangles = annotations.filter(({text, hovertext}) => text === TRIANGLE && hovertext);
  return triangles.map(({hovertext}) => `${TRIANGLE}\u00a0${plain(hovertext).split(/(?<=\.) /)[0]}`).join(" ");
}

// The page's address without parameters that are not ours, such as those a social network adds.
function address(parameters) {
  const url = new URL(location.href);
  const others = [...url.searchParams.keys()].filter((name) => !parameters.includes(name));
  others.forEach((name) => url.searchParams.delete(name));
  return url.href;
}

function element(name, attributes, text = "") {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}

// Writes paragraphs into the picture, wrapped to its width, and returns where they end.
function writeText(svg, family, width, paragraphs, {size, line, weight}, fill, top) {
  const brush = document.createElement("canvas").getContext("2d");
  brush.font = `${weight} ${size}px ${family}`;
  const fits = (text) => brush.measureText(text).width <= width;
  const lines = paragraphs.flatMap((text) => wrapped(text, fits));
  lines.forEach((text, at) => {
    const y = top + at * line + size;
    const font = {"font-family": family, "font-size": size, "font-weight": weight};
    svg.append(element("text", {x: EDGE, y, fill, ...font}, text));
  });
  return top + lines.length * line;
}

// The lines of a text: broken at spaces that may break, and inside a word longer than a line: a URL
// before its parameters, or where there is no such place at any letter.
function wrapped(text, fits) {
  const lines = [];
  let line = "";
  for (const word of whole(text).split(" ").filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = "";
    for (const part of word.split(/(?=[?&])/).flatMap((part) => (fits(part) ? part : [...part]))) {
      if (line && !fits(line + part)) {
        lines.push(line);
        line = "";
      }
      line += part;
    }
  }
  return line ? [...lines, line] : lines;
}

async function png(text, {width, height}) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  const most = Math.floor(Math.sqrt(CANVAS / (width * height)));
  const scale = Math.max(SCALE, Math.min(Math.ceil(PRINT / width), most));
  [canvas.width, canvas.height] = [scale * width, scale * height];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it only after a while
}
