#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reads a file line by line in little memory.
struct LineReader: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// Bytes of the file before the next line.
  private(set) var offset = 0

  /// Whether bytes without a line break follow the last line.
  var isCut: Bool { position < buffer.count }

  private static let pieceBytes = 1 << 16
  /// The longest line; one without an end is no row.
  private static let longest = 1 << 24

  init(path: String) throws(SweepError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path: path, reason: systemReason()) }
    self.path = path
  }

  deinit { close(descriptor) }

  /// The next line without its break; `nil` at the end or where the last line has no break.
  mutating func next() throws(SweepError) -> ArraySlice<UInt8>? {
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = buffer[position..<end]
        offset += line.count + 1
        position = end + 1
        return line
      }
      guard !isAtEnd, buffer.count - position < LineReader.longest else { return nil }
      buffer.removeFirst(position)
      position = 0
      searched = buffer.count
      try fill()
    }
  }

  private mutating func fill() throws(SweepError) {
    var piece = [UInt8](repeating: 0, count: LineReader.pieceBytes)
    let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno == EINTR { return }
      throw .file(path: path, reason: "can't be read: " + systemReason())
    }
    isAtEnd = count == 0
    buffer.append(contentsOf: piece[..<count])
  }
}

/// What the operating system says of the call that failed last.
func systemReason() -> String { String(cString: strerror(errno)) }
