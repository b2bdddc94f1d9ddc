"""Programs from packages that a deployment needs beside the app: Valkey or Redis, and nginx.

Without them, tests are skipped; with EE_PROGRAMS_REQUIRED=1 they fail instead.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.support.serving import free_port


def program(*names: str) -> str:
    """Return the path of the first of these programs that is installed, or skip the test."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    for name in names:
        found = shutil.which(name, path=path)
        if found:
            return found
    reason = f"{' or '.join(names)} is not installed (Debian: apt-get install {names[-1]})"
    if os.environ.get("EE_PROGRAMS_REQUIRED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def said(command: Sequence[str], given: str = "") -> str:
    """Run a program that must succeed, with this input, and return what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, input=given, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@contextmanager
def running(command: Sequence[str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends, and enter the block once it listens on its port.

    Raises:
        RuntimeError: if it ends or does not listen in time, with what it printed.
    """
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 60
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} does not listen:\n{log.read_text()}")
            time.sleep(0.02)
        yield process
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def valkey(folder: Path, port: int | None = None) -> Iterator[str]:
    """Run Valkey, or Redis where that is what the system has, and yield its address."""
    port = port or free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    command = [program("valkey-server", "redis-server"), *options]
    with running(command, port, folder / f"valkey-{port}.log"):
        yield f"valkey://127.0.0.1:{port}/0"


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
