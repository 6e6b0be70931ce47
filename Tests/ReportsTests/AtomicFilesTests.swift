import Foundation
import Testing

@testable import Reports

@Suite("Writing files all or none")
struct AtomicFilesTests {
  /// Runs `body` in an empty folder of its own.
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = URL(filePath: NSTemporaryDirectory()).appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func contents(_ folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("a pipe stays one")
  func special() throws {
    try inFolder { folder in
      let path = folder.path + "/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      #expect(throws: WriteError.notRegular(path: path)) {
        try AtomicFiles.write([OutputFile(path: path, bytes: [1])])
      }
      let left = try contents(folder)
      #expect(left == ["pipe"])
    }
  }

  @Test("folders are made, files replaced, and nothing else is left")
  func written() throws {
    try inFolder { folder in
      let first = OutputFile(path: folder.path + "/a/b/one.txt", bytes: Array("old".utf8))
      try AtomicFiles.write([first])
      try AtomicFiles.write([
        OutputFile(path: first.path, bytes: Array("new".utf8)),
        OutputFile(path: folder.path + "/a/two.txt", bytes: []),
      ])
      #expect(try contents(folder) == ["a", "a/b", "a/b/one.txt", "a/two.txt"])
      #expect(try String(contentsOfFile: first.path, encoding: .utf8) == "new")
    }
  }

  @Test("one file that can't be written leaves none, nor a folder made for them")
  func failed() throws {
    try inFolder { folder in
      try Data("kept".utf8).write(to: folder.appending(path: "file"))
      let files = [
        OutputFile(path: folder.path + "/new/one.txt", bytes: [1]),
        OutputFile(path: folder.path + "/file/two.txt", bytes: [2]),
      ]
      #expect(throws: WriteError.notFolder(path: folder.path + "/file")) {
        try AtomicFiles.write(files)
      }
      #expect(try contents(folder) == ["file"])
    }
  }

  @Test("a folder is not written over")
  func folder() throws {
    try inFolder { folder in
      #expect(throws: WriteError.isFolder(path: folder.path)) {
        try AtomicFiles.write([OutputFile(path: folder.path, bytes: [1])])
      }
    }
  }

  @Test(
    "where nothing can be written the error names the path and the reason",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/version")))
  func unwritable() throws {
    let path = "/proc/cspsim-cannot-write-here/one.txt"
    let error = try #require(throws: WriteError.self) {
      try AtomicFiles.write([OutputFile(path: path, bytes: [1])])
    }
    #expect(
      "\(error)" == "/proc/cspsim-cannot-write-here: can't be written: No such file or directory")
  }
}
