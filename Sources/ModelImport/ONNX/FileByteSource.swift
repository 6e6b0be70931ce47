#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A file on disk, read piece by piece at the places that are asked for.
public final class FileByteSource: ByteSource {
  public let count: Int
  private let descriptor: CInt

  /// Opens a file for reading.
  ///
  /// - Throws: `ImportError` if there is no such file, or it can't be read, or isn't a plain file.
  public init(path: String) throws(ImportError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Self.error(path, "it can't be opened (\(String(cString: strerror(errno))))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Self.error(path, "it is not a plain file")
    }
    self.descriptor = descriptor
    count = Int(status.st_size)
  }

  deinit { close(descriptor) }

  public func bytes(in range: Range<Int>) -> [UInt8]? {
    var done = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, initialized in
      while done < range.count {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[done...])
        let got = pread(
          descriptor, rest.baseAddress, range.count - done, off_t(range.lowerBound + done))
        guard got > 0 else { break }
        done += got
      }
      initialized = done
    }
    return done == range.count ? bytes : nil
  }

  private static func error(_ path: String, _ problem: String) -> ImportError {
    ImportError(
      file: path, location: .file, problem: problem, remedy: "give the path of a readable file")
  }
}
