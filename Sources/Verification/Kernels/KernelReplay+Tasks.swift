import LayerGraph
import ReferenceKernels
import Simulation

/// What happens when tasks begin and end.
extension KernelReplay {
  mutating func begin(_ index: Int) throws {
    let task = simulation.trace.schedule.tasks[index]
    let layer = Int(task.layer)
    if states[layer] == nil { try open(layer, task: index) }
    guard let state = states[layer], task.kind != .launch else { return }
    guard launches(of: index).isSubset(of: state.launched) else {
      throw ReplayFailure.tooEarly(layer: name(layer), task: index, before: "its kernel's launch")
    }
    if task.kind == .loadInput { read(kernels.spans[index], of: layer, into: state.incoming) }
  }

  mutating func end(_ index: Int) throws {
    let task = simulation.trace.schedule.tasks[index]
    let layer = Int(task.layer)
    let span = kernels.spans[index]
    switch task.kind {
    case .launch: states[layer]?.launched.insert(index)
    case .cacheLoad: break
    case .loadInput: deliver(span, to: layer)
    case .loadWeights: loadWeights(span, of: layer)
    case .compute, .vector: try compute(span, of: layer, task: index)
    case .store: try store(span, of: layer, task: index)
    }
    states[layer]?.tasksLeft -= 1
    if states[layer]?.tasksLeft == 0 { try close(layer) }
  }

  /// The calls that a task of a layer waits for.
  private func launches(of index: Int) -> Set<Int> {
    let tasks = simulation.trace.schedule.tasks
    return Set(
      simulation.trace.schedule.dependencies(of: index).lazy.map(Int.init)
        .filter { tasks[$0].kind == .launch && tasks[$0].layer == tasks[index].layer })
  }

  /// Starts a kernel: its output's content is lost, and its inputs that no load brings are what lies
  /// in memory.
  private mutating func open(_ layer: Int, task: Int) throws {
    guard let kernel = kernels.layers[layer] else {
      throw ReplayFailure.outOfBounds(
        layer: name(layer), task: task, reason: "the layer has no kernel")
    }
    let own = tasks[layer].map { simulation.trace.schedule.tasks[$0].kind }
    let winograd = try winograd(layer, kernel)
    let state = KernelState<Arithmetic>(
      inputs: ReplayMemory(count: kernel.inputs, repeating: Arithmetic.poison),
      incoming: ReplayMemory(count: kernel.inputs, repeating: Arithmetic.poison),
      weights: ReplayMemory(
        count: winograd == nil ? kernel.weights : 0, repeating: Arithmetic.poison),
      points: ReplayMemory(
        count: winograd == nil ? 0 : kernel.weights, repeating: Arithmetic.poisonPoint),
      output: ReplayMemory(count: kernel.outputs, repeating: Arithmetic.poison),
      winograd: winograd, tasksLeft: own.count)
    write(0..<kernel.outputs, of: layer, from: state.output)
    states[layer] = state
    let isLoaded = own.contains(.loadInput)
    read(isLoaded ? kernel.held : 0..<kernel.inputs, of: layer, into: state.inputs)
    if !own.contains(.loadWeights) { loadWeights(0..<kernel.weights, of: layer) }
  }

  private func winograd(_ layer: Int, _ kernel: LayerKernel) throws(KernelError) -> Winograd? {
    guard let side = kernel.winogradSide,
      case .convolution(let convolution) = network.layers[layer].operation
    else { return nil }
    return try Winograd(
      convolution, input: network.inputShapes(of: layer)[0], output: network.layers[layer].output,
      side: side)
  }

  /// What a load read when it began is there now.
  private mutating func deliver(_ span: Range<Int>, to layer: Int) {
    guard let state = states[layer] else { return }
    let part = span.clamped(to: 0..<state.inputs.count)
    _ = state.inputs.row(from: part.lowerBound, count: part.count)
      .update(fromContentsOf: state.incoming.row(from: part.lowerBound, count: part.count))
    states[layer]?.moved[.loadInput, default: 0] += part.count
  }

  private mutating func loadWeights(_ span: Range<Int>, of layer: Int) {
    guard let state = states[layer] else { return }
    if let winograd = state.winograd {
      copy(arithmetic.winogradFilters(winograd, layer: layer), span, to: state.points)
    } else {
      copy(arithmetic.weights(of: layer), span, to: state.weights)
    }
    states[layer]?.moved[.loadWeights, default: 0] += span.count
  }

  private func copy<Element>(_ all: [Element], _ span: Range<Int>, to target: ReplayMemory<Element>)
  {
    all.withUnsafeBufferPointer {
      _ = target.row(from: span.lowerBound, count: span.count)
        .update(fromContentsOf: UnsafeBufferPointer(rebasing: $0[span]))
    }
  }

  /// A kernel without computing tasks, which its transfers hide, computes what it stores.
  private mutating func store(_ span: Range<Int>, of layer: Int, task: Int) throws {
    guard let kernel = kernels.layers[layer] else { return }
    if !computes(layer), states[layer]?.pieces.isEmpty == true {
      try compute(0..<kernel.grid.count, of: layer, task: task)
    }
    guard let state = states[layer] else { return }
    let part = span.clamped(to: 0..<kernel.outputs)
    write(part, of: layer, from: state.output)
    states[layer]?.moved[.store, default: 0] += part.count
  }

  private func computes(_ layer: Int) -> Bool {
    tasks[layer].contains {
      [.compute, .vector].contains(simulation.trace.schedule.tasks[$0].kind)
    }
  }

  /// Ends a kernel: checks it, and frees what nothing reads any more.
  private mutating func close(_ layer: Int) throws {
    guard let state = states[layer], let kernel = kernels.layers[layer] else { return }
    if !tasks[layer].contains(where: { simulation.trace.schedule.tasks[$0].kind == .store }) {
      write(0..<kernel.outputs, of: layer, from: state.output)
    }
    try check(layer, state, kernel)
    states[layer] = nil
    isDone[layer] = true
    for storage in passing[layer] {
      usersLeft[storage] -= 1
      guard usersLeft[storage] == 0 else { continue }
      let bytes = memory[storage].row(from: 0, count: memory[storage].count)
      bytes.update(repeating: Arithmetic.poison)
    }
  }
}
