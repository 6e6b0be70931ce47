#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Puts the rows of shards together into the file that one machine would have written.
public struct SweepMerge: Sendable {
  /// The sweep that the shards are of.
  public let specification: SweepSpecification
  private let parts: [(path: String, state: SweepState)]

  /// Checks that the files hold every point once; their order doesn't matter.
  ///
  /// - Parameter files: the shards' `.csv` files; each has its `.json` beside it.
  /// - Throws: `SweepError` for gaps, overlaps, unfinished or damaged shards and those of other sweeps.
  public init(_ files: [String]) throws(SweepError) {
    var parts: [(path: String, state: SweepState)] = []
    for path in files {
      guard path.hasSuffix(".csv") else {
        throw .file(path: path, reason: "expected a shard's .csv file")
      }
      let statePath = path.dropLast(4) + ".json"
      guard access(path, F_OK) == 0 else {
        throw access(path + ".part", F_OK) == 0
          ? .unfinished(path: path) : .file(path: path, reason: "there is no such file")
      }
      parts.append(
        (path, try SweepState(bytes: FileBytes.read(String(statePath)), path: String(statePath))))
    }
    parts.sort { ($0.state.range.lowerBound, $0.path) < ($1.state.range.lowerBound, $1.path) }
    guard let first = parts.first else { throw .file(path: "merge", reason: "no files are given") }
    for part in parts where part.state.digest != first.state.digest {
      throw .differentSweeps(first: first.path, second: part.path)
    }
    specification = first.state.specification
    self.parts = parts
    try checkCover(points: first.state.points)
    for part in parts { try checkRows(of: part.path, in: part.state.range) }
  }

  /// Every line is a row of the shard, and none is missing unless conditions exclude points.
  private func checkRows(of path: String, in range: Range<Int>) throws(SweepError) {
    let axes = specification.axes
    var lines = try LineReader(path: path)
    guard let first = try lines.next(), first.elementsEqual(RowText.header(axes).dropLast()) else {
      throw .damagedRows(path: path, reason: "its first line is not that of its sweep")
    }
    var (next, count) = (range.lowerBound, 0)
    while let line = try lines.next() {
      guard let row = SweepRow(line: line, axes: axes.count), row.point >= next,
        row.point < range.upperBound
      else {
        throw .damagedRows(path: path, reason: "the line after row \(count) is none of its rows")
      }
      next = row.point + 1
      count += 1
    }
    guard !lines.isCut else {
      throw .damagedRows(path: path, reason: "it ends in the middle of the line after row \(count)")
    }
    guard count == range.count || !specification.constraints.isEmpty else {
      throw .damagedRows(path: path, reason: "it has \(count) of \(range.count) rows")
    }
  }

  private func checkCover(points: Int) throws(SweepError) {
    var covered = 0
    var previous = ""
    for part in parts where !part.state.range.isEmpty {
      let range = part.state.range
      if range.lowerBound < covered { throw .overlap(first: previous, second: part.path) }
      if range.lowerBound > covered { throw .gap(after: covered, before: range.lowerBound - 1) }
      covered = range.upperBound
      previous = part.path
    }
    if covered < points { throw .gap(after: covered, before: points - 1) }
  }

  /// Writes `sweep.csv` and `sweep.json` into a folder that exists.
  ///
  /// - Returns: the path of the former.
  public func write(into folder: String) throws(SweepError) -> String {
    let path = "\(folder)/\(Shard.whole.stem).csv"
    let temporary = path + ".merging"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .file(path: path, reason: "can't be written: " + systemReason())
    }
    defer { close(descriptor) }
    do throws(SweepError) {
      for (number, part) in parts.enumerated() {
        try copy(part.path, to: descriptor, withHeader: number == 0)
      }
      guard rename(temporary, path) == 0 else {
        throw .file(path: path, reason: "can't be written: " + systemReason())
      }
    } catch {
      unlink(temporary)
      throw error
    }
    try writeState(into: folder)
    return path
  }

  private func copy(
    _ path: String, to descriptor: Int32, withHeader: Bool
  ) throws(SweepError) {
    var lines = try LineReader(path: path)
    var isFirst = true
    var bytes: [UInt8] = []
    while let line = try lines.next() {
      if !isFirst || withHeader {
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
      }
      isFirst = false
      if bytes.count >= 1 << 20 { try flush(&bytes, to: descriptor) }
    }
    try flush(&bytes, to: descriptor)
  }

  private func flush(_ bytes: inout [UInt8], to descriptor: Int32) throws(SweepError) {
    guard FileBytes.write(bytes, to: descriptor) else {
      throw .file(path: "sweep.csv", reason: "can't be written: " + systemReason())
    }
    bytes.removeAll(keepingCapacity: true)
  }

  private func writeState(into folder: String) throws(SweepError) {
    let state = SweepState(
      digest: parts[0].state.digest, points: parts[0].state.points,
      range: 0..<parts[0].state.points, specification: specification)
    let path = "\(folder)/\(Shard.whole.stem).json"
    let bytes: [UInt8]
    do { bytes = try state.bytes() } catch {
      throw .file(path: path, reason: "\(error)")
    }
    try FileBytes.replace(path, with: bytes)
  }
}
