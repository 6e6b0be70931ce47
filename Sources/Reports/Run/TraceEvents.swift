import Analysis
import JSONText
import Simulation

extension RunReport {
  /// The run in Google's trace-event format, for ui.perfetto.dev and chrome://tracing.
  ///
  /// Each resource is a track of tasks; arrows lead from a task on another track to the one that
  /// it let start; counters show the array's use, the DRAM channel's and the scratchpad's. A stream
  /// is a track of layers.
  /// Times are in microseconds with whole nanoseconds, so that tasks that follow one another abut.
  public func traceEvents() throws(JSONOutputError) -> [UInt8] {
    let events = trackNames + tasks + streams + arrows + counters
    var text = ByteText(reserving: 200 * events.count)
    text.append("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n")
    for (index, event) in events.enumerated() {
      if index > 0 { text.append(",\n") }
      text.append(bytes: try event.bytes(layout: .compact))
    }
    text.append("\n]}\n")
    return text.bytes
  }

  private var trace: Trace { run.simulation.trace }

  private func nanoseconds(_ cycle: Int) -> Int {
    Int(min(Double(cycle) / run.clock.value * 1e9, 9e15))
  }

  private func microseconds(_ cycle: Int) -> JSONOutput {
    .number(Double(nanoseconds(cycle)) / 1000)
  }

  private var trackNames: [JSONOutput] {
    let process: JSONOutput = [
      "ph": "M", "pid": 1, "name": "process_name", "args": ["name": .string(subject)],
    ]
    let streams = Set(run.simulation.streams.compactMap(\.self)).sorted().map { "stream \($0)" }
    return [process]
      + (trace.schedule.resources.map(\.name) + streams).enumerated().map { index, name in
        [
          "ph": "M", "pid": 1, "tid": .integer(index + 1), "name": "thread_name",
          "args": ["name": .string(name)],
        ]
      }
  }

  private func track(of task: Int) -> Int {
    trace.schedule.queues[Int(trace.schedule.tasks[task].queue)].resource + 1
  }

  private func isShown(_ task: Int) -> Bool {
    nanoseconds(trace.end(of: task)) > nanoseconds(trace.starts[task])
  }

  private var tasks: [JSONOutput] {
    trace.schedule.tasks.indices.filter(isShown).map { index in
      let task = trace.schedule.tasks[index]
      let start = nanoseconds(trace.starts[index])
      let length = nanoseconds(trace.end(of: index)) - start
      let layer = task.layer < 0 ? "" : run.network.layers[Int(task.layer)].name
      return [
        "ph": "X", "pid": 1, "tid": .integer(track(of: index)),
        "ts": microseconds(trace.starts[index]), "dur": .number(Double(length) / 1000),
        "name": .string(layer.isEmpty ? task.kind.name : layer), "cat": .string(task.kind.name),
        "args": [
          "task": .integer(index), "kind": .string(task.kind.name), "layer": .string(layer),
          "cycles": .integer(task.duration), "macs": .integer(task.macs),
          "bytes": .integer(task.bytes),
        ],
      ]
    }
  }

  /// Each layer on its stream, from its first launch to its end.
  private var streams: [JSONOutput] {
    let spans = run.simulation.layerSpans
    return run.simulation.streams.enumerated().compactMap { layer, stream -> JSONOutput? in
      guard let stream, let span = spans[layer] else { return nil }
      let length = nanoseconds(span.upperBound) - nanoseconds(span.lowerBound)
      guard length > 0 else { return nil }
      return [
        "ph": "X", "pid": 1, "tid": .integer(trace.schedule.resources.count + 1 + stream),
        "ts": microseconds(span.lowerBound), "dur": .number(Double(length) / 1000),
        "name": .string(run.network.layers[layer].name), "cat": "layer",
        "args": ["cycles": .integer(span.count)],
      ]
    }
  }

  /// From each task that let another start on a different track.
  private var arrows: [JSONOutput] {
    trace.binders.enumerated().flatMap { index, binder -> [JSONOutput] in
      let source = Int(binder)
      guard source >= 0, track(of: source) != track(of: index), isShown(source), isShown(index)
      else { return [] }
      return [
        arrowEnd("s", id: index, at: source), arrowEnd("f", id: index, at: index),
      ]
    }
  }

  /// An end of an arrow, at the start of a task, where it binds to that task.
  private func arrowEnd(_ phase: String, id: Int, at task: Int) -> JSONOutput {
    [
      "ph": .string(phase), "pid": 1, "tid": .integer(track(of: task)), "id": .integer(id),
      "ts": microseconds(trace.starts[task]), "name": "lets start", "cat": "dependency",
      "bp": "e",
    ]
  }

  private var counters: [JSONOutput] {
    let timeline = Timeline(run.simulation, buckets: Self.buckets)
    let values: [(String, [Double])] = [
      ("array use (%)", timeline.array.map { $0 * 100 }),
      ("DRAM busy (%)", timeline.dram.map { $0 * 100 }),
      ("scratchpad (bytes)", timeline.scratchpad),
    ]
    return values.flatMap { name, samples in
      zip(timeline.starts, samples).map { start, value in
        [
          "ph": "C", "pid": 1, "ts": microseconds(start), "name": .string(name),
          "args": ["value": .number(value)],
        ]
      }
    }
  }
}
