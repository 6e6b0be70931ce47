#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a file can't be read.
enum FileError: Error, Hashable, CustomStringConvertible {
  case missing(path: String)
  case folder(path: String)
  case unreadable(path: String, reason: String)
  case tooLarge(path: String, limit: Int)

  var description: String {
    switch self {
    case .missing(let path): "\(path): there is no such file"
    case .folder(let path): "\(path): is a folder; expected a file"
    case .unreadable(let path, let reason): "\(path): can't be read: \(reason)"
    case .tooLarge(let path, let limit):
      "\(path): is larger than the \(limit >> 20) MiB that cspsim reads of such a file"
    }
  }
}

/// Reads whole files of bounded size; pipes such as `<(command)` count as files.
enum FileInput {
  /// What a text file may have: a hundred thousand layers of generous length.
  static let textLimit = 64 << 20

  /// Whether a file or folder has that name.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Refuses what isn't there or can't be read, for a reader that opens the file itself.
  static func check(_ path: String) throws(FileError) {
    close(try opened(path).descriptor)
  }

  static func bytes(of path: String, limit: Int = textLimit) throws(FileError) -> [UInt8] {
    let (descriptor, size) = try opened(path)
    defer { close(descriptor) }
    guard size <= limit else { throw .tooLarge(path: path, limit: limit) }
    return try contents(of: descriptor, path: path, expected: size, limit: limit)
  }

  private static func opened(
    _ path: String
  ) throws(FileError) -> (descriptor: Int32, size: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno, path: path) }
    var information = stat()
    let code = fstat(descriptor, &information) == 0 ? nil : errno
    if code == nil, information.st_mode & S_IFMT != S_IFDIR {
      return (descriptor, Int(information.st_size))
    }
    close(descriptor)
    throw code.map { failure($0, path: path) } ?? .folder(path: path)
  }

  private static func contents(
    of descriptor: Int32, path: String, expected: Int, limit: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(expected)
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(errno, path: path)
      }
      guard bytes.count + count <= limit else { throw .tooLarge(path: path, limit: limit) }
      bytes.append(contentsOf: piece[..<count])
    }
  }

  private static func failure(_ code: Int32, path: String) -> FileError {
    switch code {
    case ENOENT, ENOTDIR: .missing(path: path)
    case EISDIR: .folder(path: path)
    default: .unreadable(path: path, reason: String(cString: strerror(code)))
    }
  }
}
