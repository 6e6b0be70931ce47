/// About when the tasks of a growing schedule run, were each resource to serve them as they are issued.
struct IssueClock {
  /// By resource, when its last task releases it.
  private var free: [Int]
  /// By resource, when all its tasks are complete.
  private var settled: [Int]
  /// By task.
  private var completions: [Int] = []

  init(resources: Int) {
    free = Array(repeating: 0, count: resources)
    settled = free
  }

  /// Takes in the tasks that were appended since.
  mutating func follow(_ schedule: Schedule) {
    for index in completions.count..<schedule.count {
      let task = schedule.tasks[index]
      let resource = schedule.queues[Int(task.queue)].resource
      let ready = schedule.dependencies(of: index).reduce(0) { max($0, completions[Int($1)]) }
      free[resource] = max(free[resource], ready) + task.duration
      completions.append(free[resource] + task.delay)
      settled[resource] = max(settled[resource], completions[index])
    }
  }

  /// When tasks are complete; at once without any.
  func completion(of tasks: [Int]) -> Int { tasks.reduce(0) { max($0, completions[$1]) } }

  /// When a resource can take another task.
  func free(_ resource: Int) -> Int { free[resource] }

  /// The resources of a range that can begin first; of several those where nothing is under way, and
  /// then the first ones, counted from the range's beginning.
  func leastLoaded(_ count: Int, of resources: Range<Int>, at time: Int) -> [Int] {
    let order = resources.sorted {
      (max(time, free[$0]), max(time, settled[$0]), $0)
        < (max(time, free[$1]), max(time, settled[$1]), $1)
    }
    return order.prefix(count).map { $0 - resources.lowerBound }
  }
}
