"""Makes the golden tensors that the reference kernels are tested against, with ONNX Runtime.

    python3 -m venv venv && venv/bin/pip install numpy onnx onnxruntime
    venv/bin/python Tests/Oracle/generate.py

Inputs and weights are those of `SyntheticWeights` (repeated here), so only results are stored: a
line a case in Tests/ReferenceKernelsTests/Golden/golden.txt, its name and then the values.
The same names and geometries are in GoldenCases.swift.
"""

import pathlib

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

GOLDEN = pathlib.Path(__file__).parent.parent / "ReferenceKernelsTests/Golden/golden.txt"
ROLES = {"weight": 0, "bias": 1, "scale": 2, "shift": 3}
MASK = (1 << 64) - 1


def mixed(z):
    z = (z + 0x9E3779B97F4A7C15) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def synthetic(layer, role, shape, fan_in=1):
    """`SyntheticWeights.values`, in float32 arithmetic throughout."""
    f = np.float32
    if role == "weight":
        centre, radius = f(0), np.sqrt(f(6) / f(fan_in))
    elif role == "scale":
        centre, radius = f(0.75), f(0.25)
    else:
        centre, radius = f(0), f(0.1)
    stream = mixed((layer * 4 + ROLES[role]) & MASK)
    count = int(np.prod(shape))
    bits = np.array([mixed((stream + i) & MASK) >> 40 for i in range(count)], dtype=f)
    return (centre + radius * (bits * f(2.0**-23) - f(1))).reshape(shape).astype(f)


def image(shape, seed=0):
    return synthetic(-1 - seed, "weight", (1, *shape), fan_in=6)


def codes(values):
    return np.rint(values * np.float32(127)).astype(np.int8)


