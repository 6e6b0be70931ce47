#!/usr/bin/env python3
"""Checks that importing an ONNX model doesn't grow with its weights.

Usage: import-speed.py [CSPSIM] [--megabytes 100] [--rounds 9]

Writes two models of the same fifty convolutions, one with weights of about 1 MB and one of about 100
MB, in each of the ways in which weights are stored, and times `cspsim networks show` on them in turn.
The large one may take 150 ms, at most 1.5 times the processor time of the small one (and a few ms of
noise), and 4 MB more memory at its peak. Prints the least of the rounds; exits with 1 if a bound is
broken. Needs `pip install onnx numpy`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

LAYERS = 50
LIMIT_MS = 150
LIMIT_RATIO = 1.5
NOISE_MS = 5
LIMIT_MEMORY_MB = 4


def write(path, megabytes, storage):
    """Writes fifty 3x3 convolutions with batch normalisation and about so many megabytes of weights.

    In a process of its own: the peak memory of a child includes its parent's at the fork.
    """
    import numpy
    import onnx
    from onnx import TensorProto, helper

    channels = max(4, int((megabytes * 1e6 / 4 / 9 / LAYERS) ** 0.5))
    nodes, tensors, current = [], [], "image"
    for index in range(LAYERS):
        inputs = 3 if index == 0 else channels
        shape = (channels, inputs, 3, 3)
        values = numpy.full(shape, 0.01, numpy.float32)
        if storage == "bytes":
            tensors.append(onnx.numpy_helper.from_array(values, f"w{index}"))
        else:
            tensors.append(
                helper.make_tensor(f"w{index}", TensorProto.FLOAT, shape, values.ravel()))
        for name in "smvb":
            tensors.append(
                onnx.numpy_helper.from_array(numpy.ones(channels, numpy.float32), f"{name}{index}"))
        nodes.append(helper.make_node(
            "Conv", [current, f"w{index}"], [f"c{index}"], pads=[1, 1, 1, 1]))
        nodes.append(helper.make_node(
            "BatchNormalization", [f"c{index}"] + [f"{n}{index}" for n in "sbmv"], [f"n{index}"]))
        nodes.append(helper.make_node("Relu", [f"n{index}"], [f"r{index}"]))
        current = f"r{index}"
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 32, 32])
    result = helper.make_tensor_value_info(current, TensorProto.FLOAT, [1, channels, 32, 32])
    graph = helper.make_graph(nodes, "chain", [image], [result], initializer=tensors)
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def imported(cspsim, path):
    """Milliseconds of the clock and of the processor, and peak megabytes, of one import."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [cspsim, "networks", "show", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = 1000 * (time.perf_counter() - start)
    if status != 0:
        raise SystemExit(f"{path}: {process.stderr.read().decode()}")
    worked = 1000 * (usage.ru_utime + usage.ru_stime)
    return elapsed, worked, usage.ru_maxrss * 1024 / 1e6


def check(cspsim, folder, storage, megabytes, rounds):
    paths = []
    for size in (1, megabytes):
        paths.append(os.path.join(folder, f"{storage}-{size}.onnx"))
        subprocess.run(
            [sys.executable, __file__, "--write", paths[-1], str(size), storage], check=True)
    results = [[imported(cspsim, path) for path in paths] for _ in range(rounds)]
    (small, small_work, small_peak), (large, large_work, large_peak) = (
        [min(result[index][column] for result in results) for column in range(3)]
        for index in (0, 1))
    sound = (large <= LIMIT_MS and large_work <= LIMIT_RATIO * small_work + NOISE_MS
             and large_peak - small_peak <= LIMIT_MEMORY_MB)
    for path, clock, work, peak in (
            (paths[0], small, small_work, small_peak), (paths[1], large, large_work, large_peak)):
        print(
            f"{'ok  ' if sound else 'FAIL'} {storage}: {os.path.getsize(path) / 1e6:5.1f} MB in "
            f"{clock:.1f} ms, {work:.1f} ms of the processor, {peak:.1f} MB at the peak")
    return sound


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cspsim", nargs="?", default=".build/release/cspsim")
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = [
            check(options.cspsim, folder, storage, options.megabytes, options.rounds)
            for storage in ("bytes", "floats")
        ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--write"]:
        write(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        sys.exit(main())
