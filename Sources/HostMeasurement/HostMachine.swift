#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the operating system says about this machine.
public struct HostMachine: Sendable, Hashable {
  /// What the processor calls itself.
  public var name: String
  public var cores: Int
  /// The size of each level of cache, from the first on, as far as it is known.
  public var caches: [Int]

  public init(name: String, cores: Int, caches: [Int]) {
    self.name = name
    self.cores = cores
    self.caches = caches
  }

  public static func current() -> HostMachine {
    HostMachine(
      name: processorName() ?? "unknown processor",
      cores: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      caches: cacheSizes())
  }
}

#if os(Linux)
  private func cacheSizes() -> [Int] {
    let folder = "/sys/devices/system/cpu/cpu0/cache"
    var sizes: [Int] = []
    for index in 0..<8 {
      func line(_ name: String) -> String? { firstLine(of: "\(folder)/index\(index)/\(name)") }
      guard let type = line("type"), type != "Instruction", let size = line("size") else {
        continue
      }
      guard let bytes = HostMachine.bytes(size), bytes > sizes.last ?? 0 else { continue }
      sizes.append(bytes)
    }
    return sizes
  }

  private func processorName() -> String? {
    guard let file = fopen("/proc/cpuinfo", "r") else { return nil }
    defer { fclose(file) }
    while let line = nextLine(of: file) {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].hasPrefix("model name") { return HostMachine.trimmed(parts[1]) }
    }
    return nil
  }

  private func firstLine(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    return nextLine(of: file).map { HostMachine.trimmed($0[...]) }
  }

  private func nextLine(of file: UnsafeMutablePointer<FILE>) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    guard fgets(&buffer, Int32(buffer.count), file) != nil else { return nil }
    return String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
#else
  private func cacheSizes() -> [Int] {
    ["hw.l1dcachesize", "hw.l2cachesize", "hw.l3cachesize"].compactMap { name in
      var value = 0
      var size = MemoryLayout<Int>.size
      return sysctlbyname(name, &value, &size, nil, 0) == 0 && value > 0 ? value : nil
    }
  }

  private func processorName() -> String? {
    var buffer = [CChar](repeating: 0, count: 256)
    var size = buffer.count
    guard sysctlbyname("machdep.cpu.brand_string", &buffer, &size, nil, 0) == 0 else { return nil }
    return String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
#endif

extension HostMachine {
  /// Reads a size such as "48K" or "32M".
  static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isNumber }
    guard let number = Int(digits) else { return nil }
    switch text.dropFirst(digits.count) {
    case "": return number
    case "K": return number << 10
    case "M": return number << 20
    default: return nil
    }
  }

  static func trimmed(_ text: Substring) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