def run(nodes, inputs, constants):
    """The output named "y" of a graph of `nodes`."""
    kinds = {np.dtype(np.float32): TensorProto.FLOAT, np.dtype(np.int8): TensorProto.INT8}
    graph = helper.make_graph(
        nodes,
        "case",
        [helper.make_tensor_value_info(n, kinds[v.dtype], v.shape) for n, v in inputs.items()],
        [helper.make_empty_tensor_value_info("y")],
        [numpy_helper.from_array(v, n) for n, v in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(model.SerializeToString(), options)
    return session.run(["y"], inputs)[0]


def node(kind, inputs, output="y", **attributes):
    return helper.make_node(kind, inputs.split(), [output], **attributes)


def window(kernel, stride=(1, 1), pads=(0, 0, 0, 0), dilation=(1, 1)):
    return {
        "kernel_shape": list(kernel),
        "strides": list(stride),
        "pads": list(pads),
        "dilations": list(dilation),
    }


def unary(kind, shape, **attributes):
    return run([node(kind, "x", **attributes)], {"x": image(shape)}, {})


# name: input shape, filters, groups, window
CONVOLUTIONS = {
    "pointwise": ((5, 7, 9), 6, 1, window((1, 1))),
    "pointwise strided": ((5, 7, 9), 6, 1, window((1, 1), (2, 3))),
    "3x3": ((3, 9, 7), 5, 1, window((3, 3), pads=(1, 1, 1, 1))),
    "3x3 strided": ((3, 10, 9), 5, 1, window((3, 3), (2, 2), (1, 1, 1, 1))),
    "3x3 dilated": ((2, 11, 10), 3, 1, window((3, 3), (1, 1), (2, 2, 2, 2), (2, 2))),
    "strided and dilated": ((2, 13, 12), 3, 1, window((3, 3), (3, 2), (2, 1, 3, 0), (2, 3))),
    "asymmetric": ((2, 8, 9), 4, 1, window((2, 5), (1, 2), (1, 0, 0, 3))),
    "7x7 stem": ((3, 17, 15), 4, 1, window((7, 7), (2, 2), (3, 3, 3, 3))),
    "grouped": ((6, 7, 8), 9, 3, window((3, 3), (2, 1), (1, 1, 1, 1))),
    "depthwise": ((5, 9, 8), 5, 5, window((3, 3), pads=(1, 1, 1, 1))),
    "depthwise strided": ((4, 9, 10), 4, 4, window((5, 5), (2, 2), (2, 2, 2, 2))),
    "depthwise doubled": ((3, 6, 7), 6, 3, window((3, 3), (1, 1), (0, 1, 2, 0))),
    "deep": ((70, 4, 5), 14, 1, window((3, 3), pads=(1, 1, 1, 1))),
}

# name: kind, countsPadding, input shape, window, ceil_mode
POOLS = {
    "max pool": ("MaxPool", 0, (3, 9, 8), window((2, 2), (2, 2)), 0),
    "max pool padded": ("MaxPool", 0, (2, 9, 8), window((3, 3), (2, 2), (1, 1, 1, 1)), 0),
    "max pool asymmetric": ("MaxPool", 0, (2, 7, 8), window((3, 2), (1, 1), (0, 1, 2, 0)), 0),
    "max pool rounded up": ("MaxPool", 0, (2, 8, 10), window((3, 3), (2, 2)), 1),
    "max pool dilated": ("MaxPool", 0, (2, 9, 9), window((3, 3), (1, 1), (2, 2, 2, 2), (2, 2)), 0),
    "max pool wide": ("MaxPool", 0, (2, 7, 6), window((5, 5), (1, 1), (2, 2, 2, 2)), 0),
    "average pool": ("AveragePool", 0, (3, 9, 8), window((2, 3), (2, 2)), 0),
    "average pool padded": ("AveragePool", 0, (2, 9, 8), window((3, 3), (2, 2), (1, 1, 1, 1)), 0),
    "average pool counting": ("AveragePool", 1, (2, 9, 8), window((3, 3), (2, 2), (1, 1, 1, 1)), 0),
    "average pool rounded up": ("AveragePool", 0, (2, 8, 10), window((3, 3), (2, 2)), 1),
    "average pool counting rounded up": (
        "AveragePool", 1, (2, 8, 9), window((3, 3), (2, 2), (1, 0, 0, 1)), 1),
}


def convolution(name):
    shape, filters, groups, geometry = CONVOLUTIONS[name]
    fan_in = shape[0] // groups * int(np.prod(geometry["kernel_shape"]))
    weights = synthetic(
        1, "weight", (filters, shape[0] // groups, *geometry["kernel_shape"]), fan_in)
    return image(shape), weights, filters, {"group": groups, **geometry}


def float_cases():
    for name in CONVOLUTIONS:
        x, weights, filters, attributes = convolution(name)
        bias = synthetic(1, "bias", (filters,))
        yield name, run([node("Conv", "x w b", **attributes)], {"x": x}, {"w": weights, "b": bias})
    x, weights, filters, attributes = convolution("3x3")
    constants = {
        "w": weights,
        "scale": synthetic(1, "scale", (filters,)),
        "shift": synthetic(1, "shift", (filters,)),
        "mean": np.zeros(filters, np.float32),
        "variance": np.ones(filters, np.float32),
    }
    nodes = [
        node("Conv", "x w", "sum", **attributes),
        node("BatchNormalization", "sum scale shift mean variance", epsilon=0.0),
    ]
    yield "3x3 normalised", run(nodes, {"x": x}, constants)
    for name, (kind, counts, shape, geometry, ceil) in POOLS.items():
        extra = {"count_include_pad": counts} if kind == "AveragePool" else {}
        yield name, unary(kind, shape, ceil_mode=ceil, **geometry, **extra)
    yield from other_cases()
    yield from activation_cases()


def other_cases():
    yield "linear", run(
        [node("Flatten", "x", "flat"), node("Gemm", "flat w b", transB=1)],
        {"x": image((3, 4, 5))},
        {"w": synthetic(1, "weight", (7, 60), 60), "b": synthetic(1, "bias", (7,))},
    )
    yield "global average pool", unary("GlobalAveragePool", (5, 7, 6))
    yield "global max pool", unary("GlobalMaxPool", (5, 7, 6))
    pair = {"a": image((3, 4, 5)), "b": image((3, 4, 5), seed=1)}
    yield "add", run([node("Add", "a b")], pair, {})
    yield "concatenate", run(
        [node("Concat", "a b", axis=1)], {**pair, "b": image((2, 4, 5), seed=1)}, {})
    yield "multiply", run([node("Mul", "a b")], pair, {})
    yield "multiply by channel", run(
        [node("Mul", "a b")], {**pair, "b": image((3, 1, 1), seed=1)}, {})
    constants = {n: np.array([v], np.int64) for n, v in [("from", 2), ("to", 5), ("axis", 1)]}
    yield "slice", run([node("Slice", "x from to axis")], {"x": image((7, 3, 4))}, constants)
    padding = {"p": np.array([0, 0, 1, 2, 0, 0, 3, 0], np.int64)}
    yield "pad", run([node("Pad", "x p")], {"x": image((2, 3, 4))}, padding)
    for mode, name in [("nearest", "upsample nearest"), ("linear", "upsample bilinear")]:
        attributes = {"mode": mode, "coordinate_transformation_mode": "half_pixel"}
        if mode == "nearest":
            attributes["coordinate_transformation_mode"] = "asymmetric"
            attributes["nearest_mode"] = "floor"
        factor = {"f": np.array([1, 1, 2, 3], np.float32)}
        nodes = [helper.make_node("Resize", ["x", "", "f"], ["y"], **attributes)]
        yield name, run(nodes, {"x": image((2, 4, 5))}, factor)
    yield "affine", run(
        [node("Mul", "x s", "product"), node("Add", "product t")],
        {"x": image((4, 3, 5))},
        {
            "s": synthetic(1, "scale", (4, 1, 1)),
            "t": synthetic(1, "shift", (4, 1, 1)),
        },
    )
    yield "shuffle", run(
        [
            node("Reshape", "x apart", "grouped"),
            node("Transpose", "grouped", "turned", perm=[0, 2, 1, 3, 4]),
            node("Reshape", "turned together"),
        ],
        {"x": image((6, 2, 3))},
        {
            "apart": np.array([1, 3, 2, 2, 3], np.int64),
            "together": np.array([1, 6, 2, 3], np.int64),
        },
    )
    yield "space to depth", unary("SpaceToDepth", (3, 4, 6), blocksize=2)
    yield "depth to space", unary("DepthToSpace", (8, 3, 2), blocksize=2, mode="DCR")
    yield "depth to space by channel", unary("DepthToSpace", (8, 3, 2), blocksize=2, mode="CRD")
    grouped = [
        node("Reshape", "x shape", "apart"),
        node("ReduceMax", "apart axes", keepdims=0),
    ]
    constants = {
        "shape": np.array([1, 2, 3, 4, 5], np.int64),
        "axes": np.array([2], np.int64),
    }
    yield "cross-channel max", run(grouped, {"x": image((6, 4, 5))}, constants)
    grouped[1] = node("ReduceMean", "apart axes", keepdims=0)
    yield "cross-channel average", run(grouped, {"x": image((6, 4, 5))}, constants)
    yield "softmax", unary("Softmax", (9, 3, 4), axis=1)


def activation_cases():
    shape = (2, 7, 5)
    wide = {"x": image(shape) * np.float32(8)}
    for name, nodes in {
        "relu": [node("Relu", "x")],
        "relu6": [node("Clip", "x zero six")],
        "leaky": [node("LeakyRelu", "x", alpha=0.1)],
        "swish": [node("Sigmoid", "x", "s"), node("Mul", "x s")],
        "mish": [node("Softplus", "x", "p"), node("Tanh", "p", "t"), node("Mul", "x t")],
        "sigmoid": [node("Sigmoid", "x")],
        "tanh": [node("Tanh", "x")],
        "hard-swish": [node("HardSwish", "x")],
        "hard-sigmoid": [node("HardSigmoid", "x", alpha=1 / 6, beta=0.5)],
        "elu": [node("Elu", "x", alpha=0.7)],
        "softplus": [node("Softplus", "x")],
        "gelu": [node("Gelu", "x")],
        "clip": [node("Clip", "x low high")],
    }.items():
        constants = {"zero": 0, "six": 6, "low": -1.5, "high": 2.25}
        used = {i for n in nodes for i in n.input}
        constants = {n: np.float32(v) for n, v in constants.items() if n in used}
        yield name, run(nodes, wide, constants)


def integer_cases():
    """`QLinearConv` with weight scales a channel, which the INT8 kernels must equal."""
    for name in CONVOLUTIONS:
        x, weights, filters, attributes = convolution(name)
        zero = np.int8(0)
        scales = np.abs(synthetic(2, "scale", (filters,)))
        constants = {
            "xs": np.float32(0.02), "xz": zero, "ws": scales,
            "w": codes(synthetic(1, "weight", weights.shape, fan_in=6)),
            "wz": np.zeros(filters, np.int8), "ys": np.float32(1.5), "yz": zero,
            "b": np.rint(synthetic(1, "bias", (filters,)) * np.float32(1000)).astype(np.int32),
        }
        nodes = [node("QLinearConv", "x xs xz w ws wz ys yz b", **attributes)]
        yield "integer " + name, run(nodes, {"x": codes(x)}, constants)


def main():
    lines = []
    for name, result in [*float_cases(), *integer_cases()]:
        values = " ".join(f"{v:.9g}" for v in result.ravel().tolist())
        lines.append(f"{name}: {values}\n")
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text("".join(lines))
    print(f"{len(lines)} cases, {GOLDEN.stat().st_size} bytes, ONNX Runtime {onnxruntime.__version__}")


if __name__ == "__main__":
    main()
