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
        seconds, processor = [], []
        for _ in range(int(times)):
            started, used = time.perf_counter(), time.process_time()
            result = run()
            seconds.append(time.perf_counter() - started)
            processor.append(time.process_time() - used)
        memory = status("VmHWM") - before
        answer = {"seconds": seconds, "processor": processor, "memory": memory}
        print(json.dumps({**answer, "digest": digest(result)}), flush=True)


def reset_peak() -> float:
    """Let the peak begin anew; the megabytes in use now."""
    Path("/proc/self/clear_refs").write_text("5")
    return status("VmRSS")


def status(key: str) -> float:
    """Megabytes of this process, from the kernel."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(key))
