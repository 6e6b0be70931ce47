import Foundation
import Testing

@Suite("cspsim itself", .enabled(if: Program.isBuilt))
struct ProgramTests {
  @Test("--version prints one line")
  func version() throws {
    let outcome = try Program.run(["--version"])
    #expect(outcome.code == 0)
    #expect(outcome.output == "cspsim 0.1.0\n")
  }

  @Test("without arguments it prints its help")
  func help() throws {
    let outcome = try Program.run([])
    #expect(outcome.code == 0)
    #expect(outcome.output == (try Program.run(["--help"]).output))
    #expect(outcome.output.hasPrefix("cspsim: Find where a CNN wastes a chip"))
  }

  @Test("every completion script has the syntax of its shell", arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let outcome = try Program.shell(
      "command -v \(shell) > /dev/null || exit 0; $cspsim completions \(shell) | \(shell) -n")
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test("a reader that has enough ends the program quietly")
  func closedPipe() throws {
    let outcome = try Program.shell("$cspsim networks show densenet264 --json | head -c 10")
    #expect(outcome.code == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.utf8.count == 10)
  }

  @Test(
    "output that can't be written is an error",
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDevice() throws {
    let outcome = try Program.shell("$cspsim --version > /dev/full")
    #expect(outcome.code == 1)
    #expect(
      outcome.errors
        == "cspsim: error: can't write to standard output: No space left on device\n")
  }
}

@Suite("README")
struct ReadmeTests {
  @Test("the library example is the package under examples, which CI builds")
  func libraryExample() throws {
    let example = Program.package.appending(path: "examples/library/Sources/frames/main.swift")
    let source = try String(contentsOf: example, encoding: .utf8)
    let readme = try String(
      contentsOf: Program.package.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains("```swift\n\(source)```"))
  }
}
