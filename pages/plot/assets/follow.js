// Draws charts for the categories just chosen, while the page's script still runs: each chart has an
// address that gives what the script is about to send. What it sends is what holds in the end.

import {addressOf} from "./dom.js";

const PILLS = '[class*="st-key-pills-"]', ALL = ".st-key-pills-all";
const RUN = "data-test-script-state"; // Streamlit's, at the root of the page
const GRACE = 1000; // milliseconds, in which the charts of a run that has ended are all there

let choice = new AbortController();
let ending;

export function followPills(charts) {
  new MutationObserver((records) => {
    const pill = records.map(({target}) => target).find((target) => target.closest(PILLS));
    if (pill) follow(charts, pill);
    if (records.some(({attributeName}) => attributeName === RUN)) endSoon(charts);
  }).observe(document.body, {attributeFilter: ["aria-pressed", RUN], subtree: true});
}

function follow(charts, pill) {
  const all = pill.closest(ALL);
  if (all && !isOn(pill)) return; // follows from another one
  choice.abort();
  choice = new AbortController();
  for (const chart of charts()) {
    if (!chart.spec?.pills) continue;
    const address = new URL(addressOf(chart.spec.numbers.address, "element"), location.href);
    const codes = all ? [] : codesOf(chart.spec.pills);
    if (`${codes}` === `${address.searchParams.getAll("category")}`) continue;
    address.searchParams.delete("category");
    for (const code of codes) address.searchParams.append("category", code);
    const events = new URLSearchParams(location.search).get("events");
    if (events) address.searchParams.set("events", events);
    draw(chart, address, charts, choice.signal);
  }
}

async function draw(chart, address, charts, signal) {
  const {sent} = chart;
  const answer = await fetch(address, {signal}).catch(() => null);
  // Without it, the chart changes when the script has run, as any other part of the page.
  const text = answer?.ok ? await answer.text().catch(() => "") : "";
  if (!text || signal.aborted || chart.sent !== sent) return;
  chart.show(text);
  await chart.plot.show();
  endSoon(charts);
}

// A choice may have been taken back in a way that leaves nothing to send.
function endSoon(charts) {
  clearTimeout(ending);
  ending = setTimeout(() => {
    if (document.querySelector(`[${RUN}]`)?.getAttribute(RUN) !== "notRunning") return;
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
