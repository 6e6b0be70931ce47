import Hardware
import LayerGraph
import Quantities
import Simulation

/// A figure of a systolic profile that a designer could change.
public struct DesignFigure: Sendable {
  /// The path in the profile, as `--set` takes it.
  public let path: String
  /// The present value, in the profile's own unit; `nil` if the device has no such part.
  public let value: @Sendable (SystolicDevice) -> Double?
  /// Sets a value; figures that count things are rounded up.
  public let set: @Sendable (inout SystolicDevice, Double) -> Void
  /// The unit of the values.
  public let unit: Unit

  public enum Unit: Sendable {
    case count
    case hertz
    case bytes
    case bytesPerSecond
    case cycles
  }

  /// The device with this figure multiplied, or `nil` if it has none or would fall below one unit.
  public func scaled(_ device: SystolicDevice, by factor: Double) -> SystolicDevice? {
    guard let value = value(device), value.isFinite, value > 0 else { return nil }
    var changed = device
    set(&changed, value * factor)
    return changed == device ? nil : changed
  }
}

extension DesignFigure {
  private static func whole(_ value: Double) -> Int {
    let floor = Int(value)
    return max(1, Double(floor) < value ? floor + 1 : floor)
  }

  private static func count(
    _ path: String, _ member: WritableKeyPath<SystolicArray, Int> & Sendable, limit: Int = 4096
  ) -> DesignFigure {
    DesignFigure(
      path: path, value: { Double($0.array[keyPath: member]) },
      set: { $0.array[keyPath: member] = min(limit, whole($1)) },
      unit: path.hasPrefix("control.") ? .cycles : .count)
  }

  private static func size(
    _ path: String, _ member: WritableKeyPath<SystolicDevice, Bytes?> & Sendable
  ) -> DesignFigure {
    DesignFigure(
      path: path, value: { $0[keyPath: member].map { Double($0.count) } },
      set: { $0[keyPath: member] = Bytes(whole($1)) }, unit: .bytes)
  }

  /// Every figure that a what-if varies, in the order of the profile.
  public static let systolic: [DesignFigure] = [
    DesignFigure(
      path: "clock", value: { $0.clock.value }, set: { $0.clock = Hertz($1) },
      unit: .hertz),
    count("array.rows", \.rows), count("array.columns", \.columns),
    count("array.count", \.count, limit: 8),
    DesignFigure(
      path: "vector.lanes", value: { $0.vectorLanes.map(Double.init) },
      set: { $0.vectorLanes = whole($1) }, unit: .count),
    size("memory.scratchpad", \.scratchpad),
    size("memory.weights", \.weightBuffer),
    size("memory.accumulators", \.accumulator),
    DesignFigure(
      path: "memory.dram.bandwidth", value: { $0.dramBandwidth.value },
      set: { $0.dramBandwidth = BytesPerSecond($1) }, unit: .bytesPerSecond),
    DesignFigure(
      path: "memory.dram.latency", value: { Double($0.dramLatency.count) },
      set: { $0.dramLatency = Cycles(whole($1)) }, unit: .cycles),
    DesignFigure(
      path: "host.bandwidth", value: { $0.hostBandwidth?.value },
      set: { $0.hostBandwidth = BytesPerSecond($1) }, unit: .bytesPerSecond),
    count("control.launch", \.launchCycles, limit: .max),
    count("control.layer", \.layerCycles, limit: .max),
  ]
}

/// The run with one figure of the profile changed.
public struct WhatIf: Sendable {
  public let figure: DesignFigure
  public let factor: Double
  /// The figure's values, in its unit.
  public let before: Double
  public let after: Double
  /// Seconds for the batch, or `nil` if the network can't be scheduled then.
  public let seconds: Double?
  /// By layer, the change of its share of the run in seconds.
  public let layerChanges: [Double]

  /// Re-simulates with every figure doubled and halved.
  ///
  /// - Returns: most time saved first; ties in the order of the profile.
  public static func all(
    _ run: RunAnalysis, device: SystolicDevice, factors: [Double] = [2, 0.5]
  ) -> [WhatIf] {
    let changes = DesignFigure.systolic.flatMap { figure in
      factors.compactMap { WhatIf(run, device: device, figure: figure, factor: $0) }
    }
    return changes.enumerated().sorted {
      ($0.element.seconds ?? .infinity, $0.offset) < ($1.element.seconds ?? .infinity, $1.offset)
    }.map(\.element)
  }

  private init?(_ run: RunAnalysis, device: SystolicDevice, figure: DesignFigure, factor: Double) {
    guard let value = figure.value(device), let changed = figure.scaled(device, by: factor) else {
      return nil
    }
    self.figure = figure
    self.factor = factor
    before = value
    after = figure.value(changed) ?? value
    guard let simulation = try? Simulator.simulate(run.network, on: changed) else {
      (seconds, layerChanges) = (nil, [])
      return
    }
    let other = RunAnalysis(simulation, profile: run.profile, device: changed)
    seconds = other.seconds
    layerChanges = zip(run.layers, other.layers).map { ours, theirs in
      other.cycles(theirs.attribution.total) / other.clock.value
        - run.cycles(ours.attribution.total) / run.clock.value
    }
  }
}

/// The least change of one figure that reaches a frame rate.
public struct TargetChange: Sendable {
  public let figure: DesignFigure
  /// The figure's present value, in its unit.
  public let before: Double
  /// The value that is enough, or `nil` if this figure alone can't reach the target.
  public let needed: Double?
  public let framesPerSecond: Double

  /// For each figure, the least value within 64 times the present one that reaches the target.
  ///
  /// The rate grows with a figure but for the mapping search's ties, so bisection over the factor
  /// finds it to within a sixteenth of a doubling.
  public static func all(
    toReach target: Double, _ run: RunAnalysis, device: SystolicDevice
  ) -> [TargetChange] {
    DesignFigure.systolic.compactMap { figure in
      guard let value = figure.value(device), value.isFinite, value > 0 else { return nil }
      func rate(_ sixteenths: Int) -> Double {
        guard let changed = figure.scaled(device, by: factor(sixteenths, figure)),
          let simulation = try? Simulator.simulate(run.network, on: changed)
        else { return run.framesPerSecond }
        let seconds = Cycles(simulation.trace.makespan).seconds(at: changed.clock)
        return Double(run.network.batch) / seconds
      }
      let most = rate(96)
      guard most >= target else {
        return TargetChange(
          figure: figure, before: value, needed: nil, framesPerSecond: most)
      }
      var (low, high) = (0, 96)
      while high - low > 1 {
        let middle = (low + high) / 2
        if rate(middle) >= target { high = middle } else { low = middle }
      }
      return TargetChange(
        figure: figure, before: value,
        needed: figure.scaled(device, by: factor(high, figure)).flatMap(figure.value),
        framesPerSecond: rate(high))
    }
  }

  /// Two to the power of a number of sixteenths; less time where the figure is a time.
  private static func factor(_ sixteenths: Int, _ figure: DesignFigure) -> Double {
    var result = 1.0
    for _ in 0..<sixteenths { result *= 1.044_273_782_427_413_8 }
    return figure.unit == .cycles ? 1 / result : result
  }
}
