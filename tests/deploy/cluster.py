"""Two processes behind nginx with one object store and one Valkey, as in deploy/compose.yaml.

They are started from packages: from the files that the image has, with its command.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
from obstore.store import from_url

from data.rounds import copies
from data.rounds.history import begin
from data.rounds.merge import build_record
from data.rounds.record import SOURCE_FILE, Source, save
from tests.support import august, programs
from tests.support.official import Official, text
from tests.support.serving import ROOT, Server, free_port, served, uvicorn

SECONDS = 90  # for what takes a few, on a machine that does much else
LIMIT = 5
BUCKET = "express-entry"
visitors = (f"198.51.{hundred}.{one}" for hundred in range(256) for one in range(1, 255))


def feed(newest: int, cutoff: str | None = None) -> bytes:
    """Return IRCC's file of August 2026 up to a round, whose cut-off may be another."""
    document = json.loads(gzip.decompress((august.folder() / copies.COPY).read_bytes()))
    rounds = [
        raw for raw in document["rounds"] if int(re.sub(r"\D", "", raw["drawNumber"])) <= newest
    ]
    if cutoff:
        next(raw for raw in rounds if raw["drawNumber"] == str(newest))["drawCRS"] = cutoff
    return json.dumps({**document, "rounds": rounds}).encode()


def last_round() -> int:
    return int(august.load().draws["round_id"].iloc[-1])


def program_tree(place: Path) -> Path:
    """Return a folder with the files that the image has, and a record without the last round."""
    containerfile = (ROOT / "deploy/Containerfile").read_text("utf-8")
    for line in re.findall(r"^COPY (?!--from|requirements)(.+)$", containerfile, re.MULTILINE):
        *names, target = line.split()
        for name in names:
            to = place / target / (name if target.endswith("/") else "")
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, to, **({"dirs_exist_ok": True} if (ROOT / name).is_dir() else {}))
    for path in (place / "data").iterdir():
        if path.suffix in (".parquet", ".json", ".gz"):
            path.unlink()
    source = Source.from_json((august.folder() / SOURCE_FILE).read_bytes())
    before = begin(feed(last_round() - 1), source)
    save(build_record(before), place / "data", extra_files=copies.files_of(before))
    return place


class Cluster:
    """The processes of a deployment, and what they share."""

    def __init__(self, place: Path, stack: ExitStack, rate_data: int = LIMIT) -> None:
        self.place, self.stack = place, stack
        self.official = stack.enter_context(Official(text(feed(last_round() - 1))))
        self.store = stack.enter_context(programs.object_store(place, BUCKET))
        counters = stack.enter_context(programs.valkey(place))
        self.tree = program_tree(place / "app")
        self.environ = {
            **self.store,
            "PYTHONPATH": str(ROOT),
            "EE_DATA_DIR": f"s3://{BUCKET}/record",
            "EE_LIMITS_URL": counters,
            "EE_FEED_URL": self.official.url,
            "EE_RATE_DATA": str(rate_data),
        }
        self.ports = [free_port(), free_port()]
        self.replicas = [self.start(port) for port in self.ports]
        self.proxy = stack.enter_context(programs.nginx(place, self.ports))

    def start(self, port: int) -> Server:
        """Start a process at a port, and wait until it is ready."""
        log = self.place / f"app-{port}-{time.monotonic_ns()}.log"
        command = uvicorn("tests.support.replica_app:app", port)
        process = served(command, port, log, environ=self.environ, path="/readyz", folder=self.tree)
        return self.stack.enter_context(process)

    def stop(self, number: int) -> None:
        """Stop a process as an upgrade does."""
        process = self.replicas[number].process
        process.terminate()
        process.wait(SECONDS)

    def stored(self, name: str = "manifest.json") -> Any:
        """Return a JSON file of the record in the object store."""
        config: Any = {key.lower(): value for key, value in self.store.items()}
        url = self.environ["EE_DATA_DIR"]
        remote = from_url(url, config=config, client_options={"allow_http": True})
        manifest = json.loads(bytes(remote.get("manifest.json").bytes()))
        if name == "manifest.json":
            return manifest
        return json.loads(bytes(remote.get(f"files/{manifest['files'][name]}/{name}").bytes()))


def ask(address: str, path: str, visitor: str | None = None, **headers: str) -> httpx.Response:
    """Ask as a visitor whom nobody has counted yet, or as this one."""
    sent = {"X-Forwarded-For": visitor or next(visitors), **headers}
    return httpx.get(address + path, headers=sent, trust_env=False, timeout=30)


def wait_until(holds: Callable[[], bool]) -> None:
    """Return once something holds.

    Raises:
        AssertionError: if it takes too long.
    """
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
