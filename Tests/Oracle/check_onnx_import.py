#!/usr/bin/env python3
"""Imports small, odd ONNX models and compares MACs, weights and output shapes with what they are.

Usage: check_onnx_import.py CSPSIM

Each case is a model in ONNX's textual syntax with initialisers of zeros. Valid ones are run in ONNX
Runtime too, whose output shapes are the oracle; MACs and weights are written out by hand. Cases that
can't be imported name the message that must come instead. Needs `pip install onnx onnxruntime`.
"""

import json
import os
import subprocess
import sys
import tempfile

import numpy
import onnx
import onnx.parser
import onnxruntime

CONV = 8 * 3 * 3 * 3  # the weights of the convolution most cases begin with
FIRST = CONV * 16 * 16  # its MACs on a 16x16 image

START = "c = Conv<kernel_shape=[3,3], pads=[1,1,1,1]>(x, w)"
WEIGHTS = "float[8,3,3,3] w"
IMAGE = "float[1,3,16,16] x"


class Case:
    """A model, and the MACs and weights it has, or the start of the error it gives."""

    def __init__(self, name, body, macs=FIRST, weights=CONV, opset=17, inits="", image=IMAGE,
                 output="y", error=None, options=(), runs=True, functions="", also=""):
        self.name, self.macs, self.weights, self.error = name, macs, weights, error
        self.options, self.runs = list(options), runs
        extra = f", {inits}" if inits else ""
        imports = f'"": {opset}{also}'
        outputs = ", ".join(f"float[] {one}" for one in output.split())
        self.text = (
            f"<ir_version: 8, opset_import: [{imports}]>\n"
            f"g ({image}) => ({outputs})\n<{WEIGHTS}{extra}>\n{{ {body} }}\n{functions}")

    def model(self):
        model = onnx.parser.parse_model(self.text)
        for output in model.graph.output:
            output.type.Clear()
            output.type.tensor_type.elem_type = onnx.TensorProto.FLOAT
        fill(model.graph)
        return model


def fill(graph):
    """Gives zeros to initialisers that are declared without values."""
    known = {tensor.name for tensor in graph.initializer}
    inputs = {value.name for value in graph.input}
    for value in list(graph.value_info):
        tensor = value.type.tensor_type
        if value.name not in known | inputs and tensor.HasField("shape"):
            shape = [dimension.dim_value for dimension in tensor.shape.dim]
            kind = onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)
            graph.initializer.append(
                onnx.numpy_helper.from_array(numpy.zeros(shape, kind), value.name))
            graph.value_info.remove(value)


def then(body):
    return f"{START} {body}"


