#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where the profile of this machine lies: what the profile name `host` stands for.
enum HostProfileFile {
  static let name = "host"

  /// `cspsim/host.json` in the user's folder of configurations (XDG Base Directory Specification).
  static var path: String {
    if let folder = environment("XDG_CONFIG_HOME") { return "\(folder)/cspsim/host.json" }
    return "\(environment("HOME") ?? ".")/.config/cspsim/host.json"
  }

  /// - Throws: `HostProfileError.notMeasured` if there is none yet.
  static func existing() throws(HostProfileError) -> String {
    guard FileInput.exists(path) else { throw .notMeasured(path: path) }
    return path
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

enum HostProfileError: Error, CustomStringConvertible {
  case notMeasured(path: String)
  case notThisMachine(profile: String)

  var description: String {
    switch self {
    case .notMeasured(let path):
      "\(path): this machine has no profile yet; make it with 'cspsim calibrate --host'"
    case .notThisMachine(let profile):
      "--measure: profile '\(profile)' doesn't describe this machine; expected host, or another "
        + "profile that 'cspsim calibrate --host' wrote"
    }
  }
}
