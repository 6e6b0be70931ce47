import Testing

@testable import Sweeps

@Suite("journals") struct JournalTests {
  @Test("any number of workers writes the same bytes, a row for each point")
  func workers() throws {
    let one = try inScratch { try rows(of: sixtyPoints(), in: $0, workers: 1) }
    for workers in [2, 8] {
      #expect(try inScratch { try rows(of: sixtyPoints(), in: $0, workers: workers) } == one)
    }
    let lines = String(decoding: one, as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 61)
    #expect(lines[1].hasPrefix("0,gemmini-16x16,tiny,64B,4,8,,,"))
    #expect(lines[1].contains("doesn't fit"))
    #expect(lines[60].hasPrefix("59,gemmini-16x16,tiny,64KiB,16,40,"))
  }

  @Test("killed after any byte, a sweep goes on and ends with the same bytes")
  func resume() throws {
    let plan = try sixtyPoints()
    let whole = try inScratch { try rows(of: plan, in: $0) }
    try inScratch { folder in
      try rows(of: plan, in: folder)
      for kept in stride(from: 0, through: whole.count, by: max(1, whole.count / 13)) {
        try remove("\(folder)/sweep.csv")
        try write(whole.prefix(kept), to: "\(folder)/sweep.csv.part")
        #expect(try rows(of: plan, in: folder) == whole)
      }
    }
  }

  @Test("zeros or foreign text at the end, as after a power cut, are cut off")
  func damage() throws {
    let plan = try sixtyPoints()
    try inScratch { folder in
      let whole = try rows(of: plan, in: folder)
      for tail in [[UInt8](repeating: 0, count: 5000), Array("3,no,row\n".utf8), [10, 10]] {
        try remove("\(folder)/sweep.csv")
        try write(whole.prefix(whole.count / 2) + tail, to: "\(folder)/sweep.csv.part")
        #expect(try rows(of: plan, in: folder) == whole)
      }
    }
  }

  @Test("a stopped sweep keeps whole rows and goes on later")
  func stopping() throws {
    let plan = try sixtyPoints()
    let whole = try inScratch { try rows(of: plan, in: $0) }
    try inScratch { folder in
      let stop = StopRequest()
      let ending = try SweepRunner(plan, workers: 1, stop: stop).run(
        into: Journal(plan, shard: .whole, folder: folder, restarts: false)
      ) { _ in stop.stop() }
      #expect(!ending.isComplete && ending.done == 16)
      #expect(try contents("\(folder)/sweep.csv.part").count < whole.count)
      #expect(try rows(of: plan, in: folder) == whole)
    }
  }

  @Test("another sweep, profile set or version is refused unless told to restart")
  func changes() throws {
    try inScratch { folder in
      try rows(of: sixtyPoints(), in: folder)
      let newer = try sixtyPoints(version: "2")
      let other = try plan(specification([Axis(.batch, "1,2")]))
      for changed in [newer, other] {
        #expect(throws: SweepError.changed(path: "\(folder)/sweep.json")) {
          try Journal(changed, shard: .whole, folder: folder, restarts: false)
        }
      }
      #expect(!(try Journal(other, shard: .whole, folder: folder, restarts: true)).wasFinished)
    }
  }

  @Test("a finished sweep isn't measured again")
  func finished() throws {
    try inScratch { folder in
      let plan = try sixtyPoints()
      try rows(of: plan, in: folder)
      #expect(try Journal(plan, shard: .whole, folder: folder, restarts: false).wasFinished)
    }
  }

  @Test("rows and state that don't belong together are refused")
  func strangers() throws {
    try inScratch { folder in
      try write(Array("{}".utf8), to: "\(folder)/sweep.json")
      #expect(throws: SweepError.self) {
        try Journal(sixtyPoints(), shard: .whole, folder: folder, restarts: false)
      }
      try remove("\(folder)/sweep.json")
      try write(Array("a,b\n".utf8), to: "\(folder)/sweep.csv")
      #expect(throws: SweepError.self) {
        try Journal(sixtyPoints(), shard: .whole, folder: folder, restarts: false)
      }
    }
  }
}
