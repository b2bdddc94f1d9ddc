"""Load on one server: visitors that click, open data beside them, attacks, and health checks.

``python -m benchmark.load --sessions 50 --minutes 3`` starts a server of its own, or takes the one
at ``--address``. With ``--clicks`` a visitor leaves after so many and another comes, as a soak
wants it. Every visitor has an address of its own, so the server's limits hold as for anybody.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import httpx
import psutil
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from benchmark.visitor import PAGES, STREAM, PageError, visit
from tests.support.programs import nginx
from tests.support.serving import QUIET, ROOT, free_port, served, streamlit

CODES = ("pnp", "cec", "french")  # which had a round in each of the last years
FILES = (
    "/api/v1/rounds.json",
    "/api/v1/rounds.csv",
    "/api/v1/rounds.xlsx",
    "/api/v1/weekly.parquet",
    "/api/v1/charts/invitations/invitations.csv",
    "/api/v1/charts/frequency/rounds-per-week.json",
    "/feeds/rounds.atom",
)
ATTACKER = "203.0.113.66"
FAILURES = (OSError, WebSocketException, httpx.HTTPError, PageError, TimeoutError)


@dataclass
class Load:
    """What is sent, and what came of it: seconds by kind, and how often what went wrong."""

    address: str
    options: argparse.Namespace
    processes: list[psutil.Process]
    times: dict[str, list[float]] = field(default_factory=dict)
    wrong: Counter[str] = field(default_factory=Counter)
    clients: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def note(self, kind: str, seconds: float) -> None:
        """Keep one measurement."""
        self.times.setdefault(kind, []).append(seconds)

    @property
    def choices(self) -> tuple[Sequence[str], Sequence[str]]:
        """The pages and the categories among which visitors choose; no category for all of them."""
        return self.options.pages or PAGES, self.options.categories

    async def visitor(self, number: int) -> None:
        """Click, wait, and click again; leave after some clicks if visitors come and go."""
        random, pause = Random(number), self.options.think  # noqa: S311 no secret
        await asyncio.sleep(random.uniform(0, pause))
        while True:
            client = next(self.clients)
            name = f"10.{client >> 16 & 255}.{client >> 8 & 255}.{client & 255}"
            try:
                async with visit(self.address, name, random, *self.choices) as visitor:
                    for _ in range(self.options.clicks or sys.maxsize):
                        self.note("page", await visitor.click())
                        await asyncio.sleep(random.uniform(pause / 3, pause * 5 / 3))
            except FAILURES as error:
                self.wrong[f"page: {error!r}"[:150]] += 1
                await asyncio.sleep(pause)

    async def readers(self) -> None:
        """Ask for open data, so many times a second."""
        random = Random(0)  # noqa: S311 no secret
        await self._every(self.options.api, lambda: self._read(random))

    async def _read(self, random: Random) -> None:
        params = {"category": random.choice(CODES), "from": f"{random.randint(2015, 2024)}-01-01"}
        path = random.choice(FILES)
        await self.get("open data", path, {} if "feeds" in path else params, random.randint(1, 9))

    async def health(self) -> None:
        """Ask five times a second whether the server is alive."""
        await self._every(5, lambda: self.get("/healthz", "/healthz", {}, 250))

    async def get(self, kind: str, path: str, params: dict[str, str], client: int) -> None:
        """Send one request, and note how long the answer took."""
        start, headers = time.perf_counter(), {"X-Forwarded-For": f"192.0.2.{client}"}
        try:
            answer = await self.http.get(path, params=params, headers=headers)
            self.note(kind, time.perf_counter() - start)
            if answer.status_code != 200:
                self.wrong[f"{kind}: {answer.status_code}"] += 1
        except FAILURES as error:
            self.note(kind, time.perf_counter() - start)
            self.wrong[f"{kind}: {error!r}"[:150]] += 1

    async def strangers(self) -> None:
        """Open websockets as a page of another site would."""
        await self._every(self.options.foreign, self._open_as_stranger)

    async def _open_as_stranger(self) -> None:
        start, headers = time.perf_counter(), {"X-Forwarded-For": ATTACKER}
        try:
            async with connect(
                self.address.replace("http", "ws", 1) + STREAM,
                origin="https://elsewhere.example",  # type: ignore[arg-type]
                additional_headers=headers,
            ):
                self.wrong["a foreign page was let in"] += 1
        except FAILURES:
            self.note("refusal of a foreign page", time.perf_counter() - start)

    async def spammer(self, number: int) -> None:
        """Ask for run after run over one websocket, without waiting for any."""
        random = Random(-number)  # noqa: S311 no secret
        while True:
            with suppress(*FAILURES):
                async with visit(self.address, ATTACKER, random) as visitor:
                    while True:
                        await visitor.send()
                        self.note("spam", 0)
                        await asyncio.sleep(0.2)
            await asyncio.sleep(0.2)

    async def _every(self, rate: float, work: Callable[[], Awaitable[None]]) -> None:
        """Start some work so many times a second, however long it takes."""
        running: set[asyncio.Task[None]] = set()
        while True:
            task = asyncio.ensure_future(work())
            running.add(task)
            task.add_done_callback(running.discard)
            await asyncio.sleep(1 / rate)

    async def report(self) -> None:
        """Print what the server uses, now and then."""
        start = time.perf_counter()
        while True:
            minutes, runs = (time.perf_counter() - start) / 60, len(self.times.get("page", []))
            print(f"{minutes:6.1f} min  {runs:6} runs  {self.used()}", flush=True)
            await asyncio.sleep(self.options.every)

    def used(self) -> str:
        """Return what the server's processes use, if they are known."""
        if not self.processes:
            return ""
        memory = sum(process.memory_info().rss for process in self.processes) / 1e6
        descriptors = sum(process.num_fds() for process in self.processes)
        threads = sum(process.num_threads() for process in self.processes)
        return f"{memory:6.0f} MB  {descriptors:4} descriptors  {threads:3} threads"

    async def run(self) -> None:
        """Send all the load for some minutes, then print what came of it."""
        options = self.options
        # The server closes an idle connection after five seconds.
        limits = httpx.Limits(max_keepalive_connections=20, keepalive_expiry=2)
        async with httpx.AsyncClient(
            base_url=self.address, timeout=60, limits=limits, trust_env=False
        ) as self.http:
            work = [self.health(), self.report(), *map(self.visitor, range(options.sessions))]
            work += [self.readers()] if options.api else []
            work += [self.strangers()] if options.foreign else []
            work += map(self.spammer, range(1, options.spam + 1))
            start, cpu = time.perf_counter(), self._cpu()
            tasks = [asyncio.ensure_future(one) for one in work]
            done, _pending = await asyncio.wait(
                tasks, timeout=options.minutes * 60, return_when=asyncio.FIRST_EXCEPTION
            )
            seconds = time.perf_counter() - start
            print(f"\n{self.used()}\n{table(self.times, seconds)}")
            if self.processes:
                print(f"{(self._cpu() - cpu) / seconds:.2f} cores used")
            print(f"Wrong: {dict(self.wrong) or 'nothing'}")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for task in done:
                task.result()

    def _cpu(self) -> float:
        times = [process.cpu_times() for process in self.processes]
        return sum(time.user + time.system for time in times)


