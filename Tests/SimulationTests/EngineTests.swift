import Testing

@testable import Simulation

@Suite("Engine")
struct EngineTests {
  /// Two queues on one channel, and one compute unit.
  private func schedule() -> Schedule {
    Schedule(
      resources: [Resource(name: "DRAM", role: .dram), Resource(name: "array", role: .compute)],
      queues: [
        Queue(name: "a", resource: 0), Queue(name: "b", resource: 0),
        Queue(name: "array", resource: 1),
      ])
  }

  private func task(_ queue: Int, _ duration: Int, delay: Int = 0) -> Task {
    Task(queue: queue, kind: .compute, layer: 0, duration: duration, delay: delay)
  }

  @Test("a task starts in the cycle in which what it depends on is complete, latency included")
  func latency() {
    var schedule = schedule()
    let load = schedule.append(task(0, 10, delay: 5), after: [])
    schedule.append(task(2, 3), after: [load])
    let trace = Engine.run(schedule)
    #expect(trace.starts == [0, 15])
    #expect(trace.binders == [-1, 0])
    #expect(trace.makespan == 18)
  }

  @Test("latency doesn't occupy the channel: transfers follow each other without a gap")
  func pipelinedLatency() {
    var schedule = schedule()
    schedule.append(task(0, 10, delay: 5), after: [])
    schedule.append(task(0, 10, delay: 5), after: [])
    #expect(Engine.run(schedule).starts == [0, 10])
  }

  @Test("a shared channel serves the request that was ready first, whatever its index")
  func readyFirst() {
    var schedule = schedule()
    let work = schedule.append(task(2, 7), after: [])
    schedule.append(task(0, 20), after: [])
    schedule.append(task(0, 4), after: [work])
    schedule.append(task(1, 5), after: [])
    let trace = Engine.run(schedule)
    #expect(trace.starts == [0, 0, 25, 20])
  }

  @Test("requests ready in the same cycle are served in task order")
  func ties() {
    var schedule = schedule()
    schedule.append(task(1, 4), after: [])
    schedule.append(task(0, 6), after: [])
    #expect(Engine.run(schedule).starts == [0, 4])
  }

  @Test("a queue issues in order even if a later task could start")
  func inOrder() {
    var schedule = schedule()
    let work = schedule.append(task(2, 9), after: [])
    schedule.append(task(0, 1), after: [work])
    schedule.append(task(0, 1), after: [])
    #expect(Engine.run(schedule).starts == [0, 9, 10])
  }

  @Test("an empty schedule takes no time")
  func empty() {
    let trace = Engine.run(schedule())
    #expect(trace.makespan == 0)
    #expect(trace.last == nil)
  }
}
