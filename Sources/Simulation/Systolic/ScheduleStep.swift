/// What a systolic device's schedule is lowered from, one after another.
enum ScheduleStep: Hashable {
  case layer(Int)
  /// A layer and the next, which doesn't depend on it, each on half of the arrays.
  case sideBySide(Int)
  /// Convolutions that each read the one before, band by band.
  case depthFirst(Range<Int>)

  var layers: Range<Int> {
    switch self {
    case .layer(let layer): layer..<layer + 1
    case .sideBySide(let layer): layer..<layer + 2
    case .depthFirst(let layers): layers
    }
  }

  /// Whether a storage is only handed on within the step, in tiles.
  func hands(_ storage: Storage) -> Bool {
    guard case .depthFirst(let layers) = self else { return false }
    return layers.dropLast().contains(storage.owner)
  }

  /// A storage's life, reaching to the ends of the step if it touches it.
  func widening(_ life: ClosedRange<Int>) -> ClosedRange<Int> {
    let layers = layers
    guard layers.count > 1, life.overlaps(layers) else { return life }
    return min(life.lowerBound, layers.lowerBound)...max(life.upperBound, layers.upperBound - 1)
  }
}
