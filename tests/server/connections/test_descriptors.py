"""The process may have as many connections as the system lets it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.serving import ROOT

CODE = """
import resource
from server.connections.descriptors import raise_limit
_soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
print(raise_limit(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize(("soft", "hard", "after"), [(100, 300, 300), (300, 300, 300)])
def test_the_soft_limit_is_raised_to_the_hard_one(soft: int, hard: int, after: int) -> None:
    command = [sys.executable, "-c", CODE.format(soft=soft, hard=hard)]
    found = subprocess.check_output(command, cwd=ROOT, text=True)  # noqa: S603 ours
    assert found.split() == [str(after), str(after), str(hard)]
