/// Why files can't be written.
public enum WriteError: Error, Hashable, Sendable {
  /// A folder stands where the file should go.
  case isFolder(path: String)
  /// A device, a pipe or the like stands where the file should go.
  case notRegular(path: String)
  /// A file stands where a folder should be.
  case notFolder(path: String)
  case failed(path: String, reason: String)
}

extension WriteError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .isFolder(let path): "\(path): is a folder; expected a file's name to write to"
    case .notRegular(let path):
      "\(path): is a device or a pipe, which can't be replaced; expected a file's name to write to"
    case .notFolder(let path): "\(path): is a file; expected a folder to write into"
    case .failed(let path, let reason): "\(path): can't be written: \(reason)"
    }
  }
}
