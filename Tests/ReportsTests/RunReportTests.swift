import Analysis
import Hardware
import JSONText
import LayerGraph
import Quantities
import Simulation
import Testing

@testable import Reports

@Suite("The files of a run")
struct RunReportTests {
  /// Two convolutions and a pooling layer on a small array.
  private func report() throws -> RunReport {
    var builder = NetworkBuilder(name: "small")
    let input = try builder.input(Shape(channels: 8, height: 16, width: 16))
    let first = try builder.add(
      .convolution(Convolution(filters: 32, window: Window(3))), to: input, name: "a,b")
    let second = try builder.add(
      .convolution(Convolution(filters: 16, window: Window(1))), to: first, name: "second")
    _ = try builder.add(.globalPool(.average), to: second, name: "pool")
    var device = SystolicDevice()
    device.scratchpad = Bytes(1 << 16)
    device.dramBandwidth = BytesPerSecond(4e9)
    let run = RunAnalysis(
      try Simulator.simulate(try builder.build(), on: device),
      profile: HardwareProfile(name: "test"), device: device)
    return RunReport(run, device: .systolic(device))
  }

  private func column(_ name: String, of rows: [[String]]) throws -> [String] {
    let index = try #require(rows[0].firstIndex(of: name))
    return rows.dropFirst().map { $0[index] }
  }

  @Test("layers.csv has a row a layer; cycles add up to the makespan, and causes to each layer's")
  func layers() throws {
    let report = try report()
    let rows = parseCSV(report.layersCSV())
    #expect(rows.count == 1 + report.run.network.layers.count)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(try column("layer", of: rows).contains("a,b"))
    let cycles = try column("cycles", of: rows).compactMap(Double.init)
    #expect(cycles.reduce(0, +) == Double(report.run.makespan.count))
    let causes = rows[0].indices.filter {
      rows[0][$0].hasSuffix("_cycles")
    }
    #expect(causes.count == Cause.allCases.count)
    for (row, total) in zip(rows.dropFirst(), cycles) {
      #expect(causes.compactMap { Double(row[$0]) }.reduce(0, +) == total)
    }
  }

