#!/usr/bin/env python3
"""Runs SCALE-Sim and cspsim on the same layers, and prints cycles and times side by side.

    python3 -m venv /tmp/scalesim && /tmp/scalesim/bin/pip install 'numpy<2.4' scalesim
    swift build -c release
    /tmp/scalesim/bin/python Benchmarks/scale-sim.py [--layers N] [--network NAME] [--array 32]

SCALE-Sim keeps every trace in memory and takes minutes for a whole network, so by default only the
last three distinct convolutions are run; cspsim's time is for its whole process and network.
"""

import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--layers", type=int, default=3, help="how many layers SCALE-Sim runs")
parser.add_argument("--network", default="cspdarknet53")
parser.add_argument("--array", type=int, default=32, help="rows and columns")
parser.add_argument("--dataflow", default="ws", choices=["ws", "os", "is"])
options = parser.parse_args()

root = pathlib.Path(__file__).resolve().parent.parent
cspsim = root / ".build/release/cspsim"


def layer_rows(network):
    """Convolutions as SCALE-Sim topology rows: padding becomes a larger input."""
    channels = {layer["name"]: layer["output_shape"][0] for layer in network["layers"]}
    for layer in network["layers"]:
        window = layer["window"]
        if layer["operation"] != "convolution" or window["groups"] != 1:
            continue
        filters, height, width = layer["output_shape"]
        kernel, stride = window["kernel"], window["stride"]
        yield layer["name"], [
            (height - 1) * stride[0] + kernel[0], (width - 1) * stride[1] + kernel[1],
            *kernel, channels[layer["inputs"][0]], filters, stride[0]]


network = json.loads(subprocess.run(
    [cspsim, "networks", "show", options.network, "--json"], check=True, capture_output=True).stdout)
distinct = {}
for name, row in layer_rows(network):
    distinct.setdefault(tuple(row), name)
chosen = list(distinct.items())[-options.layers:]

start = time.perf_counter()
summary = json.loads(subprocess.run(
    [cspsim, "run", "scale-sim", options.network, "--json",
     "--set", f"array.rows={options.array}", "--set", f"array.columns={options.array}",
     "--set", f"array.dataflow={options.dataflow}"],
    check=True, capture_output=True).stdout)
ours_seconds = time.perf_counter() - start
ours = {layer["name"]: layer["cycles"] for layer in summary["layers"]}

with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    topology = folder / "layers.csv"
    topology.write_text(
        "Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, "
        "Strides,\n"
        + "".join(f"L{i}," + ",".join(map(str, row)) + ",\n" for i, (row, _) in enumerate(chosen)))
    (folder / "layout.csv").write_text("")
    (folder / "array.cfg").write_text(f"""[general]
run_name = comparison
[architecture_presets]
ArrayHeight: {options.array}
ArrayWidth: {options.array}
IfmapSramSzkB: 64
FilterSramSzkB: 64
OfmapSramSzkB: 64
IfmapOffset: 0
FilterOffset: 10000000
OfmapOffset: 20000000
Dataflow: {options.dataflow}
Bandwidth: 10
MemoryBanks: 1
ReadRequestBuffer: 32
WriteRequestBuffer: 32
[layout]
IfmapCustomLayout: False
IfmapSRAMBankBandwidth: 10
IfmapSRAMBankNum: 10
IfmapSRAMBankPort: 2
FilterCustomLayout: False
FilterSRAMBankBandwidth: 10
FilterSRAMBankNum: 10
FilterSRAMBankPort: 2
[sparsity]
SparsitySupport: false
SparseRep: ellpack_block
OptimizedMapping: false
BlockSize: 8
RandomNumberGeneratorSeed: 40
[run_presets]
InterfaceBandwidth: CALC
UseRamulatorTrace: False
""")
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "scalesim.scale", "-c", "array.cfg", "-t", "layers.csv",
         "-l", "layout.csv", "-p", "out", "-i", "conv"],
        cwd=folder, capture_output=True, text=True)
    theirs_seconds = time.perf_counter() - start
    reports = sorted((folder / "out").rglob("COMPUTE_REPORT.csv"))
    if not reports:
        sys.exit(f"SCALE-Sim left no report:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    rows = list(csv.reader(reports[0].open()))
    column = next(i for i, title in enumerate(rows[0]) if title.strip() == "Total Cycles")
    theirs = [int(float(row[column])) for row in rows[1:]]

print(f"{'layer':<28}{'SCALE-Sim':>14}{'cspsim':>14}{'difference':>12}")
for (row, name), cycles in zip(chosen, theirs):
    print(f"{name:<28}{cycles:>14}{int(ours[name]):>14}{int(ours[name]) - cycles:>12}")
print(f"\nSCALE-Sim, {len(chosen)} layers: {theirs_seconds:.1f} s")
print(f"cspsim, all {len(network['layers'])} layers, whole process: {ours_seconds:.3f} s")
print(f"ratio, though cspsim did the whole network: {theirs_seconds / ours_seconds:.0f}")
