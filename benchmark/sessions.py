"""Many visitors at once, without a browser: sessions that speak Streamlit's protocol."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

SESSIONS, SECONDS = 20, 15.0
PAGE = "frequency"
VIEWS = ("category=cec", "category=french", "")


class Load(NamedTuple):
    """How a server did under many sessions: reruns in a second, and how long nearly all took."""

    reruns: float  # a second
    p95: float  # milliseconds


def load(address: str, pause: float) -> Load:
    """Let the sessions change the filter for a while, each with a `pause` after every rerun."""
    visits = _all_sessions(address.replace("http", "ws", 1), pause)
    with ThreadPoolExecutor(1) as thread:  # in this one, Playwright has a loop already
        waits = thread.submit(asyncio.run, visits).result()
    return Load(len(waits) / SECONDS, statistics.quantiles(waits, n=20)[-1] * 1000)


async def _all_sessions(address: str, pause: float) -> list[float]:
    sessions = [_session(address, pause, at / SESSIONS) for at in range(SESSIONS)]
    return list(itertools.chain.from_iterable(await asyncio.gather(*sessions)))


async def _session(address: str, pause: float, delay: float) -> list[float]:
    """Return how many seconds each rerun of one session took, after a first run."""
    url, waits = f"{address}/_stcore/stream", list[float]()
    async with connect(url, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        await _rerun(socket, "")
        await asyncio.sleep(pause * delay)
        end = time.perf_counter() + SECONDS
        for view in itertools.cycle(VIEWS):
            started = time.perf_counter()
            if started >= end:
                return waits
            await _rerun(socket, view)
            waits.append(time.perf_counter() - started)
            await asyncio.sleep(pause)
    return waits


async def _rerun(socket: ClientConnection, query: str) -> None:
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = PAGE
    await socket.send(message.SerializeToString())
    while True:
        answer = ForwardMsg.FromString(await socket.recv(decode=False))
        if answer.WhichOneof("type") == "script_finished":
            return
