import CRegisterTile

/// Uninitialised scratch memory, aligned to a cache line and freed with its owner. The kernels may
/// read and write whole registers at its end.
struct Workspace<Element: BitwiseCopyable>: ~Copyable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    self.count = max(count, 1)
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: (self.count + Int(register_kernels_slack)) * MemoryLayout<Element>.stride,
      alignment: 64)
    base = raw.bindMemory(to: Element.self, capacity: self.count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
