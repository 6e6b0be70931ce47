import Analysis
import Hardware

/// A part of the device over time: a column of `timeline.csv`, and how a chart shows it.
struct TimelineLane: Hashable, Sendable {
  /// The columns that can be drawn; the raw value is the heading.
  enum Column: String, CaseIterable, Sendable {
    case array = "array_utilisation"
    case vector = "vector_busy"
    case dram = "dram_busy"
    case scratchpad = "scratchpad_bytes"
    case streams = "busy_streams"

    var ink: Ink {
      switch self {
      case .array: .green
      case .vector: .orange
      case .dram: .blue
      case .scratchpad: .violet
      case .streams: .vermillion
      }
    }
  }

  let name: String
  let measure: String
  /// What the top of the lane stands for; empty if nothing needs saying.
  let ceiling: String
  let column: Column
  /// The value at the top of the lane.
  let full: Double

  func drawn(_ values: [Double]) -> TimelineChart.Lane {
    TimelineChart.Lane(
      name: name, measure: measure, ceiling: ceiling, samples: values.map { $0 / full },
      ink: column.ink)
  }
}

extension Timeline {
  /// A column of `timeline.csv`.
  func values(_ column: TimelineLane.Column) -> [Double] {
    switch column {
    case .array: array
    case .vector: vector
    case .dram: dram
    case .scratchpad: scratchpad
    case .streams: streams
    }
  }
}

extension RunReport {
  /// The parts of the device that a timeline shows.
  var lanes: [TimelineLane] {
    [arrayLane] + [vectorLane, dramLane, scratchpadLane, streamsLane].compactMap { $0 }
  }

  private var arrayLane: TimelineLane {
    let peak = 2 * Double(run.simulation.peakMACsPerCycle) * run.clock.value
    return TimelineLane(
      name: run.arrays == 1 ? unit : unit + "s", measure: "useful MACs",
      ceiling: NumberText.si(peak, unit: "OP/s"), column: .array, full: 1)
  }

  /// What one of the device's units that multiply is called.
  private var unit: String {
    switch device {
    case .systolic, .spatial: "PE array"
    case .gpu: "multiprocessor"
    case .cpu: "core"
    }
  }

  private var vectorLane: TimelineLane? {
    guard let lanes = device.vectorLanes else { return nil }
    return TimelineLane(
      name: "vector unit", measure: "busy", ceiling: "\(lanes) lanes", column: .vector, full: 1)
  }

  private var dramLane: TimelineLane? {
    guard device.dramBandwidth.value.isFinite else { return nil }
    return TimelineLane(
      name: "DRAM bandwidth", measure: "busy",
      ceiling: NumberText.si(device.dramBandwidth.value, unit: "B/s"), column: .dram, full: 1)
  }

  /// None unless layers ran side by side.
  private var streamsLane: TimelineLane? {
    guard let count = run.simulation.streams.lazy.compactMap(\.self).max().map({ $0 + 1 }) else {
      return nil
    }
    return TimelineLane(
      name: "streams", measure: "with a layer under way", ceiling: "\(count) streams",
      column: .streams, full: Double(count))
  }

  /// None where the scratchpad has no limit to be a share of.
  private var scratchpadLane: TimelineLane? {
    guard let capacity = device.scratchpad, capacity.count > 0
    else { return nil }
    return TimelineLane(
      name: device.scratchpadName, measure: "bytes taken",
      ceiling: NumberText.memory(bytes: capacity.count), column: .scratchpad,
      full: Double(capacity.count))
  }
}
