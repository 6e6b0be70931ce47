#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Pictures as PNG, by librsvg's `rsvg-convert`.
enum PNGRenderer {
  private static let program = "rsvg-convert"

  /// - Throws: `PNGError`, or `FileError` if the temporary files can't be read.
  static func png(_ svg: [UInt8]) throws -> [UInt8] {
    let source = try temporaryFile(containing: svg)
    defer { unlink(source) }
    let picture = try temporaryFile(containing: [])
    defer { unlink(picture) }
    try run([program, "--format", "png", "--output", picture, source])
    return try FileInput.bytes(of: picture)
  }

  private static func temporaryFile(containing bytes: [UInt8]) throws(PNGError) -> String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(folder)/cspsim-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw .noTemporaryFile(folder: folder) }
    defer { close(descriptor) }
    let path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count else {
      unlink(path)
      throw .noTemporaryFile(folder: folder)
    }
    return path
  }

  private static func run(_ words: [String]) throws(PNGError) {
    var process = pid_t()
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    guard posix_spawnp(&process, program, nil, nil, &arguments, environ) == 0 else {
      throw .notInstalled
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw .failed(status: status) }
    }
    // The shell's convention for a program that isn't there.
    if status >> 8 == 127 { throw .notInstalled }
    guard status == 0 else { throw .failed(status: status) }
  }
}

/// Why there is no PNG.
enum PNGError: Error, Hashable, CustomStringConvertible {
  case notInstalled
  case failed(status: Int32)
  case noTemporaryFile(folder: String)

  var description: String {
    switch self {
    case .notInstalled:
      "rsvg-convert, which makes PNG files, is not installed; install librsvg (Debian: "
        + "librsvg2-bin), or export svg"
    case .failed(let status): "rsvg-convert failed with status \(status); export svg instead"
    case .noTemporaryFile(let folder):
      "\(folder): no temporary file can be written there; set TMPDIR to a folder with room"
    }
  }
}
