// Draws charts for the categories just chosen, while the page's script still runs: each chart has an
// address that gives what the script is about to send. What it sends is what holds in the end.

import {addressOf} from "./dom.js";

const PILLS = '[class*="st-key-pills-"]', ALL = ".st-key-pills-all";
const NAME = /\/([\w-]+)\./, NAMES = "{charts}"; // in the address of a chart's numbers
const RUN = "data-test-script-state"; // Streamlit's, at the root of the page
const GRACE = 1000; // milliseconds, in which the charts of a run that has ended are all there

let chosen; // codes, for which charts were last asked
let choice = new AbortController();
let hasEnded = true; // the run of the page's script that follows a choice
let ending;

export function followPills(charts) {
  new MutationObserver((records) => {
    const pill = records.map(({target}) => target).find((target) => target.closest(PILLS));
    if (pill) follow(charts, pill);
    const run = records.find(({attributeName}) => attributeName === RUN)?.target;
    if (!run) return;
    hasEnded = run.getAttribute(RUN) === "notRunning";
    endSoon(charts);
  }).observe(document.body, {attributeFilter: ["aria-pressed", RUN], subtree: true});
}

function follow(charts, pill) {
  const all = pill.closest(ALL);
  if (all && !isOn(pill)) return; // follows from another one
  const following = charts().filter(({spec}) => spec?.pills);
  if (!following.length) return void (chosen = null);
  const codes = all ? [] : codesOf(following[0].spec.pills);
  if (chosen === `${codes}`) return;
  chosen = `${codes}`;
  hasEnded = false;
  choice.abort();
  choice = new AbortController();
  const groups = Map.groupBy(following, (chart) => addressFor(chart, codes));
  for (const [address, group] of groups) draw(address, group, charts, choice.signal);
}

// Draws charts that have the same address but for their names; an answer has a line for each.
async function draw(address, group, charts, signal) {
  const sent = group.map((chart) => chart.sent);
  const names = group.map(({spec}) => spec.numbers.address.match(NAME)[1]);
  const answer = await fetch(address.replace(NAMES, names.join()), {signal}).catch(() => null);
  // Without it, the charts change when the script has run, as any other part of the page.
  const text = answer?.ok ? await answer.text().catch(() => "") : "";
  if (signal.aborted) return;
  text.split("\n").forEach((line, place) => {
    const chart = group[place];
    if (!line || chart.sent !== sent[place]) return;
    chart.show(line);
    chart.plot.show();
  });
  endSoon(charts);
}

// A choice may have been taken back in a way that leaves nothing to send.
function endSoon(charts) {
  clearTimeout(ending);
  ending = setTimeout(() => {
    if (!hasEnded) return;
    for (const chart of charts()) {
      chart.show(chart.sent);
      chart.plot.show();
    }
  }, GRACE);
}

function isOn(pill) {
  return pill.getAttribute("aria-pressed") === "true";
}

function codesOf(rows) {
  return Object.entries(rows).flatMap(([row, codes]) => {
    const pills = document.querySelectorAll(`.st-key-${row} [aria-pressed]`);
    return codes.filter((_, place) => pills[place] && isOn(pills[place]));
  });
}

// The address of a chart in other categories, with NAMES where its name is.
function addressFor(chart, codes) {
  const {address} = chart.spec.numbers;
  const [path, query] = addressOf(address.replace(NAME, `/${NAMES}.`), "element").split("?");
  const parameters = new URLSearchParams(query);
  parameters.delete("category");
  for (const code of codes) parameters.append("category", code);
  const events = new URLSearchParams(location.search).get("events");
  if (events) parameters.set("events", events);
  return `${path}?${parameters}`;
}
