import CommandLineParsing
import Reports

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What standard output is shown on.
struct Terminal {
  /// In columns; `nil` for a file or pipe, where nothing needs to be cut.
  let width: Int?
  let showsColour: Bool

  static var current: Terminal {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    return Terminal(
      width: chosenWidth ?? (isTerminal ? windowWidth : nil),
      showsColour: isTerminal && !refusesColour)
  }

  func text(_ table: TerminalTable) -> String {
    table.text(width: width ?? .max, showsColour: showsColour)
  }

  func text(_ help: CommandPath) -> String {
    HelpText(help, width: width ?? 100).text
  }

  private static var chosenWidth: Int? {
    environment("COLUMNS").flatMap(Int.init).flatMap { (20...10_000).contains($0) ? $0 : nil }
  }

  private static var windowWidth: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// After no-color.org: any value but the empty one refuses.
  private static var refusesColour: Bool {
    environment("NO_COLOR").map { !$0.isEmpty } ?? false || environment("TERM") == "dumb"
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
