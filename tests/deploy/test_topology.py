"""Processes behind nginx behave as one, keep to their limits and replace each other."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.deploy.cluster import LIMIT, Cluster, ask, feed, last_round, visitors, wait_until
from tests.support.official import silence, text
from tests.support.serving import Server

pytestmark = pytest.mark.slow


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
