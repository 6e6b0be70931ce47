#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lines while they are made: always a prefix of the finished file.
///
/// Lines are appended to `STEM.csv.part` beside `STEM.json`, which says what they belong to; finishing
/// renames the former. Killed at any moment, the next one with the same state takes up after the last
/// whole line.
final class RowFile {
  let path: String
  /// Whether all lines were there already.
  let wasFinished: Bool
  private var descriptor: Int32 = -1

  private var partPath: String { path + ".part" }

  /// Opens or begins the lines of a state in a folder that exists.
  ///
  /// - Parameters:
  ///   - restarts: whether what is there of another state, or of this, is thrown away.
  ///   - accept: takes a line that was there, or says that it and all that follow are no good.
  /// - Throws: `SweepError.changed` or `.otherShard` for lines of another state.
  init(
    stem: String, state: SweepState, restarts: Bool, header: [UInt8],
    accept: (ArraySlice<UInt8>) -> Bool
  ) throws(SweepError) {
    path = stem + ".csv"
    if restarts {
      for name in [stem + ".csv", stem + ".csv.part", stem + ".json"] { unlink(name) }
    }
    let hasState = try RowFile.check(stem + ".json", is: state)
    wasFinished = hasState && access(path, F_OK) == 0
    guard !wasFinished else { return }
    if !hasState { try RowFile.begin(stem, state) }
    try resume(header, accept: accept)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func check(_ path: String, is state: SweepState) throws(SweepError) -> Bool {
    guard access(path, F_OK) == 0 else { return false }
    let found = try SweepState(bytes: FileBytes.read(path), path: path)
    guard found.digest == state.digest else { throw .changed(path: path) }
    guard found.range == state.range else {
      throw .otherShard(path: path, found: "\(found.range)", asked: "\(state.range)")
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

  /// Keeps the whole lines, cuts off what follows them.
  private func resume(
    _ header: [UInt8], accept: (ArraySlice<UInt8>) -> Bool
  ) throws(SweepError) {
    descriptor = open(partPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .file(path: partPath, reason: "can't be written: " + systemReason())
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      throw .inUse(path: partPath)
    }
    var lines = try LineReader(path: partPath)
    var kept = 0
    if let first = try lines.next(), first.elementsEqual(header.dropLast()) {
      kept = lines.offset
      while let line = try lines.next(), accept(line) { kept = lines.offset }
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
