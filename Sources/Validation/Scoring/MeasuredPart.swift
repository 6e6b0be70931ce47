import LayerGraph
import Simulation

/// The part of a run that a measurement is about, on a device that works layer by layer.
public struct MeasuredPart: Hashable, Sendable {
  /// Layers by index, or `nil` for the whole network.
  let layers: [Int]?
  /// Whether transfers count, or only the time in which the array works.
  let countsTransfers: Bool

  static let wholeRun = MeasuredPart(layers: nil, countsTransfers: true)

  /// Reads a source's name for a part: "AlexNet:CONV2" is the second convolution,
  /// "VGG-16:CONV3-1" the first one between the second pooling layer and the third, and
  /// "AlexNet (all CONV layers)" all of them.
  ///
  /// - Returns: `nil` for a part that the network doesn't have.
  init?(_ measurement: Measurement, of network: Network) {
    countsTransfers = measurement.metric != "ms processing"
    let name = measurement.network
    if name.hasSuffix("(all CONV layers)") {
      layers = network.convolutionStages.flatMap(\.self)
    } else if let colon = name.lastIndex(of: ":"), name[colon...].hasPrefix(":CONV") {
      let numbers = name[colon...].dropFirst(5).split(separator: "-").compactMap { Int($0) }
      guard let layer = network.convolution(numbers) else { return nil }
      layers = [layer]
    } else {
      layers = nil
    }
  }

  private init(layers: [Int]?, countsTransfers: Bool) {
    self.layers = layers
    self.countsTransfers = countsTransfers
  }

  /// Whether all of the run's time is meant.
  var isWholeRun: Bool { self == .wholeRun }

  /// The cycles that the part took.
  func cycles(of simulation: Simulation) -> Int {
    let trace = simulation.trace
    let tasks = trace.schedule.tasks
    let chosen = layers ?? Array(simulation.network.layers.indices)
    guard countsTransfers else {
      return tasks.reduce(0) { sum, task in
        task.kind == .compute && chosen.contains(Int(task.layer)) ? sum + task.duration : sum
      }
    }
    return chosen.reduce(0) { sum, layer in
      let mine = tasks.indices.filter { Int(tasks[$0].layer) == layer }
      guard let start = mine.map({ trace.starts[$0] }).min(),
        let end = mine.map({ trace.completion(of: $0) }).max()
      else { return sum }
      return sum + end - start
    }
  }
}

extension Network {
  /// The convolutions between one pooling layer and the next.
  fileprivate var convolutionStages: [[Int]] {
    var stages: [[Int]] = [[]]
    for (index, layer) in layers.enumerated() {
      switch layer.operation {
      case .pool: stages.append([])
      case .convolution: stages[stages.count - 1].append(index)
      default: break
      }
    }
    return stages.filter { !$0.isEmpty }
  }

  /// The convolution of a number, or of a stage's and its own within it; from 1.
  fileprivate func convolution(_ numbers: [Int]) -> Int? {
    let stages = convolutionStages
    switch numbers.count {
    case 1:
      let all = stages.flatMap(\.self)
      return (1...max(1, all.count)).contains(numbers[0]) ? all[numbers[0] - 1] : nil
    case 2 where stages.indices.contains(numbers[0] - 1):
      let stage = stages[numbers[0] - 1]
      return stage.indices.contains(numbers[1] - 1) ? stage[numbers[1] - 1] : nil
    default: return nil
    }
  }
}
