import LayerGraph
import ModelZoo
import ReferenceKernels

/// Times the fast convolution kernels for `Benchmarks/kernels.py`.
///
/// With network names as arguments, prints each distinct convolution as a line of numbers. Without,
/// reads such lines and answers each with the seconds of its fastest run on one thread; the line
/// `peak` is answered with the FLOP/s of multiply-adds that never leave the registers.
@main struct Main {
  static func main() throws {
    let names = CommandLine.arguments.dropFirst()
    if names.isEmpty {
      try answer()
    } else {
      for line in try distinctConvolutions(of: Array(names)) { print(line) }
    }
  }

  private static func distinctConvolutions(of names: [String]) throws -> [String] {
    var lines: [String] = []
    for name in names {
      let network = try ModelZoo.network(named: name, options: NetworkOptions())
      for layer in network.layers {
        guard case .convolution(let convolution) = layer.operation else { continue }
        let input = network.layers[layer.inputs[0]].output
        let line = ConvolutionLine(convolution: convolution, input: input).text
        if !lines.contains(line) { lines.append(line) }
      }
    }
    return lines
  }

  private static func answer() throws {
    while let line = readLine() {
      if line == "peak" {
        print(peak())
      } else if let convolution = ConvolutionLine(line) {
        print(try fastestRun(of: convolution))
      } else {
        print("expected 'peak' or 15 whole numbers")
      }
      flushOutput()
    }
  }

  private static func peak() -> Double {
    var sink: Float = 0.1
    return (0..<20).map { _ in
      var operations = 0.0
      let seconds = time { operations = InstructionSet.best.spin(rounds: 200_000, sink: &sink) }
      return operations / seconds
    }.max() ?? 0
  }

  private static func fastestRun(of line: ConvolutionLine) throws -> Double {
    var builder = NetworkBuilder(name: "layer")
    let input = try builder.input(line.input)
    let layer = try builder.add(.convolution(line.convolution), to: input)
    let executor = try GraphExecutor(builder.build())
    let image = FeatureMap.synthetic(line.input)
    var (fastest, total, runs) = (Double.infinity, 0.0, 0)
    while runs < 4 || (total < 0.04 && runs < 1000) {
      var result: FeatureMap<Float>?
      let seconds = try time { result = try executor.evaluate(layer: layer, inputs: [image]) }
      guard result != nil else { continue }
      (fastest, total, runs) = (min(fastest, seconds), total + seconds, runs + 1)
    }
    return fastest
  }

  private static func time(_ body: () throws -> Void) rethrows -> Double {
    let duration = try ContinuousClock().measure(body)
    return Double(duration.components.attoseconds) * 1e-18 + Double(duration.components.seconds)
  }
}
