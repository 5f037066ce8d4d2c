"""A process that does tasks as they are asked for: `name times` in, seconds and memory out."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Task = tuple[Callable[[], object], Callable[[object], float]]
"""What is timed, and one number of its result that the peers have to agree on."""


def serve(version: str, tasks: Mapping[str, Task]) -> None:
    """Answer until the input ends; the first answer says that everything is ready."""
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        name, times = line.split()
        run, digest = tasks[name]
        before = reset_peak()
        seconds = []
        for _ in range(int(times)):
            started = time.perf_counter()
            result = run()
            seconds.append(time.perf_counter() - started)
        memory = status("VmHWM") - before
        answer = {"seconds": seconds, "memory": memory, "digest": digest(result)}
        print(json.dumps(answer), flush=True)


def reset_peak() -> float:
    """Let the peak begin anew; the megabytes in use now."""
    Path("/proc/self/clear_refs").write_text("5")
    return status("VmRSS")


def status(key: str) -> float:
    """Megabytes of this process, from the kernel."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(key))
