#!/usr/bin/env python3
"""Checks ONNX files that cspsim wrote: onnx.checker, strict shape inference, ONNX Runtime.

Usage: check_onnx_export.py [--cspsim BINARY NETWORK...] [FILE.onnx...]

With --cspsim, each network is exported by that program first: `cspsim networks export NETWORK`.
Needs `pip install onnx onnxruntime`. Every output must come out finite and in the shape the file
announces. Exits with 1 if a file fails.
"""

import os
import subprocess
import sys
import tempfile

import numpy
import onnx
import onnxruntime


def check(path):
    """Returns one line about the file; raises where it is wrong."""
    onnx.checker.check_model(path, full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    generator = numpy.random.default_rng(1)
    feeds = {
        node.name: generator.standard_normal(node.shape, dtype=numpy.float32)
        for node in session.get_inputs()
    }
    for node, value in zip(session.get_outputs(), session.run(None, feeds)):
        if list(value.shape) != list(node.shape):
            raise ValueError(f"output '{node.name}' is {value.shape}, announced {node.shape}")
        if not numpy.isfinite(value).all():
            raise ValueError(f"output '{node.name}' has values that are not finite")
    return f"{len(session.get_inputs())} inputs, {len(session.get_outputs())} outputs"


def checked(label, path):
    """Prints what became of a file; returns whether it is sound."""
    try:
        print(f"ok    {label}: {check(path)}", flush=True)
        return True
    except Exception as error:
        print(f"FAIL  {label}: {error}", flush=True)
        return False


def exported(binary, network):
    """Exports one network to a temporary file and checks that."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "network.onnx")
        command = [binary, "networks", "export", network, "--format", "onnx", "--out", path]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode != 0:
            print(f"FAIL  {network}: {result.stderr.strip()}", flush=True)
            return False
        return checked(network, path)


def main(arguments):
    binary = None
    if arguments[0] == "--cspsim":
        binary, arguments = arguments[1], arguments[2:]
    results = [
        checked(name, name) if name.endswith(".onnx") else exported(binary, name)
        for name in arguments
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
