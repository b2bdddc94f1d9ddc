"""Programs that a deployment needs beside the app: Valkey or Redis, nginx, and an object store.

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

import httpx
import pytest

from tests.support.serving import ROOT, free_port

HINTS = {
    "redis-server": "Debian: apt-get install redis-server",
    "nginx": "Debian: apt-get install nginx-light",
    "prometheus": "Debian: apt-get install prometheus",
    "systemd-analyze": "Debian: apt-get install systemd",
    **dict.fromkeys(
        ("kubernetes-validate", "moto_server"),
        "pip install -r requirements-deploy.txt in an environment of its own, then its bin in PATH",
    ),
}


def program(*names: str) -> str:
    """Return the path of the first of these programs that is installed, or skip the test."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    for name in names:
        found = shutil.which(name, path=path)
        if found:
            return found
    reason = f"{' or '.join(names)} is not installed ({HINTS[names[-1]]})"
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


@contextmanager
def object_store(folder: Path, bucket: str) -> Iterator[dict[str, str]]:
    """Run an S3 server with a bucket, and yield the variables with which it is reached."""
    port = free_port()
    command = [program("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with running(command, port, folder / "s3.log"):
        address = f"http://127.0.0.1:{port}"
        httpx.put(f"{address}/{bucket}", trust_env=False).raise_for_status()
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "app",
            "AWS_SECRET_ACCESS_KEY": "not a secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }


@contextmanager
def nginx(folder: Path, ports: Sequence[int]) -> Iterator[str]:
    """Run nginx with deploy/nginx.conf in front of two ports, and yield its address."""
    port, path = free_port(), folder / "nginx.conf"
    path.write_text(nginx_configuration(folder, port, ports))
    options = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
    command = [program("nginx"), "-e", "stderr", "-c", str(path), "-g", options]
    with running(command, port, folder / "nginx.log"):
        yield f"http://127.0.0.1:{port}"


def nginx_configuration(folder: Path, port: int, ports: Sequence[int]) -> str:
    """Return deploy/nginx.conf with places on this machine, and less patience."""
    text = (ROOT / "deploy/nginx.conf").read_text("utf-8")
    changes = {
        "/tmp/": f"{folder}/",  # noqa: S108
        "listen 8080;": f"listen 127.0.0.1:{port};",
        "client_header_timeout 10s;": "client_header_timeout 1s;",
        **{f"app-{n}:8501": f"127.0.0.1:{to}" for n, to in enumerate(ports, 1)},
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
