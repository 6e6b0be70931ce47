import Foundation
import Hardware
import JSONText
import Quantities
import Testing

private let folder = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appending(path: "hardware-profiles")

@Suite struct ProfileCatalogueTests {
  @Test func holdsEveryFileOfTheFolderUnderItsOwnName() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }
      .map { String($0.dropLast(".json".count)) }
    #expect(files.sorted() == ProfileCatalogue.names)
    for name in ProfileCatalogue.names {
      let bytes = try Data(contentsOf: folder.appending(path: name + ".json"))
      let onDisk = try HardwareProfile(bytes: Array(bytes), file: name)
      #expect(onDisk == (try ProfileCatalogue.profile(named: name)))
      #expect(onDisk.name == name)
    }
  }

  @Test func tpuV1PeaksAt92TeraOperations() throws {
    let tpu = try ProfileCatalogue.profile(named: "tpu-v1").systolic
    let peak = 2 * Double(tpu.array.rows * tpu.array.columns) * tpu.clock.value
    #expect(Decimal.fixed(peak / 1e12, places: 0) == "92")
    #expect(tpu.accumulator == Bytes(4096 * 256 * 4))
    #expect(tpu.weightBuffer == Bytes(4 * 256 * 256))
    #expect(tpu.scratchpad == Bytes(24 * 1024 * 1024))
    #expect(tpu.dramBandwidth == BytesPerSecond(34e9))
  }

  @Test func teslaPeaksAt36Point86TeraOperations() throws {
    let npu = try ProfileCatalogue.profile(named: "tesla-fsd-npu").systolic
    let peak = 2 * Double(npu.array.rows * npu.array.columns) * npu.clock.value
    #expect(Decimal.fixed(peak / 1e12, places: 2) == "36.86")
  }

  @Test func scaleSimLimitsNothing() throws {
    let device = try ProfileCatalogue.profile(
      named: "scale-sim", overrides: ["array.rows=128", "array.columns=64", "array.dataflow=os"]
    ).systolic
    #expect(device.array.rows == 128 && device.array.columns == 64)
    #expect(device.array.dataflow == .outputStationary)
    #expect(device.array.foldRule == .strict && !device.array.hasShadowWeights)
    #expect(device.array.cycleCounting == .lastIndex)
    #expect(device.vectorLanes == nil && device.scratchpad == nil && device.accumulator == nil)
    #expect(device.dramBandwidth == .unlimited && device.dramLatency == .zero)
  }

  @Test func gpusHaveOneStreamUnlessTheyAreGivenMore() throws {
    let profile = try ProfileCatalogue.profile(named: "jetson-nano")
    #expect(profile.gpuStreams == 1)
    #expect(profile.figure("control.streams") == nil)
    let two = try ProfileCatalogue.profile(
      named: "jetson-nano", overrides: ["control.streams=2"])
    #expect(two.gpuStreams == 2)
    for (value, reason) in [
      ("0", "0 is out of range; expected 1 to 32"), ("33", "33 is out of range; expected 1 to 32"),
      ("1.5", "1.5 is not a whole number of streams; expected a whole one"),
      ("2SM", "\"SM\" is not a unit of this figure; expected streams"),
    ] {
      let override = "control.streams=\(value)"
      let text = message { () throws(ProfileError) in
        try ProfileCatalogue.profile(named: "jetson-nano", overrides: [override])
      }
      #expect(text == "--set \"\(override)\": \(reason)")
    }
  }

  @Test func anUnknownNameIsAnsweredWithTheNearest() {
    let text = message { () throws(ProfileError) in try ProfileCatalogue.profile(named: "tpuv1") }
    #expect(
      text == "unknown profile \"tpuv1\"; did you mean \"tpu-v1\"?; expected a profile's file, "
        + "or a name that 'cspsim profiles list' shows")
  }

  @Test(arguments: [
    ("systolic", "tpu-v1"), ("spatial", "eyeriss-v1"), ("cpu", "cortex-a72"),
    ("gpu", "jetson-nano"),
  ])
  func theSchemaKnowsExactlyTheFiguresThatTheReaderKnows(kind: String, example: String) throws {
    let text = try String(
      contentsOf: folder.appending(path: "profile.schema.json"), encoding: .utf8)
    var document = try JSONDocument(text: text, file: "profile.schema.json").root.object()
    var kinds = try document.required("$defs").object()
    let schema = try kinds.required(kind)
    let texts: Set = ["$schema", "name", "title", "summary", "kind"]
    let inSchema = try figurePaths(schema, prefix: "").filter { !texts.contains($0) }
    let error = #expect(throws: ProfileError.self) {
      try ProfileCatalogue.profile(named: example, overrides: ["no.such=1"])
    }
    guard case .unknownPath(_, _, _, let inReader) = error else {
      return #expect(Bool(false), "not refused for its path")
    }
    #expect(inSchema.sorted() == inReader.sorted())
  }

  /// The paths of the schema's properties that have no properties of their own.
  private func figurePaths(_ schema: JSONNode, prefix: String) throws -> [String] {
    var object = try schema.object()
    guard let properties = object.optional("properties") else { return [prefix] }
    var members = try properties.object()
    return try members.keys.flatMap { key in
      try figurePaths(try members.required(key), prefix: prefix.isEmpty ? key : "\(prefix).\(key)")
    }
  }
}

extension HardwareProfile {
  fileprivate var gpuStreams: Int? {
    guard case .gpu(let device) = device else { return nil }
    return device.streams
  }
}
