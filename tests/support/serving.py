"""Servers to visit and a Chromium to visit them with, which asks nothing of any other machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",  # CI runs as root, and the pages are our own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STREAMLIT = (sys.executable, "-m", "streamlit", "run")
# Nothing is asked of the official site, and all visitors come from one address here.
QUIET = {"EE_REFRESH_MINUTES": "0", "EE_RATE_PAGES": "0", "EE_RATE_VISITS": "0"}


@dataclass(frozen=True)
class Server:
    """A server that answers: its address, its process and the file of all that it printed."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path


def chromium() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def streamlit(script: Path, port: int) -> list[str]:
    """Return the README's command for a script, on a port and without opening a browser."""
    options = ["--server.headless", "true", "--server.address", "127.0.0.1"]
    return [*STREAMLIT, str(script), "--server.port", str(port), *options]


def uvicorn(app: str, port: int) -> list[str]:
    """Return the README's other command, for an app as in "app:app"."""
    return [sys.executable, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)]


@contextmanager
def served(
    command: Sequence[str],
    port: int,
    log: Path,
    seconds: float = 60,
    environ: Mapping[str, str] = QUIET,
    path: str = "",
    folder: Path = ROOT,
) -> Iterator[Server]:
    """Run a server until the block ends, and enter the block once it answers.

    `environ` is added to this process's own environment. `path` is what must be answered with
    success: at /readyz, the app has loaded its data. The command runs in `folder`.

    Raises:
        RuntimeError: if it ends or does not answer in time, with what it printed.
    """
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **environ}
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        _wait(server, path, time.monotonic() + seconds)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(server: Server, path: str, deadline: float) -> None:
    """Return once the server answers a request with success."""
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(server.address + path, timeout=5):  # noqa: S310 ours, on loopback
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise RuntimeError(f"{server.address} did not answer:\n{server.log.read_text()}")
