"""How many files and connections the process may have open at once."""

from __future__ import annotations

import sys

if sys.platform != "win32":
    import resource

MOST = 65_536  # more than one process can serve; some systems say "unlimited"


def raise_limit() -> int:
    """Raise the soft limit, often 1,024, to the hard one, and return it; 0 if there is none."""
    if sys.platform == "win32":
        return 0
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return soft
