/// Places labels one by one where they touch neither each other nor an obstacle.
///
/// Offer the most important first: a label that finds no room is left out.
public struct LabelPlacer: Sendable {
  public private(set) var placed: [Label] = []
  private let area: Box
  private var taken: [Box]
  private let margin: Double

  public init(in area: Box, avoiding obstacles: [Box] = [], margin: Double = 2) {
    self.area = area
    self.taken = obstacles
    self.margin = margin
  }

  /// Places the first of the alternatives that fits; returns whether one did.
  @discardableResult
  public mutating func place(_ alternatives: [Label]) -> Bool {
    for label in alternatives {
      let bounds = label.bounds
      let room = bounds.padded(by: margin)
      guard area.contains(bounds), !taken.contains(where: room.overlaps) else { continue }
      taken.append(bounds)
      placed.append(label)
      return true
    }
    return false
  }
}

/// Moves positions apart until neighbours keep a distance, staying near where they were.
///
/// Positions must ascend. Those that would leave the range are pushed back from its end; if the
/// range is too short for all, they are spread over it evenly.
func spread(_ positions: [Double], apart distance: Double, from lowest: Double, to highest: Double)
  -> [Double]
{
  guard positions.count > 1 else { return positions }
  let needed = distance * Double(positions.count - 1)
  guard needed <= highest - lowest else {
    let step = (highest - lowest) / Double(positions.count - 1)
    return positions.indices.map { lowest + step * Double($0) }
  }
  var result = positions
  var floor = lowest
  for index in result.indices {
    result[index] = max(result[index], floor)
    floor = result[index] + distance
  }
  var ceiling = highest
  for index in result.indices.reversed() {
    result[index] = min(result[index], ceiling)
    ceiling = result[index] - distance
  }
  return result
}
