import Hardware
import Quantities

/// A systolic device in the units of the model: cycles of its own clock, bytes and integers.
struct SystolicMachine: Hashable {
  let timing: FoldTiming
  var arrays: Int
  /// Whether the last cycle of a product goes uncounted, as in SCALE-Sim, whose total is the index
  /// of the last cycle and not the number of cycles.
  let skipsLastCycle: Bool
  let operandBytes: Int
  let accumulatorElementBytes: Int
  /// Bytes; `unlimited` where the profile sets no limit.
  var scratchpad: Int
  /// Bytes of a buffer that holds weights only, or `nil` if they lie in the scratchpad.
  var weightBuffer: Int?
  var accumulator: Int
  /// Elements a cycle, or `nil` for a vector unit that costs nothing.
  let lanes: Int?
  let dram: Link
  /// The link that network inputs and outputs cross, or `nil` if they lie in DRAM.
  var host: Link?
  var launchCycles: Int
  var layerCycles: Int
  /// Bytes of a feature map in DRAM over those of its elements; network inputs aren't compressed.
  var compression = 1.0
  /// Whether weights stay in the scratchpad from one run to the next, as far as there is room.
  var holdsWeights = false

  /// A size that no network reaches (`Limits.product` bounds the sum of all its elements).
  static let unlimited = 1 << 60

  /// Cycles from which a task counts as endless; millions of them can be added without overflow.
  static let longestTask = 1 << 40

  /// A channel's time for a transfer.
  struct Link: Hashable {
    /// Infinite for a channel without a limit.
    let bytesPerCycle: Double
    let latency: Int

    /// At most `longestTask`, which no schedule may reach.
    func cycles(for bytes: Int) -> Int {
      let cycles = min(Double(bytes) / bytesPerCycle, Double(longestTask))
      let whole = Int(cycles)
      return Double(whole) < cycles ? whole + 1 : whole
    }
  }

  /// What of the machine a layer's tasks depend on: launches come before a layer and not within it,
  /// and the host link matters to layers that cross it.
  func part(crossingHost: Bool) -> SystolicMachine {
    var machine = self
    machine.launchCycles = 0
    machine.layerCycles = 0
    if !crossingHost { machine.host = nil }
    return machine
  }

  /// A part with so many of the arrays and half of the buffers beside the scratchpad.
  func half(arrays: Int) -> SystolicMachine {
    var machine = self
    machine.arrays = arrays
    machine.weightBuffer = weightBuffer.map { $0 / 2 }
    machine.accumulator = accumulator / 2
    return machine
  }

  var elementsPerPass: Int { timing.rows * timing.columns }

  /// Cycles that the vector unit takes for a number of element operations.
  func vectorCycles(for operations: Int) -> Int {
    guard let lanes else { return 0 }
    return min(operations.dividedUp(by: lanes), SystolicMachine.longestTask)
  }
}
