#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A sweep's rows while they are made: always a prefix of the finished file, in order of points.
///
/// Rows are appended to `NAME.csv.part` beside `NAME.json`; finishing renames the former. Killed at
/// any moment, the next journal of the same sweep takes up after the last whole row.
public final class Journal {
  public let path: String
  /// The first point without a row that is known to be there.
  public private(set) var next: Int
  /// Whether all rows were there already.
  public let wasFinished: Bool
  private var descriptor: Int32 = -1

  private var partPath: String { path + ".part" }

  /// Opens or begins the rows of a plan's shard in a folder that exists.
  ///
  /// - Parameter restarts: whether what is there of another sweep, or of this, is thrown away.
  /// - Throws: `SweepError.changed` or `.otherShard` for rows of another sweep.
  public init(
    _ plan: SweepPlan, shard: Shard, folder: String, restarts: Bool
  ) throws(SweepError) {
    let stem = "\(folder)/\(shard.stem)"
    path = stem + ".csv"
    let state = SweepState(plan, range: shard.range(of: plan.space.count))
    next = state.range.lowerBound
    if restarts {
      for name in [stem + ".csv", stem + ".csv.part", stem + ".json"] { unlink(name) }
    }
    let hasState = try Journal.check(stem + ".json", is: state, shard: shard)
    wasFinished = hasState && access(path, F_OK) == 0
    guard !wasFinished else { return }
    if !hasState { try Journal.begin(stem, state) }
    try resume(RowText.header(plan.axes), axes: plan.axes.count, range: state.range)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func check(
    _ path: String, is state: SweepState, shard: Shard
  ) throws(SweepError) -> Bool {
    guard access(path, F_OK) == 0 else { return false }
    let found = try SweepState(bytes: FileBytes.read(path), path: path)
    guard found.digest == state.digest else { throw .changed(path: path) }
    guard found.range == state.range else {
      throw .otherShard(
        path: path, found: "\(found.range)", asked: "\(state.range)")
    }
    return true
  }

  private static func begin(_ stem: String, _ state: SweepState) throws(SweepError) {
    for name in [".csv", ".csv.part"] where access(stem + name, F_OK) == 0 {
      throw .damagedState(path: stem + name, reason: "\(stem).json, which describes it, is gone")
    }
    let bytes: [UInt8]
    do { bytes = try state.bytes() } catch {
      throw .file(path: stem + ".json", reason: "\(error)")
    }
    try FileBytes.replace(stem + ".json", with: bytes)
  }

  /// Keeps the whole rows, cuts off what follows them.
  private func resume(_ header: [UInt8], axes: Int, range: Range<Int>) throws(SweepError) {
    descriptor = open(partPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .file(path: partPath, reason: "can't be written: " + systemReason())
    }
    var lines = try LineReader(path: partPath)
    var kept = 0
    if let first = try lines.next(), first.elementsEqual(header.dropLast()) {
      kept = lines.offset
      while let line = try lines.next(), let row = SweepRow(line: line, axes: axes),
        row.point >= next, row.point < range.upperBound
      {
        next = row.point + 1
        kept = lines.offset
      }
    }
    guard ftruncate(descriptor, off_t(kept)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
      throw .file(path: partPath, reason: "can't be cut: " + systemReason())
    }
    if kept == 0 { try append(header) }
  }

  func append(_ bytes: [UInt8]) throws(SweepError) {
    guard FileBytes.write(bytes, to: descriptor) else {
      throw .file(
        path: partPath,
        reason: "can't be written: \(systemReason()); the rows so far are kept, and running the "
          + "same command again goes on after them")
    }
  }

  /// Gives the file its name.
  func finish() throws(SweepError) {
    guard fsync(descriptor) == 0, rename(partPath, path) == 0 else {
      throw .file(path: path, reason: "can't be written: " + systemReason())
    }
  }
}