def table(times: dict[str, list[float]], seconds: float) -> str:
    """Return how often each kind happened, and how long it took, as a Markdown table.

    >>> print(table({"page": [0.1, 0.2, 0.3]}, 60))
    | kind | number | a second | p50, ms | p95, ms | p99, ms | longest, ms |
    |---|---|---|---|---|---|---|
    | page | 3 | 0.1 | 200 | 300 | 300 | 300 |
    """
    heads = ("kind", "number", "a second", "p50, ms", "p95, ms", "p99, ms", "longest, ms")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for kind, found in times.items():
        ordered = sorted(found)
        marks = [statistics.median(ordered)]
        marks += [ordered[min(len(ordered) - 1, int(len(ordered) * q))] for q in (0.95, 0.99)]
        cells = [kind, str(len(found)), f"{len(found) / seconds:.1f}"]
        cells += [f"{1000 * value:.0f}" for value in (*marks, ordered[-1])]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


@contextmanager
def target(options: argparse.Namespace) -> Iterator[tuple[str, list[psutil.Process]]]:
    """Yield the address of the server, started here unless one is given, and its processes."""
    if options.address:
        yield options.address, [psutil.Process(options.pid)] if options.pid else []
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # nginx says of all visitors that they have one address, which would share its limits.
        environ = QUIET | {"EE_RATE_DATA": "0"} if options.replicas else {"EE_REFRESH_MINUTES": "0"}
        ports = [free_port() for _ in range(options.replicas or 1)]
        servers = [
            stack.enter_context(
                served(
                    streamlit(ROOT / "app.py", port),
                    port,
                    folder / f"{port}.log",
                    environ={**environ, "EE_DATA_DIR": str(folder / "data")},
                    path="/readyz",
                )
            )
            for port in ports
        ]
        address = servers[0].address
        if options.replicas:
            address = stack.enter_context(nginx(folder, (ports * 2)[:2]))
        yield address, [psutil.Process(server.process.pid) for server in servers]


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line, or of these arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmark.load", description=__doc__)
    add = parser.add_argument
    add("--address", help="of a server that runs already, such as a proxy's")
    add("--pid", type=int, help="of that server, to say what it uses")
    add("--replicas", type=int, choices=(1, 2), help="processes behind nginx; else one alone")
    add("--sessions", type=int, default=50, help="visitors at once")
    add("--minutes", type=float, default=3)
    add("--think", type=float, default=6, help="seconds between a visitor's clicks, on average")
    add("--pages", nargs="+", default=[], help="on which visitors stay; else all")
    add("--categories", nargs="+", default=[], help="which visitors choose, by name; else all")
    add("--clicks", type=int, default=0, help="after which a visitor leaves; 0 for never")
    add("--api", type=float, default=5, help="requests for open data a second")
    add("--foreign", type=float, default=0, help="websockets from another site a second")
    add("--spam", type=int, default=0, help="websockets that ask for five runs a second")
    add("--every", type=float, default=30, help="seconds between two lines about memory")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> None:
    """Send the load that the command line describes, and print what came of it."""
    options = parse(arguments)
    with target(options) as (address, processes):
        print(f"{address}, {os.cpu_count()} cores, {vars(options)}")
        asyncio.run(Load(address, options, processes).run())


if __name__ == "__main__":
    main()
