import LayerGraph
import Testing

@testable import Simulation

@Suite("Which tensors share memory")
struct StorageTests {
  @Test("a concatenation's inputs lie inside it, and a slice inside its input")
  func views() throws {
    var builder = NetworkBuilder(name: "views")
    let input = try builder.input(Shape(channels: 3, height: 4, width: 4))
    let convolution = Operation.convolution(Convolution(filters: 8, window: Window(1)))
    let left = try builder.add(convolution, to: input)
    let right = try builder.add(convolution, to: input)
    let joined = try builder.add(.concatenate, to: [left, right])
    let slice = try builder.add(.slice(ChannelSlice(range: 4..<12)), to: joined)
    _ = try builder.add(convolution, to: slice)
    let map = StorageMap(try builder.build())
    #expect(map.placements[left] == Placement(storage: map.placements[joined].storage, offset: 0))
    #expect(
      map.placements[right] == Placement(storage: map.placements[joined].storage, offset: 128))
    #expect(map.placements[slice] == Placement(storage: map.placements[joined].storage, offset: 64))
    #expect(map.copies.isEmpty)
    #expect(map.storages.count == 3)
  }

  @Test("nested concatenations, as in a dense block, need no copy")
  func dense() throws {
    var builder = NetworkBuilder(name: "dense")
    let input = try builder.input(Shape(channels: 3, height: 4, width: 4))
    let layer = Operation.convolution(Convolution(filters: 8, window: Window(3)))
    var features = try builder.add(layer, to: input)
    for _ in 0..<4 {
      let new = try builder.add(layer, to: features)
      features = try builder.add(.concatenate, to: [features, new])
    }
    let map = StorageMap(try builder.build())
    #expect(map.copies.isEmpty)
    #expect(map.storages.count == 2)
    #expect(map.storages[1].shape.channels == 40)
  }

  @Test("a tensor that two concatenations join is copied into one of them")
  func sharedInput() throws {
    var builder = NetworkBuilder(name: "shared")
    let input = try builder.input(Shape(channels: 3, height: 4, width: 4))
    let layer = Operation.convolution(Convolution(filters: 8, window: Window(3)))
    let a = try builder.add(layer, to: input)
    let b = try builder.add(layer, to: input)
    let first = try builder.add(.concatenate, to: [a, b])
    let second = try builder.add(.concatenate, to: [a, first])
    let map = StorageMap(try builder.build())
    #expect(map.copies == [first: [0]])
    #expect(map.placements[first].storage == map.placements[second].storage)
  }

  @Test("peak activation bytes count a tensor from its first write to its last read")
  func peak() throws {
    var builder = NetworkBuilder(name: "chain")
    let input = try builder.input(Shape(channels: 1, height: 10, width: 10))
    let wide = try builder.add(
      .convolution(Convolution(filters: 4, window: Window(1))), to: input)
    _ = try builder.add(.convolution(Convolution(filters: 2, window: Window(1))), to: wide)
    #expect(StorageMap(try builder.build()).peakBytes(batch: 1, elementBytes: 1) == 600)
  }
}
