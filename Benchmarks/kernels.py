"""Compares the fast convolution kernels with ONNX Runtime, one thread each, in one run.

    python3 -m venv venv && venv/bin/pip install numpy onnx onnxruntime
    swift build -c release --product cspsim-bench-kernels
    venv/bin/python Benchmarks/kernels.py [-o layers.csv] [network ...]

Each distinct convolution is timed in turns by both, several rounds, the fastest run counting. From
ONNX Runtime two times are taken: of the whole call, and of its convolution node alone, without the
change of layout around it, which neighbouring layers would share. The ratios below are of the
latter, the harder to match. On a busy machine, put `chrt -r 10` before it: runs longer than a time
slice are otherwise never seen undisturbed.
"""

import argparse
import csv
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

ROOT = pathlib.Path(__file__).parent.parent
NETWORKS = ["cspdarknet53", "cspresnext50", "mobilenetv2", "densenet121"]
FIELDS = "channels height width filters groups kernel_h kernel_w stride_h stride_w".split() + (
    "dilation_h dilation_w top left bottom right".split())
ROUNDS = 3
BURST = 0.04


class Ours:
    """The benchmark program, answering a line with a line."""

    def __init__(self, program):
        self.program = subprocess.Popen(
            [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line):
        self.program.stdin.write(line + "\n")
        self.program.stdin.flush()
        return float(self.program.stdout.readline())


class Theirs:
    """One convolution in an ONNX Runtime session that profiles its nodes."""

    def __init__(self, layer, folder):
        shape = [1, layer["channels"], layer["height"], layer["width"]]
        weights = np.random.default_rng(1).standard_normal(
            [layer["filters"], layer["channels"] // layer["groups"],
             layer["kernel_h"], layer["kernel_w"]], dtype=np.float32)
        node = helper.make_node(
            "Conv", ["x", "w", "b"], ["y"],
            group=layer["groups"], kernel_shape=weights.shape[2:],
            strides=[layer["stride_h"], layer["stride_w"]],
            dilations=[layer["dilation_h"], layer["dilation_w"]],
            pads=[layer[side] for side in ["top", "left", "bottom", "right"]])
        bias = np.zeros(layer["filters"], np.float32)
        graph = helper.make_graph(
            [node], "layer", [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
            [helper.make_empty_tensor_value_info("y")],
            [numpy_helper.from_array(weights, "w"), numpy_helper.from_array(bias, "b")])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_profiling = True
        options.profile_file_prefix = os.path.join(folder, "profile")
        self.session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        self.binding = self.session.io_binding()
        image = np.random.default_rng(2).standard_normal(shape, dtype=np.float32)
        self.binding.bind_cpu_input("x", image)
        self.binding.bind_output("y")
        self.whole_call = math.inf

    def burst(self):
        end = time.perf_counter() + BURST
        runs = 0
        while runs < 4 or time.perf_counter() < end:
            start = time.perf_counter()
            self.session.run_with_iobinding(self.binding)
            self.whole_call = min(self.whole_call, time.perf_counter() - start)
            runs += 1

    def node_alone(self):
        path = pathlib.Path(self.session.end_profiling())
        events = json.loads(path.read_text())
        path.unlink()
        durations = [e["dur"] for e in events
                     if e.get("args", {}).get("op_name") in ("Conv", "FusedConv")
                     and e["name"].endswith("_kernel_time")]
        return max(min(durations), 1) * 1e-6


def output_size(layer):
    def steps(extent, before, after, axis):
        span = layer["dilation_" + axis] * (layer["kernel_" + axis] - 1) + 1
        return (extent + before + after - span) // layer["stride_" + axis] + 1
    return (steps(layer["height"], layer["top"], layer["bottom"], "h")
            * steps(layer["width"], layer["left"], layer["right"], "w"))


def measure(line, ours, folder):
    layer = dict(zip(FIELDS, map(int, line.split())))
    theirs = Theirs(layer, folder)
    seconds = math.inf
    for _ in range(ROUNDS):
        theirs.burst()
        seconds = min(seconds, ours.ask(line))
    node = theirs.node_alone()
    macs = (output_size(layer) * layer["filters"] * layer["channels"] // layer["groups"]
            * layer["kernel_h"] * layer["kernel_w"])
    return {
        **layer,
        "gflops": 2 * macs / seconds / 1e9,
        "onnxruntime_node_gflops": 2 * macs / node / 1e9,
        "onnxruntime_call_gflops": 2 * macs / theirs.whole_call / 1e9,
        "ratio_to_node": node / seconds,
        "ratio_to_call": theirs.whole_call / seconds,
    }


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def summarise(name, rows, peak):
    ratios = [row["ratio_to_node"] for row in rows]
    best = max(row["gflops"] for row in rows)
    print(f"{name:14} {len(rows):4} layers   ratio: geometric mean {geometric_mean(ratios):.2f}, "
          f"lowest {min(ratios):.2f}, below 0.3: {sum(r < 0.3 for r in ratios)}   "
          f"to the whole call {geometric_mean([r['ratio_to_call'] for r in rows]):.2f}   "
          f"best {best:.0f} GFLOP/s ({best * 1e9 / peak:.0%} of peak)")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("networks", nargs="*", default=NETWORKS)
    parser.add_argument("-o", "--output")
    parser.add_argument(
        "--program", default=str(ROOT / ".build/release/cspsim-bench-kernels"))
    options = parser.parse_args()
    ours = Ours(options.program)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in options.networks:
            lines = subprocess.run(
                [options.program, name], capture_output=True, text=True, check=True
            ).stdout.splitlines()
            peak = max(ours.ask("peak") for _ in range(3))
            part = [{"network": name, **measure(line, ours, folder)} for line in lines]
            summarise(name, part, peak)
            rows += part
    summarise("all", rows, max(ours.ask("peak") for _ in range(3)))
    if options.output:
        with open(options.output, "w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    return 0


sys.exit(main())
