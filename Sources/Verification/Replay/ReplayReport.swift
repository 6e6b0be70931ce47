import LayerGraph

/// What a replay did and checked.
public struct ReplayReport: Sendable {
  public internal(set) var tiles = 0
  /// Output elements compared.
  public internal(set) var elements = 0
  /// Multiply-accumulates done.
  public internal(set) var macs = 0
  /// Of which a schedule declares to do again.
  public internal(set) var recomputedMACs = 0
  /// Bytes moved over DRAM and the host link.
  public internal(set) var bytes = 0
  /// The largest difference of an element from plain execution; 0 in INT8.
  public internal(set) var largestError = 0.0
  public internal(set) var failure: ReplayFailure?

  public init() {}

  public var holds: Bool { failure == nil }
}

/// The first thing that is wrong with a schedule.
public enum ReplayFailure: Error, Sendable {
  /// An element differs from plain execution.
  case wrongElement(
    layer: String, tile: Int, image: Int, channel: Int, row: Int, column: Int, got: Double,
    expected: Double)
  /// A task reads or writes outside of what it was given.
  case outOfBounds(layer: String, task: Int, reason: String)
  /// A task finds another tile in its buffer than it needs.
  case wrongTile(layer: String, task: Int, buffer: String)
  /// Some elements of a layer were never made, or made twice.
  case coverage(layer: String, made: Int, expected: Int)
  case macs(done: Int, scheduled: Int, expected: Int)
  case bytes(moved: Int, scheduled: Int)
  /// A kernel's transfers of one kind, or its computations, do another amount than scheduled.
  case kernel(layer: String, what: String, done: Int, scheduled: Int)
  /// A task begins before what it belongs to or depends on.
  case tooEarly(layer: String, task: Int, before: String)
  /// Pieces of a kernel are computed more than once, or never.
  case pieces(layer: String, pieces: Range<Int>, times: Int)
}

extension ReplayFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .wrongElement(
      let layer, let tile, let image, let channel, let row, let column, let got, let expected):
      """
      layer '\(layer)', tile \(tile): element (image \(image), channel \(channel), row \(row), \
      column \(column)) is \(got), expected \(expected)
      """
    case .outOfBounds(let layer, let task, let reason):
      "layer '\(layer)', task \(task): \(reason)"
    case .wrongTile(let layer, let task, let buffer):
      "layer '\(layer)', task \(task): the \(buffer) buffer does not hold the tile that it needs"
    case .coverage(let layer, let made, let expected):
      "layer '\(layer)': \(made) elements were made, expected \(expected), each once"
    case .macs(let done, let scheduled, let expected):
      "\(done) MACs were done; \(scheduled) are scheduled and the network has \(expected)"
    case .bytes(let moved, let scheduled):
      "\(moved) bytes were moved, \(scheduled) are scheduled"
    case .kernel(let layer, let what, let done, let scheduled):
      "layer '\(layer)': \(done) \(what), \(scheduled) are scheduled"
    case .tooEarly(let layer, let task, let before):
      "layer '\(layer)', task \(task): it begins before \(before)"
    case .pieces(let layer, let pieces, let times):
      "layer '\(layer)': pieces \(pieces) were computed \(times) times, expected once"
    }
  }
}
