#!/usr/bin/env python3
"""Times the whole `cspsim run` process, files included, on every profile.

    swift build -c release && Benchmarks/run-speed.py [NETWORK]

Prints the median wall time and the peak memory of seven runs, after one to warm up.
"""

import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parent.parent
cspsim = root / ".build/release/cspsim"
network = sys.argv[1] if len(sys.argv) > 1 else "cspdarknet53"
profiles = subprocess.run(
    [cspsim, "profiles", "list", "--names"], check=True, capture_output=True, text=True
).stdout.split()


def run(profile, folder):
    """Wall seconds and peak kilobytes of one process."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [cspsim, "run", profile, network, "--quiet"], cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"cspsim run {profile} {network} failed")
    return time.perf_counter() - start, usage.ru_maxrss


print(f"cspsim run PROFILE {network}, whole process with files")
print(f"{'profile':<18}{'median ms':>10}{'peak MB':>10}")
for profile in profiles:
    with tempfile.TemporaryDirectory() as folder:
        runs = [run(profile, folder) for _ in range(8)][1:]
    median = statistics.median(seconds for seconds, _ in runs)
    peak = max(kilobytes for _, kilobytes in runs)
    print(f"{profile:<18}{median * 1e3:>10.1f}{peak / 1024:>10.1f}")
