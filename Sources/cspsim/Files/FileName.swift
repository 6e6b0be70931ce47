/// Names that are safe to give to files.
enum FileName {
  /// A network's name may come from a file, so it must not lead out of the folder.
  static func safe(_ name: String) -> String {
    let safe = String(name.map { $0 == "/" || $0 == "\0" ? "-" : $0 })
    return safe.isEmpty || safe.hasPrefix(".") ? "_" + safe : safe
  }
}
