import Hardware
import LayerGraph

/// How one layer is computed: its kernels, each cut into blocks, and what they move.
struct GPULayerPlan {
  let sequence: KernelSequence
  let timings: [KernelTiming]
  /// Of all kernels by themselves, their launches included.
  let cycles: Double
  /// For replay.
  let record: LayerKernel
  /// By kernel.
  let transfers: [[Transfer]]

  struct Transfer {
    let kind: TaskKind
    let bytes: Int
    let span: Range<Int>
  }

  /// By layer the fastest way to compute it by itself; `nil` where nothing runs.
  static func all(_ planner: GPUKernelPlanner) -> [GPULayerPlan?] {
    planner.network.layers.indices.map { fastest($0, planner) }
  }

  /// The fastest way to compute a layer by itself; the first of several.
  private static func fastest(_ index: Int, _ planner: GPUKernelPlanner) -> GPULayerPlan? {
    let device = planner.device
    let ways = planner.alternatives(for: index).map { sequence in
      let timings = sequence.kernels.map {
        KernelTiming.best($0, tiles: planner.library.tiles, on: device)
      }
      let cycles = zip(sequence.kernels, timings).reduce(0.0) { sum, next in
        sum + Double(next.0.launches * device.launch.count) + next.1.cycles(of: next.0, on: device)
      }
      return (sequence: sequence, timings: timings, cycles: cycles)
    }
    return ways.min { $0.cycles < $1.cycles }
      .map { GPULayerPlan(index, planner, $0.sequence, $0.timings, cycles: $0.cycles) }
  }

  private init(
    _ index: Int, _ planner: GPUKernelPlanner, _ sequence: KernelSequence,
    _ timings: [KernelTiming], cycles: Double
  ) {
    (self.sequence, self.timings, self.cycles) = (sequence, timings, cycles)
    record = LayerKernel(index, planner, sequence, timings)
    transfers = GPULayerPlan.transfers(
      sequence, timings, record, bytes: planner.device.precision.bytes)
  }

  /// The transfers of each of a layer's kernels: the first reads its inputs, and the last writes its
  /// output; what they leave to one another or read again is counted on after those.
  private static func transfers(
    _ sequence: KernelSequence, _ timings: [KernelTiming], _ layer: LayerKernel, bytes: Int
  ) -> [[Transfer]] {
    var (loaded, stored) = (layer.inputs, layer.outputs)
    let last = sequence.kernels.count - 1
    return sequence.kernels.enumerated().map { step, kernel in
      var spans: [(TaskKind, Range<Int>)] = []
      if kernel.weightBytes > 0 { spans.append((.loadWeights, 0..<layer.weights)) }
      var extra = timings[step].reread / bytes
      if step == 0 {
        spans += layer.loaded.map { (.loadInput, $0) }
      } else {
        extra += kernel.inputBytes / bytes
      }
      spans.append((.loadInput, loaded..<loaded + extra))
      loaded += extra
      let results = kernel.outputBytes / bytes
      let passed = step == last ? min(results, layer.outputs) : 0
      spans.append((.store, 0..<passed))
      spans.append((.store, stored..<stored + results - passed))
      stored += results - passed
      return spans.filter { !$0.1.isEmpty }.map {
        Transfer(kind: $0.0, bytes: $0.1.count * bytes, span: $0.1)
      }
    }
  }
}

extension LayerKernel {
  /// How a layer is computed by several kernels.
  fileprivate init(
    _ index: Int, _ planner: GPUKernelPlanner, _ sequence: KernelSequence,
    _ timings: [KernelTiming]
  ) {
    let kernels = sequence.kernels
    let main = kernels[sequence.main]
    self.init(
      index, of: planner.network, winogradSide: main.winogradSide,
      cut: .runs(timings[sequence.main].blocks), spillsTransforms: main.isTransformedApart)
    let bytes = planner.device.precision.bytes
    if let held = sequence.heldInput {
      let inputs = planner.network.layers[index].inputs
      let start = inputs[..<held].reduce(0) { $0 + planner.results($1) }
      self.held = start..<start + planner.results(inputs[held])
    }
    let loads = zip(kernels, timings).reduce(0) { $0 + $1.0.inputBytes + $1.1.reread }
    let stores = kernels.reduce(0) { $0 + $1.outputBytes }
    passed.loads = loads / bytes - (self.inputs - self.held.count) - transforms
    passed.stores = stores == 0 ? 0 : stores / bytes - outputs - transforms
  }

  /// The inputs that loads bring.
  fileprivate var loaded: [Range<Int>] { [0..<held.lowerBound, held.upperBound..<inputs] }
}
