#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file that is ready to be written.
public struct OutputFile: Hashable, Sendable {
  public let path: String
  public let bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// Writes sets of files so that a failure leaves none of them, nor a part of one.
///
/// Every file is first written whole under a temporary name in its own folder, then all are
/// renamed. Folders are made as needed, and taken away again if writing fails.
public enum AtomicFiles {
  /// - Throws: `WriteError` for the first file that can't be written.
  public static func write(_ files: [OutputFile]) throws(WriteError) {
    var transaction = WriteTransaction()
    do {
      for file in files { try transaction.stage(file) }
      try transaction.commit()
    } catch {
      transaction.rollBack()
      throw error
    }
  }
}

/// What has been done so far, to be finished or undone.
struct WriteTransaction {
  private var staged: [(temporary: String, final: String)] = []
  private var madeFolders: [String] = []

  mutating func stage(_ file: OutputFile) throws(WriteError) {
    let folder = Path.folder(of: file.path)
    try makeFolder(folder)
    guard !Path.isFolder(file.path) else { throw .isFolder(path: file.path) }
    // Renaming would put a file in its place, for all programs.
    guard !Path.isSpecial(file.path) else { throw .notRegular(path: file.path) }
    let temporary = "\(folder)/.\(Path.name(of: file.path)).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .failed(path: file.path, reason: reason()) }
    staged.append((temporary, file.path))
    let isWritten = file.bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
    let failure = isWritten ? "" : reason()
    guard close(descriptor) == 0, isWritten else {
      throw .failed(path: file.path, reason: isWritten ? reason() : failure)
    }
  }

  mutating func commit() throws(WriteError) {
    for (temporary, final) in staged where rename(temporary, final) != 0 {
      throw .failed(path: final, reason: reason())
    }
  }

  func rollBack() {
    for file in staged { unlink(file.temporary) }
    for folder in madeFolders.reversed() { rmdir(folder) }
  }

  private mutating func makeFolder(_ path: String) throws(WriteError) {
    if Path.isFolder(path) { return }
    guard access(path, F_OK) != 0 else { throw .notFolder(path: path) }
    let parent = Path.folder(of: path)
    if parent != path { try makeFolder(parent) }
    if mkdir(path, 0o777) == 0 {
      madeFolders.append(path)
    } else if errno != EEXIST {
      throw .failed(path: path, reason: reason())
    }
  }

  private func reason() -> String { String(cString: strerror(errno)) }

  private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = UnsafeRawBufferPointer(rebasing: rest)
      let count = write(descriptor, piece.baseAddress, piece.count)
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}

/// The parts of a file's path.
private enum Path {
  static func folder(of path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let slash = trimmed.lastIndex(of: "/") else { return "." }
    return slash == trimmed.startIndex ? "/" : withoutTrailingSlashes(String(trimmed[..<slash]))
  }

  static func name(of path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  static func isFolder(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether something stands there that is neither a file nor a folder.
  static func isSpecial(_ path: String) -> Bool {
    var information = stat()
    return stat(path, &information) == 0
      && ![S_IFDIR, S_IFREG].contains(information.st_mode & S_IFMT)
  }

  private static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