CASES = [
    Case("hard swish as add, clip, multiply, divide (11)", then(
        "a = Add(c, three) k = Clip(a, zero, six) m = Mul(c, k) y = Div(m, six)"), opset=11,
        inits="float three = {3.0}, float zero = {0.0}, float six = {6.0}"),
    Case("hard swish as hard sigmoid and multiply", then("h = HardSigmoid(c) y = Mul(h, c)")),
    Case("hard swish as one operator", then("y = HardSwish(c)")),
    Case("swish as sigmoid and multiply", then("s = Sigmoid(c) y = Mul(c, s)")),
    Case("mish as softplus, tanh, multiply", then("s = Softplus(c) t = Tanh(s) y = Mul(c, t)")),
    Case("mish as one operator", then("y = Mish(c)"), opset=18),
    Case("clip between constant nodes", then(
        "a = Constant<value_float=0.0>() b = Constant<value_float=6.0>() y = Clip(c, a, b)")),
    Case("leaky, parametric and exponential rectifiers", then(
        "l = LeakyRelu<alpha=0.1>(c) p = PRelu(l, s) y = Elu(p)"), inits="float[8,1,1] s",
        ),
    Case("split with sizes as an attribute (11)", then(
        "a, b = Split<axis=1, split=[3,5]>(c) y = Concat<axis=1>(b, a)"), opset=11),
    Case("split with sizes as an input (13)", then(
        "a, b = Split<axis=-3>(c, sizes) y = Concat<axis=-3>(b, a)"), opset=13,
        inits="int64[2] sizes = {3, 5}"),
    Case("split in equal parts (18)", then(
        "a, b = Split<axis=1, num_outputs=2>(c) y = Add(a, b)"), opset=18),
    Case("resize by scales", then(
        "y = Resize<mode=\"nearest\">(c, , scales)"), inits="float[4] scales = {1., 1., 2., 2.}"),
    Case("resize by scales, with a region (11)", then(
        "y = Resize<mode=\"nearest\">(c, roi, scales)"), opset=11,
        inits="float[0] roi, float[4] scales = {1., 1., 2., 2.}"),
    Case("resize to sizes", then("y = Resize<mode=\"linear\">(c, , , sizes)"),
         inits="int64[4] sizes = {1, 8, 32, 48}"),
    Case("resize of named axes (18)", then(
        "y = Resize<mode=\"nearest\", axes=[2,3]>(c, , scales)"), opset=18,
        inits="float[2] scales = {2., 2.}"),
    Case("resize by computed sizes", then("""
        s = Shape(c) h = Gather(s, two) w2 = Gather(s, three) h2 = Mul(h, two) w4 = Mul(w2, two)
        hu = Unsqueeze(h2, axis) wu = Unsqueeze(w4, axis) nc = Slice(s, zero1, two1)
        sizes = Concat<axis=0>(nc, hu, wu) y = Resize<mode="nearest">(c, , , sizes)"""),
        inits="int64 two = {2}, int64 three = {3}, int64[1] axis = {0}, int64[1] zero1 = {0}, "
        "int64[1] two1 = {2}"),
    Case("mean over axes, an attribute (13)", then(
        "y = ReduceMean<axes=[2,3], keepdims=1>(c)"), opset=13),
    Case("mean over axes, an input (18)", then(
        "y = ReduceMean<keepdims=1>(c, axes)"), opset=18, inits="int64[2] axes = {-2, -1}"),
    Case("mean without its axes, then a product", then(
        "m = ReduceMean<axes=[2,3], keepdims=0>(c) y = MatMul(m, v)"), inits="float[8,10] v",
        macs=FIRST + 80, weights=CONV + 80),
    Case("padding before a convolution", then(
        "p = Pad(c, pads) y = Conv<kernel_shape=[3,3]>(p, v)"),
        inits="int64[8] pads = {0,0,1,1,0,0,1,1}, float[4,8,3,3] v",
        macs=FIRST + 4 * 8 * 9 * 256, weights=CONV + 288),
    Case("reflected padding before a convolution", then(
        "p = Pad<mode=\"reflect\">(c, pads) y = Conv<kernel_shape=[3,3]>(p, v)"),
        inits="int64[8] pads = {0,0,1,1,0,0,1,1}, float[4,8,3,3] v",
        macs=FIRST + 4 * 8 * 9 * 256, weights=CONV + 288),
    Case("padding of named axes (18)", then(
        "p = Pad(c, pads, , axes) y = Conv<kernel_shape=[3,3]>(p, v)"), opset=18,
        inits="int64[4] pads = {1,1,1,1}, int64[2] axes = {2, 3}, float[4,8,3,3] v",
        macs=FIRST + 4 * 8 * 9 * 256, weights=CONV + 288),
    Case("same padding", """c = Conv<kernel_shape=[3,3], auto_pad="SAME_UPPER">(x, w)
        y = Conv<kernel_shape=[3,3], strides=[2,2], auto_pad="SAME_LOWER">(c, v)""",
        inits="float[4,8,3,3] v", macs=FIRST + 288 * 64, weights=CONV + 288),
    Case("no padding", "y = Conv<auto_pad=\"VALID\">(x, w)", macs=CONV * 14 * 14),
    Case("flattening by shape arithmetic, with a symbolic batch", then("""
        g0 = GlobalAveragePool(c) s = Shape(g0) n = Gather<axis=0>(s, zero) u = Unsqueeze(n, axis)
        to = Concat<axis=0>(u, rest) f = Reshape(g0, to) y = Gemm<transB=1>(f, v, b)"""),
        image="float[N,3,16,16] x", inits="int64 zero = {0}, int64[1] axis = {0}, "
        "int64[1] rest = {-1}, float[10,8] v, float[10] b", macs=FIRST + 80, weights=CONV + 80),
    Case("flattening by a shape with zero and minus one", then(
        "g0 = GlobalAveragePool(c) f = Reshape(g0, to) y = Gemm(f, v)"),
        inits="int64[2] to = {0, -1}, float[8,10] v", macs=FIRST + 80, weights=CONV + 80),
    Case("channel shuffle by transposition", then(
        "a = Reshape(c, apart) t = Transpose<perm=[0,2,1,3,4]>(a) y = Reshape(t, together)"),
        inits="int64[5] apart = {1,2,4,16,16}, int64[4] together = {1,8,16,16}"),
    Case("focus: strided slices of the image", """
        t = Slice(x, zero, e, h, two) u = Slice(x, one, e, h, two)
        a = Slice(t, zero, e, v2, two) b = Slice(u, zero, e, v2, two)
        c = Slice(t, one, e, v2, two) d = Slice(u, one, e, v2, two)
        j = Concat<axis=1>(a, b, c, d) y = Conv<kernel_shape=[1,1]>(j, v)""",
        macs=4 * 12 * 64, weights=48, inits="int64[1] zero = {0}, int64[1] one = {1}, "
        "int64[1] e = {9223372036854775807}, int64[1] h = {2}, int64[1] v2 = {3}, "
        "int64[1] two = {2}, float[4,12,1,1] v"),
    Case("two of four strided slices", """
        a = Slice(x, s0, e, ax, two) b = Slice(x, s1, e, ax, two) d = Concat<axis=1>(a, b)
        y = Conv<kernel_shape=[1,1]>(d, v)""", error="a strided slice from row 1",
        inits="int64[2] s0 = {0,0}, int64[2] s1 = {1,1}, int64[2] e = {2147483647, 2147483647}, "
        "int64[2] ax = {2,3}, int64[2] two = {2,2}, float[4,6,1,1] v"),
    Case("space to depth and back", then(
        "s = SpaceToDepth<blocksize=2>(c) y = DepthToSpace<blocksize=2>(s)")),
    Case("squeeze and unsqueeze by axes as input", then("""
        g0 = GlobalAveragePool(c) q = Squeeze(g0, axes) f = Gemm(q, v)
        u = Unsqueeze(f, axes) y = Sigmoid(u)"""),
        inits="int64[2] axes = {2, 3}, float[8,8] v", macs=FIRST + 64, weights=CONV + 64),
    Case("weights shared through identity", """i = Identity(w) c = Conv<pads=[1,1,1,1]>(x, i)
        y = Relu(c)"""),
    Case("normalisation apart from its convolution", then(
        "y = BatchNormalization(c, s, s, s, s)"), inits="float[8] s"),
    Case("additions and multiplications by constants", then(
        "a = Add(c, v) m = Mul(a, k) s = Sub(m, k) y = Div(s, two)"),
        inits="float[1,8,1,1] v, float k = {3.0}, float two = {2.0}"),
    Case("product of matrices and a bias", then(
        "g0 = GlobalAveragePool(c) f = Flatten(g0) m = MatMul(f, v) y = Add(m, b)"),
        inits="float[8,10] v, float[10] b", macs=FIRST + 80, weights=CONV + 80),
    Case("pooling with its own rounding and counting", then("""
        a = AveragePool<kernel_shape=[3,3], strides=[2,2], ceil_mode=1, count_include_pad=1>(c)
        m = MaxPool<kernel_shape=[2,2], strides=[2,2], dilations=[2,2]>(c)
        g0 = GlobalMaxPool(m) y = Mul(a, g0)""")),
    Case("dropout with its ratio and mode as inputs", then(
        "d = Dropout(c, r, t) y = Relu(d)"), inits="float r = {0.5}, bool t = {0}"),
    Case("softmax over channels", then("y = Softmax<axis=1>(c)")),
    Case("two images", then("d = Conv<pads=[1,1,1,1]>(z, w) y = Add(c, d)"),
         image=f"{IMAGE}, float[1,3,16,16] z", macs=2 * FIRST, weights=2 * CONV),
    Case("a local function, as PyTorch's newer exporter makes", then("y = local.swish(c)"),
         also=', "local": 1', functions="""
<domain: "local", opset_import: ["": 17]>
swish (a) => (b) { s = Sigmoid(a) b = Mul(a, s) }"""),
    Case("functions in functions, with an attribute", then("y = local.twice<slope=0.1>(c)"),
         also=', "local": 1', functions="""
<domain: "local", opset_import: ["": 17, "local": 1]>
twice <slope> (a) => (b) { s = local.once<slope: float = @slope>(a)
  b = local.once<slope: float = @slope>(s) }
<domain: "local", opset_import: ["": 17]>
once <slope> (a) => (b) { b = LeakyRelu<alpha: float = @slope>(a) }"""),
    Case("half precision", "c = Conv<pads=[1,1,1,1]>(h, v) y = Cast<to=1>(c)",
         image="float16[1,3,16,16] h", inits="float16[8,3,3,3] v", runs=False),
    Case("normalisation of local responses", then("y = LRN<size=5>(c)")),
    Case("an unknown operator", then("y = Hardmax<axis=1>(c)"), error="Hardmax"),
    Case("an unknown operator, allowed", then("y = Hardmax<axis=1>(c)"),
         options=["--allow-unsupported"]),
    Case("a transposed convolution", then("y = ConvTranspose(c, v)"),
         inits="float[8,4,2,2] v", error="ConvTranspose"),
    Case("a branch", then("""b = Constant<value_int=1>() k = Cast<to=9>(b) y = If(k) <
        then_branch = t () => (float[1,3,16,16] p) { p = Relu(c) },
        else_branch = e () => (float[1,3,16,16] q) { q = Sigmoid(c) }>"""), error="(If)"),
    Case("a function that calls itself", then("y = local.loop(c)"), also=', "local": 1',
         error="functions call each other", runs=False, functions="""
<domain: "local", opset_import: ["": 17, "local": 1]>
loop (a) => (b) { s = Relu(a) b = local.loop(s) }"""),
    Case("a convolution over volumes", "y = Conv(x, v)", image="float[1,3,8,8,8] x",
         inits="float[4,3,3,3,3] v", error=""),
    Case("an image of unknown size", START + " y = Relu(c)", image="float[N,3,H,W] x",
         error="--input"),
    Case("an image of unknown size, given", START + " y = Relu(c)", image="float[N,3,H,W] x",
         options=["--input", "16x16"]),
    Case("no operators", "", output="x", error="", runs=False),
]


