import ReferenceKernels
import Simulation

/// A kernel while it runs: what its loads brought, and what it made so far.
struct KernelState<Arithmetic: ReplayArithmetic> {
  typealias Value = Arithmetic.Value

  /// The inputs as the processor sees them, one after another, each image after image.
  let inputs: ReplayMemory<Value>
  /// What loads under way have read.
  let incoming: ReplayMemory<Value>
  let weights: ReplayMemory<Value>
  /// The weights of a Winograd kernel.
  let points: ReplayMemory<Arithmetic.Point>
  /// The output as the processor sees it, image after image.
  let output: ReplayMemory<Value>
  let winograd: Winograd?
  /// Of a Winograd kernel, each image's transformed inputs, once they are computed.
  var transformed: [[Arithmetic.Point]] = []
  /// The pieces computed.
  var pieces: [Range<Int>] = []
  /// Elements moved, by kind of transfer.
  var moved: [TaskKind: Int] = [:]
  /// Transformed values that were computed, to be stored and loaded once each.
  var transforms = 0
  var macs = 0
  var tasksLeft: Int
  /// The calls that are over.
  var launched: Set<Int> = []

  init(
    inputs: ReplayMemory<Value>, incoming: ReplayMemory<Value>, weights: ReplayMemory<Value>,
    points: ReplayMemory<Arithmetic.Point>, output: ReplayMemory<Value>, winograd: Winograd?,
    tasksLeft: Int
  ) {
    (self.inputs, self.incoming, self.output) = (inputs, incoming, output)
    (self.weights, self.points, self.winograd) = (weights, points, winograd)
    self.tasksLeft = tasksLeft
  }
}
