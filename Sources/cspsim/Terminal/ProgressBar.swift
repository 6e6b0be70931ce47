#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A bar on standard error that shows how much is done; nothing unless that is a terminal.
struct ProgressBar {
  private let label: String
  private let isShown: Bool
  private var percent = -1

  init(label: String) {
    self.label = label
    isShown = isatty(STDERR_FILENO) == 1
  }

  /// - Parameter share: from 0 to 1.
  mutating func update(_ share: Double) {
    guard isShown else { return }
    let now = Int(max(0, min(1, share)) * 100)
    guard now != percent else { return }
    percent = now
    let filled = now * 30 / 100
    let bar = String(repeating: "━", count: filled) + String(repeating: "─", count: 30 - filled)
    StandardError.show("\r\(label) \(bar) \(now) %")
  }

  mutating func clear() {
    guard isShown, percent >= 0 else { return }
    StandardError.show("\r\u{1B}[K")
  }
}
