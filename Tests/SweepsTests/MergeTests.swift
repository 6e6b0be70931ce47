import Testing

@testable import Sweeps

@Suite("merging") struct MergeTests {
  @Test("shards in any order make the file of one machine")
  func merge() throws {
    let plan = try sixtyPoints()
    let whole = try inScratch { try rows(of: plan, in: $0) }
    try inScratch { folder in
      let files = try [3, 1, 4, 2].map { number in
        let shard = try Shard("\(number)/4")
        try rows(of: plan, in: folder, shard: shard)
        return "\(folder)/\(shard.stem).csv"
      }
      let merged = try SweepMerge(files).write(into: folder)
      #expect(try contents(merged) == whole)
      #expect(try Journal(plan, shard: .whole, folder: folder, restarts: false).wasFinished)
    }
  }

  @Test("missing, repeated, unfinished and foreign shards are refused")
  func refusals() throws {
    try inScratch { folder in
      let plan = try sixtyPoints()
      for text in ["1/3", "2/3", "3/3", "1/2"] {
        try rows(of: plan, in: folder, shard: Shard(text))
      }
      let name = { (shard: String) in "\(folder)/shard-\(shard).csv" }
      #expect(throws: SweepError.gap(after: 20, before: 39)) {
        try SweepMerge([name("1-of-3"), name("3-of-3")])
      }
      #expect(throws: SweepError.gap(after: 40, before: 59)) {
        try SweepMerge([name("1-of-3"), name("2-of-3")])
      }
      #expect(throws: SweepError.overlap(first: name("1-of-2"), second: name("2-of-3"))) {
        try SweepMerge([name("1-of-2"), name("2-of-3"), name("3-of-3")])
      }
      try rows(of: sixtyPoints(version: "2"), in: folder, shard: Shard("4/4"))
      #expect(
        throws: SweepError.differentSweeps(first: name("1-of-2"), second: name("4-of-4"))
      ) { try SweepMerge([name("1-of-2"), name("4-of-4")]) }
      _ = try Journal(plan, shard: Shard("2/2"), folder: folder, restarts: false)
      #expect(throws: SweepError.unfinished(path: name("2-of-2"))) {
        try SweepMerge([name("1-of-2"), name("2-of-2")])
      }
    }
  }

  @Test("a shard whose rows were cut, lost or changed is named, and nothing is written")
  func damage() throws {
    try inScratch { folder in
      let plan = try sixtyPoints()
      for text in ["1/2", "2/2"] { try rows(of: plan, in: folder, shard: Shard(text)) }
      let paths = ["1", "2"].map { "\(folder)/shard-\($0)-of-2.csv" }
      let whole = String(decoding: try contents(paths[1]), as: UTF8.self)
      let lines = whole.split(separator: "\n").map { String($0) + "\n" }
      let rest = lines.dropFirst().joined()
      let turned = lines[0] + lines.dropFirst(2).joined() + lines[1]
      let cases: [(rows: String, reason: String)] = [
        (String(whole.dropLast(5)), "it ends in the middle of the line after row 29"),
        (lines.dropLast().joined(), "it has 29 of 30 rows"),
        ("", "its first line is not that of its sweep"),
        (whole.replacing(",", with: ";"), "its first line is not that of its sweep"),
        (turned, "the line after row 29 is none"),
        (lines[0] + "x" + rest, "the line after row 0 is none of its rows"),
      ]
      for (damaged, reason) in cases {
        try FileBytes.replace(paths[1], with: Array(damaged.utf8))
        let error = #expect(throws: SweepError.self) { try SweepMerge(paths) }
        #expect(error.map { "\($0)".hasPrefix("\(paths[1]): \(reason)") } == true)
      }
    }
  }
}
