import JSONText

/// The small file beside a sweep's rows that says what they belong to.
public struct SweepState: Hashable, Sendable {
  public let digest: String
  /// Of the whole sweep.
  public let points: Int
  /// The points that the rows are about.
  public let range: Range<Int>
  public let specification: SweepSpecification

  private static let schemaVersion = 1

  public init(_ plan: SweepPlan, range: Range<Int>) {
    digest = plan.digest
    points = plan.space.count
    self.range = range
    specification = plan.specification
  }

  init(digest: String, points: Int, range: Range<Int>, specification: SweepSpecification) {
    self.digest = digest
    self.points = points
    self.range = range
    self.specification = specification
  }

  func bytes() throws(JSONOutputError) -> [UInt8] {
    let json: JSONOutput = [
      "schema_version": .integer(SweepState.schemaVersion), "digest": .string(digest),
      "points": .integer(points), "first": .integer(range.lowerBound),
      "end": .integer(range.upperBound), "sweep": specification.json,
    ]
    return try json.bytes(layout: .pretty)
  }

  init(bytes: [UInt8], path: String) throws(SweepError) {
    do {
      var object = try JSONDocument(bytes: bytes, file: path).root.object()
      let version = 1...SweepState.schemaVersion
      _ = try object.required("schema_version").integer(in: version)
      digest = try object.required("digest").string()
      points = try object.required("points").integer(in: 1...PointSpace.limit)
      let first = try object.required("first").integer(in: 0...points)
      range = first..<(try object.required("end").integer(in: first...points))
      specification = try SweepSpecification(object.required("sweep"))
      try object.finish()
    } catch {
      throw .damagedState(path: path, reason: "\(error)")
    }
  }
}
