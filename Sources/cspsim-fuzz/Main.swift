import ModelImport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Feeds an importer with damaged files: `cspsim-fuzz FORMAT FILE... [--mutants N] [--seed S]`.
///
/// Every mutant is a function of the seed and its number, so a run can be repeated. Exits with 1 if a
/// mutant takes longer than a second of the processor; a mutant that traps ends the process.
@main
struct Main {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      let message = Array("cspsim-fuzz: error: \(error)\n".utf8)
      _ = write(2, message, message.count)
      exit(2)
    }
  }

  private struct UsageError: Error, CustomStringConvertible {
    let description: String
  }

  private static func run(_ arguments: [String]) throws {
    var paths: [String] = []
    var mutants = 100_000
    var seed: UInt64 = 1
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--mutants": mutants = try number(rest.popFirst(), after: argument)
      case "--seed": seed = UInt64(try number(rest.popFirst(), after: argument))
      default: paths.append(argument)
      }
    }
    let names = FuzzFormat.all.map(\.name).joined(separator: "|")
    guard let name = paths.first, let format = FuzzFormat.all.first(where: { $0.name == name }),
      paths.count > 1
    else {
      throw UsageError(description: "give \(names) and sample files [--mutants N] [--seed S]")
    }
    let files = try paths.dropFirst().map { try contents(of: $0) }
    report(
      FuzzRun(format: format, files: files, count: mutants, seed: seed) {
        print("\($0) mutants")
        fflush(nil)
      })
  }

  private static func number(_ text: String?, after option: String) throws -> Int {
    guard let text, let number = Int(text), number >= 0 else {
      throw UsageError(description: "\(option) takes a number from 0")
    }
    return number
  }

  private static func contents(of path: String) throws -> [UInt8] {
    let source = try FileByteSource(path: path)
    guard source.count > 0, let bytes = source.bytes(in: 0..<source.count) else {
      throw UsageError(description: "\(path) is empty or can't be read")
    }
    return bytes
  }

  private static func report(_ run: FuzzRun) {
    print(
      "\(run.imported) imported, \(run.refused) refused; "
        + "slowest mutant \(run.slowest.mutant): \(run.slowest.seconds) s")
    if run.slowest.seconds > FuzzRun.limit { exit(1) }
  }
}
