import Foundation
import Testing

@testable import CommandLineParsing

private let bash = "/bin/bash"

@Suite("Shell completion")
struct CompletionTests {
  /// What bash offers for the last of `words`, with a stand-in for the program itself.
  private func offered(_ words: [String], in folder: URL? = nil) throws -> [String] {
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      \(Shell.bash.completionScript(for: Sample.program))
      sample() { [[ "$1 $2" == 'devices --names' ]] && printf 'chip\\nchop\\n'; }
      COMP_WORDS=(\(quoted)) COMP_CWORD=\(words.count - 1)
      _sample
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let process = Process()
    process.executableURL = URL(filePath: bash)
    process.arguments = ["-c", script]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(
    "bash offers what can follow",
    .enabled(if: FileManager.default.isExecutableFile(atPath: bash)),
    arguments: [
      (["sample", ""], ["run", "devices"]),
      (["sample", "r"], ["run"]),
      (["sample", "devices", ""], ["list"]),
      (["sample", "--"], ["--version", "--help"]),
      (["sample", "run", ""], ["chip", "chop"]),
      (["sample", "run", "--batch", "2", "cho"], ["chop"]),
      (["sample", "run", "--batch", "=", "2", "cho"], ["chop"]),
      (["sample", "run", "chip", "al"], ["alpha"]),
      (["sample", "run", "chip", "alpha", "be"], ["beta"]),
      (["sample", "run", "--order", ""], ["size", "name"]),
      (["sample", "run", "--order", "=", "s"], ["size"]),
      (["sample", "run", "--order", "="], ["size", "name"]),
      (["sample", "run", "--o"], ["--order", "--out"]),
      (["sample", "run", "--batch", ""], []),
    ])
  func bashOffers(words: [String], expected: [String]) throws {
    #expect(try offered(words) == expected)
  }

  @Test(
    "bash offers files whose names have spaces",
    .enabled(if: FileManager.default.isExecutableFile(atPath: bash)))
  func bashOffersFiles() throws {
    let folder = URL(filePath: NSTemporaryDirectory())
      .appending(path: "completion-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(
      at: folder.appending(path: "my folder"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data().write(to: folder.appending(path: "my net.cfg"))
    let files = try offered(["sample", "run", "chip", "my"], in: folder)
    #expect(files.sorted() == ["my folder", "my net.cfg"])
    #expect(try offered(["sample", "run", "-o", "my"], in: folder) == ["my folder"])
  }

  @Test("zsh specifications repeat what may be repeated and escape what ends them")
  func zsh() {
    let script = Shell.zsh.completionScript(for: Sample.program)
    for line in [
      "#compdef sample",
      "'*--set=[Changes a figure.]:PATH=VALUE: '",
      "'(-o --out)-o+[Where files go.]:DIR:{_files -/}'",
      "'(--order)--order=[How rows are sorted.]:ORDER:{compadd -- size name}'",
      "':DEVICE:{compadd -- ${(f)\"$(sample devices --names 2>/dev/null)\"}}'",
      "'*:NET:{compadd -- alpha beta; _files}'",
      "list) _sample_devices_list ;;",
    ] {
      #expect(script.contains(line), "\(line)")
    }
  }

  @Test("fish lines say at which command and argument they hold")
  func fish() {
    let script = Shell.fish.completionScript(for: Sample.program)
    for line in [
      "complete -c sample -n '__sample_at \"sample\" 0 0' -a run -d 'Run networks on a device.'",
      "complete -c sample -n '__sample_at \"sample run\"' -l batch -x -d 'Images processed together.'",
      "complete -c sample -n '__sample_at \"sample run\" 0 0' -a '(sample devices --names 2>/dev/null)'",
      "complete -c sample -n '__sample_at \"sample run\"' -s q -l quiet -d 'Prints nothing.'",
    ] {
      #expect(script.contains(line), "\(line)")
    }
  }
}
