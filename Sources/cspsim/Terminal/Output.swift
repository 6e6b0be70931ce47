#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why standard output can't be written.
enum OutputError: Error, CustomStringConvertible {
  /// The reader has gone, as `head` does when it has enough.
  case closed
  case failed(reason: String)

  var description: String {
    switch self {
    case .closed: "standard output is closed"
    case .failed(let reason): "can't write to standard output: \(reason)"
    }
  }
}

/// What the user asked for.
enum StandardOutput {
  static func write(_ text: String) throws(OutputError) {
    var text = text
    let failure = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: STDOUT_FILENO) }
    switch failure {
    case nil: return
    case EPIPE?: throw .closed
    case let code?: throw .failed(reason: String(cString: strerror(code)))
    }
  }
}

/// Errors and warnings, each a line, and progress.
enum StandardError {
  static func report(_ error: any Error) { write("cspsim: error: " + line("\(error)")) }

  static func warn(_ message: String) { write("cspsim: warning: " + line(message)) }

  /// Shows progress: text of the program's own, with its escape codes, and no line end.
  static func show(_ progress: String) { write(progress) }

  static func hint(_ hint: String) { write(line(hint)) }

  /// Messages repeat names from files, which must neither break the line nor send escape codes.
  private static func line(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      line.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
    }
    return String(line) + "\n"
  }

  /// Writes text as it is; there is nobody to tell if this fails.
  static func write(_ text: String) {
    var text = text
    _ = text.withUTF8 { writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
  }
}

/// The error number of the call that failed, if one did.
private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
    if count > 0 {
      rest = rest.dropFirst(count)
    } else if errno != EINTR {
      return errno
    }
  }
  return nil
}
