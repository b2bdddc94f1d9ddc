"""Runs ``streamlit`` and adds the seconds that each run of the script takes to a file.

Used as ``python benchmark/rivals/stopwatch.py TIMES run SCRIPT ...``. What is timed is the script
itself, without what Streamlit does before and after it.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner import script_runner
from streamlit.web import cli

times = Path(sys.argv.pop(1))
run_script = script_runner.exec_func_with_error_handling


def timed(script: Callable[[], None], *arguments: Any) -> Any:
    """Run the script and note its seconds."""
    started = time.perf_counter()
    outcome = run_script(script, *arguments)
    with times.open("a") as file:
        file.write(f"{time.perf_counter() - started}\n")
    return outcome


script_runner.exec_func_with_error_handling = timed
sys.argv[0] = "streamlit"
sys.exit(cli.main())