  @Test("memory.csv's traffic adds up to the run's over DRAM and the host link")
  func memory() throws {
    let report = try report()
    let rows = parseCSV(report.memoryCSV())
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    #expect(try column("kind", of: rows).count { $0 == "weights" } == 2)
    let moved = try ["read_bytes", "written_bytes"].flatMap { try column($0, of: rows) }
      .compactMap { Int($0) }
    let run = report.run
    #expect(
      moved.reduce(0, +) == run.dramRead.count + run.dramWritten.count + run.hostTraffic.count)
  }

  @Test("traffic.csv's bytes by kind add up to each row's, and DRAM's and the host's to the run's")
  func traffic() throws {
    let report = try report()
    let rows = parseCSV(report.trafficCSV())
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    let totals = try column("total_bytes", of: rows).compactMap { Int($0) }
    let kinds = try TrafficKind.allCases.map { kind in
      try column(kind.key + "_bytes", of: rows).compactMap { Int($0) }
    }
    for (row, total) in totals.enumerated() {
      #expect(kinds.reduce(0) { $0 + $1[row] } == total)
    }
    let levels = try column("level", of: rows)
    let outside = zip(levels, totals).filter { ["dram", "host"].contains($0.0) }
    #expect(
      outside.reduce(0) { $0 + $1.1 }
        == report.run.dramTraffic.count + report.run.hostTraffic.count)
  }

  @Test("the traffic chart made from summary.json is the run's own")
  func trafficFromSummary() throws {
    let report = try report()
    let record = try RunRecord(bytes: try report.summaryJSON(), file: "summary.json")
    var own = report.trafficChart()
    for layer in own.layers.indices { own.layers[layer].place = nil }
    let drawn = try #require(record.trafficChart()).svg()
    #expect(String(decoding: drawn, as: UTF8.self) == String(decoding: own.svg(), as: UTF8.self))
  }

  @Test("timeline.csv covers the run without gaps, and its array use averages to the run's")
  func buckets() throws {
    let report = try report()
    let rows = parseCSV(report.timelineCSV())
    let starts = try column("start_cycle", of: rows).compactMap { Int($0) }
    let ends = try column("end_cycle", of: rows).compactMap { Int($0) }
    #expect(starts.first == 0)
    #expect(starts.dropFirst().elementsEqual(ends.dropLast()))
    #expect(ends.last == report.run.makespan.count)
    let used = try column("array_utilisation", of: rows).compactMap(Double.init)
    let weighted = zip(used, zip(starts, ends)).reduce(0.0) {
      $0 + $1.0 * Double($1.1.1 - $1.1.0)
    }
    let mean = weighted / Double(report.run.makespan.count)
    #expect(abs(mean - report.run.arrayUtilisation) < 1e-6)
  }

  @Test("timeline.csv by tasks has every task, and its MACs are the network's")
  func tasks() throws {
    let report = try report()
    let rows = parseCSV(report.timelineCSV(.tasks))
    #expect(rows.count == 1 + report.run.simulation.trace.schedule.count)
    let macs = try column("macs", of: rows).compactMap { Int($0) }
    #expect(macs.reduce(0, +) == report.run.network.counts.macs)
  }

  @Test("summary.json keeps the keys that programs rely on")
  func summary() throws {
    let report = try report()
    guard case .object(let members) = report.summary else {
      Issue.record("not an object")
      return
    }
    #expect(
      members.map(\.key) == [
        "schema_version", "profile", "network", "batch", "input_shape", "cycles", "clock_hz",
        "seconds", "frames_per_second", "arrays", "macs", "peak_macs_per_cycle",
        "array_utilisation", "dram_bytes_per_second", "dram_read_bytes", "dram_write_bytes",
        "host_bytes", "peak_activation_bytes", "planner", "fusion", "traffic",
        "attribution", "energy_joules", "bottlenecks", "assumptions", "timeline_lanes", "layers",
      ])
    let attribution = members.first { $0.key == "attribution" }?.value
    guard case .object(let causes) = attribution else {
      Issue.record("attribution is no object")
      return
    }
    let total = causes.reduce(0) { sum, cause in
      if case .integer(let cycles) = cause.value { sum + cycles } else { sum }
    }
    #expect(total == report.run.makespan.count * report.run.arrays)
    #expect(try report.summaryJSON().last == UInt8(ascii: "\n"))
  }

  @Test("six files and those added, the charts among them well-formed and naming the network")
  func files() throws {
    var options = RunReport.Options()
    options.additions = RunReport.Addition.allCases
    let files = try report().files(in: "out", options: options)
    #expect(
      files.map(\.path) == [
        "out/layers.csv", "out/timeline.csv", "out/summary.json", "out/timeline.svg",
        "out/bottlenecks.svg", "out/bflops.svg", "out/roofline.svg", "out/memory.svg",
        "out/memory.csv", "out/traffic.svg", "out/traffic.csv", "out/trace.json",
        "out/report.html",
      ])
    for file in files where file.path.hasSuffix(".svg") {
      _ = try WellFormedXML(file.bytes)
      #expect(String(decoding: file.bytes, as: UTF8.self).contains("small"))
    }
  }

  @Test("the terminal shows each layer that took time, and a headline with the causes")
  func terminal() throws {
    let report = try report()
    let table = report.layerTable().text(width: 200, showsColour: false)
    #expect(table.split(separator: "\n").count == 1 + report.busyLayers.count)
    #expect(table.contains("32×16×16"))
    #expect(report.headline().hasPrefix("small on test, batch 1\n  time     "))
    #expect(report.headline().contains("useful MACs"))
  }

  private func nanoseconds(_ microseconds: Double) -> Int { Int(microseconds * 1000 + 0.5) }

  @Test("trace events never overlap on a track, and each arrow has a start and an end")
  func traceEvents() throws {
    let document = try JSONDocument(bytes: try report().traceEvents(), file: "trace.json")
    var root = try document.root.object()
    var slices: [Int: [Range<Int>]] = [:]
    var arrows: [Int: [String]] = [:]
    for node in try root.required("traceEvents").array() {
      var event = try node.object()
      let phase = try event.required("ph").string()
      switch phase {
      case "X":
        let track = try event.required("tid").integer(in: 1...100)
        let start = nanoseconds(try event.required("ts").number())
        let length = nanoseconds(try event.required("dur").number())
        slices[track, default: []].append(start..<(start + length))
      case "s", "f":
        let id = try event.required("id").integer(in: 0...1_000_000)
        arrows[id, default: []].append(phase)
      default: #expect(["M", "C"].contains(phase))
      }
    }
    #expect(slices.count > 1)
    for track in slices.values.map({ $0.sorted { $0.lowerBound < $1.lowerBound } }) {
      #expect(zip(track, track.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
    }
    #expect(!arrows.isEmpty)
    #expect(arrows.values.allSatisfy { $0 == ["s", "f"] })
  }

  @Test("the page needs nothing from elsewhere, and has a row for each layer that took time")
  func page() throws {
    let report = try report()
    let html = String(decoding: report.page(), as: UTF8.self)
    let links = html.split(separator: "http").dropFirst()
      .filter { !$0.hasPrefix("://www.w3.org/2000/svg") && !$0.hasPrefix("-equiv") }
    #expect(links.isEmpty)
    #expect(!html.contains("src=\""))
    let rows = html.split(separator: "\n").filter { $0.hasPrefix("<tr data-layer") }
    #expect(rows.count == report.busyLayers.count)
    #expect(rows.contains { $0.contains("<td>a,b</td>") })
    #expect(html.utf8.count < 2_000_000)
  }
}
