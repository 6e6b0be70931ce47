import CommandLineParsing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@main
struct Main {
  static func main() {
    // A reader that closed its end early, such as `head`, is reported by `write` instead.
    signal(SIGPIPE, SIG_IGN)
    Processors.keepFreedMemory()
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ words: [String]) -> ExitCode {
    var hint: String?
    do {
      switch try Program.command.parse(words) {
      case .run(let action, let arguments):
        hint = arguments.path.hint
        try action(arguments)
      case .help(let path):
        try StandardOutput.write(Terminal.current.text(path))
      case .version: try StandardOutput.write("cspsim \(Program.version)\n")
      }
      return .success
    } catch {
      return report(error, hint: hint)
    }
  }

  /// - Parameter hint: where to read about the command; `nil` if the error itself knows.
  private static func report(_ error: any Error, hint: String?) -> ExitCode {
    if case OutputError.closed = error { return .success }
    StandardError.report(error)
    let code = ExitCode(error)
    guard code == .usage else { return code }
    if let hint = (error as? UsageError)?.hint ?? hint { StandardError.hint(hint) }
    return code
  }
}
