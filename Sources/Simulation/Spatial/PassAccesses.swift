import Hardware

extension MemoryAccesses {
  /// Adds what a pass reads and writes.
  ///
  /// Inputs, weights and earlier sums are fetched from the buffer once a pass and sums returned
  /// once. In the elements, a product reads an input, a weight and a sum, and writes the sum back
  /// (Chen, Emer and Sze, ISCA 2016, section VI-B).
  mutating func add(_ pass: Pass, _ device: SpatialDevice) {
    inputs += pass.inputWords * device.operandBytes
    weights += pass.weightWords * device.operandBytes
    sums += pass.sumWords * (pass.addsToSums ? 2 : 1) * device.sumBytes
    elementInputs += pass.macs * device.operandBytes
    elements += pass.macs * (device.operandBytes + 2 * device.sumBytes)
  }
}
