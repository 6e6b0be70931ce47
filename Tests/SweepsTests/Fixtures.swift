import Foundation
import LayerGraph
import ModelZoo

@testable import Sweeps

/// Two convolutions, the second as wide as the growth rate asks; quick to schedule.
func tinySupply(_ name: String = "tiny", published: [PublishedFigure] = []) -> NetworkSupply {
  NetworkSupply(name: name, published: published, input: Spatial(12)) { options in
    var builder = NetworkBuilder(name: name, batch: options.batch)
    let side = options.input ?? Spatial(12)
    let image = try builder.input(Shape(channels: 3, height: side.height, width: side.width))
    let stem = try builder.add(
      .convolution(Convolution(filters: 8, window: Window(9))), to: image)
    _ = try builder.add(
      .convolution(Convolution(filters: options.growthRate ?? 32, window: Window(3))), to: stem)
    return try builder.build()
  }
}

func evaluator() -> PointEvaluator {
  PointEvaluator(
    profiles: [ProfileSupply(builtIn: "gemmini-16x16"), ProfileSupply(builtIn: "tpu-v1")],
    networks: [tinySupply()])
}

func specification(
  _ axes: [Axis], profiles: [String] = ["gemmini-16x16"], sampling: Sampling = .grid,
  constraints: [String] = []
) throws -> SweepSpecification {
  try SweepSpecification(
    profiles: profiles, networks: ["tiny"], axes: axes, sampling: sampling,
    constraints: constraints.map { try Constraint($0) })
}

func plan(_ specification: SweepSpecification, version: String = "1") throws -> SweepPlan {
  try SweepPlan(specification, evaluator: evaluator(), version: version)
}

/// 60 points, of which those with the smallest scratchpad can't be scheduled.
func sixtyPoints(version: String = "1") throws -> SweepPlan {
  try plan(
    try specification([
      try Axis(.figure("memory.scratchpad"), "64B,16KiB,64KiB"),
      try Axis(.figure("array.rows"), "4...16/4"), try Axis(.growthRate, "8...40/8"),
    ]), version: version)
}

/// A folder that lasts as long as a test needs it.
func inScratch<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}

func contents(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: path)))
}

func write(_ bytes: some Sequence<UInt8>, to path: String) throws {
  try Data(bytes).write(to: URL(filePath: path))
}

func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

/// Runs a sweep or shard to its end and returns its rows.
@discardableResult
func rows(
  of plan: SweepPlan, in folder: String, shard: Shard = .whole, workers: Int = 2
) throws -> [UInt8] {
  let journal = try Journal(plan, shard: shard, folder: folder, restarts: false)
  let path = journal.path
  _ = try SweepRunner(plan, shard: shard, workers: workers).run(into: journal)
  return try contents(path)
}
