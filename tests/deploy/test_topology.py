"""Two processes behind nginx with one object store and one Valkey, as in deploy/compose.yaml.

They are started from packages: from the files that the image has, with its command.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import re
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from obstore.store import from_url

from data.rounds import copies
from data.rounds.history import begin
from data.rounds.merge import build_record
from data.rounds.record import SOURCE_FILE, Source, save
from tests.support import august, programs
from tests.support.official import Official, silence, text
from tests.support.serving import ROOT, Server, free_port, served, uvicorn

pytestmark = pytest.mark.slow

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

    def __init__(self, place: Path, stack: ExitStack) -> None:
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
            "EE_RATE_DATA": str(LIMIT),
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


def cutoff(server: Server, round_id: int) -> int | None:
    """Return a round's cut-off as a process serves it, or None if it doesn't know the round."""
    answer = ask(server.address, f"/api/v1/rounds/{round_id}")
    return answer.json()["round"]["cutoff"] if answer.status_code == 200 else None


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(tmp_path_factory.mktemp("cluster"), stack)


def test_limits_hold_over_all_processes_and_behind_nginx(cluster: Cluster) -> None:
    one, other = (server.address for server in cluster.replicas)
    path, visitor = "/api/v1/categories.json", next(visitors)
    turns = itertools.islice(itertools.cycle([one, other]), LIMIT + 2)
    codes = [ask(address, path, visitor).status_code for address in turns]
    assert codes == [200] * LIMIT + [429, 429]
    # Whatever a visitor says of their own address, nginx knows better.
    codes = [ask(cluster.proxy, path).status_code for _ in range(LIMIT + 2)]
    assert codes == [200] * LIMIT + [429, 429]


def test_a_browser_stays_with_its_process(cluster: Cluster) -> None:
    page = ask(cluster.proxy, "/cut-offs", **{"X-Forwarded-Proto": "https"})
    cookie = page.headers["set-cookie"]
    assert re.fullmatch(r"ee_session=\w{32}; Path=/; HttpOnly; SameSite=Lax; Secure", cookie)
    assert "strict-transport-security" in page.headers
    assert "set-cookie" not in ask(cluster.proxy, "/feeds/rounds.atom").headers
    assert "set-cookie" not in ask(cluster.proxy, "/preview.png").headers
    paths = [f"/nobody-{number}" for number in range(20)]
    for path in paths * 3:
        again = ask(cluster.proxy, path, Cookie=f"ee_session={path[-3:]}")
        assert "set-cookie" not in again.headers
    logs = [server.log for server in cluster.replicas]
    wait_until(lambda: sum(len(served_paths(log, paths)) for log in logs) == 60)
    counts = [{served_paths(log, paths).count(path) for path in paths} for log in logs]
    assert counts == [{0, 3}, {0, 3}]


def served_paths(log: Path, among: list[str]) -> list[str]:
    lines = (line for line in log.read_text("utf-8").splitlines() if line.startswith("{"))
    return [path for line in lines if (path := json.loads(line).get("path")) in among]


def test_a_dashboard_opens_through_nginx(cluster: Cluster) -> None:
    there = urlsplit(cluster.proxy)
    lines = (
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {there.netloc}",
        f"Origin: {cluster.proxy}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    )
    with closing(socket.create_connection((there.hostname, there.port), timeout=30)) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        assert connection.recv(1000).startswith(b"HTTP/1.1 101 ")


def test_nginx_lets_go_of_who_sends_headers_too_slowly(cluster: Cluster) -> None:
    there = urlsplit(cluster.proxy)
    with closing(socket.create_connection((there.hostname, there.port), timeout=30)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        with suppress(ConnectionResetError):
            assert connection.recv(1000) == b""


def test_a_round_arrives_once_in_all_and_a_killed_leader_is_replaced(cluster: Cluster) -> None:
    newest = last_round()
    assert [cutoff(server, newest) for server in cluster.replicas] == [None, None]
    cluster.official.play(text(feed(newest)))
    wait_until(lambda: None not in [cutoff(server, newest) for server in cluster.replicas])
    checks = cluster.stored("checks.json")
    assert [check["result"] for check in checks].count("changed") == 1
    assert [check for check in checks if check["result"] == "failed"] == []

    # Whoever asks now gets no answer, and is killed while it waits.
    asked = len(cluster.official.requests)
    cluster.official.play(silence)
    wait_until(lambda: len(cluster.official.requests) > asked)
    leader = int(cluster.stored()["holder"].split("-")[-2])
    survivor = next(each for each in cluster.replicas if each.process.pid != leader)
    assert leader in {each.process.pid for each in cluster.replicas}
    cluster.official.play(text(feed(newest, "499")))
    os.kill(leader, signal.SIGKILL)
    wait_until(lambda: cutoff(survivor, newest) == 499)
    for number in range(20):  # the visitors of the other, too
        page = ask(cluster.proxy, "/cut-offs", Cookie=f"ee_session={number}")
        assert page.status_code == 200

    # A new process in its place knows all that the others do.
    port = next(port for port in cluster.ports if not survivor.address.endswith(f":{port}"))
    assert cutoff(cluster.start(port), newest) == 499