def shapes(model):
    """The output shapes in ONNX Runtime, unknown extents being 1 and 16."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    feeds = {}
    for node in session.get_inputs():
        extents = [n if isinstance(n, int) else {"N": 1}.get(n, 16) for n in node.shape]
        feeds[node.name] = numpy.zeros(extents, numpy.float32)
    return [list(value.shape) for value in session.run(None, feeds)]


def problem(case, cspsim, path):
    """What is wrong with the import of a case, or None."""
    model = case.model()
    onnx.save(model, path)
    done = subprocess.run(
        [cspsim, "networks", "show", path, "--json", *case.options],
        capture_output=True, text=True)
    if case.error is not None:
        if done.returncode != 1 or case.error not in done.stderr:
            return f"exit {done.returncode}, '{done.stderr.strip()}'; expected '{case.error}'"
        print(f"      {done.stderr.strip()}")
        return None
    if done.returncode != 0:
        return done.stderr.strip()
    network = json.loads(done.stdout)
    for key, expected in [("macs", case.macs), ("weights", case.weights)]:
        if network[key] != expected:
            return f"{key} are {network[key]}; expected {expected}"
    if case.runs:
        theirs = shapes(model)[0]
        theirs = theirs[1:] + [1] * (4 - len(theirs))
        if network["layers"][-1]["output_shape"] != theirs:
            return f"the output is {network['layers'][-1]['output_shape']}; expected {theirs}"
    return None


def main(cspsim):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            try:
                wrong = problem(case, cspsim, os.path.join(folder, "model.onnx"))
            except Exception as error:
                wrong = f"{type(error).__name__}: {error}"
            print(f"{'FAIL' if wrong else 'ok  '}  {case.name}" + (f": {wrong}" if wrong else ""))
            failed += wrong is not None
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
