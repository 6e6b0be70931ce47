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
    do {
      switch try Program.command.parse(words) {
      case .run(let action, let arguments): try action(arguments)
      case .help(let path):
        try StandardOutput.write(Terminal.current.text(path))
      case .version: try StandardOutput.write("cspsim \(Program.version)\n")
      }
      return .success
    } catch {
      return report(error)
    }
  }

  private static func report(_ error: any Error) -> ExitCode {
    if case OutputError.closed = error { return .success }
    StandardError.report(error)
    guard let error = error as? UsageError else { return .failure }
    StandardError.hint(error.hint)
    return .usage
  }
}

/// What the program tells its caller.
enum ExitCode: Int32 {
  case success = 0
  /// A network, a profile or a file is not as it must be.
  case failure = 1
  /// The command line can't be understood.
  case usage = 2
}
