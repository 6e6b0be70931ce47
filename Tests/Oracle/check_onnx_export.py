#!/usr/bin/env python3
"""Checks ONNX files that cspsim wrote: onnx.checker, strict shape inference, ONNX Runtime.

Usage: check_onnx_export.py FILE.onnx...

Needs `pip install onnx onnxruntime`. Every output must come out finite and in the shape the file
announces. Exits with 1 if a file fails.
"""

import sys

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


def main(paths):
    failed = 0
    for path in paths:
        try:
            print(f"ok    {path}: {check(path)}", flush=True)
        except Exception as error:
            failed += 1
            print(f"FAIL  {path}: {error}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
