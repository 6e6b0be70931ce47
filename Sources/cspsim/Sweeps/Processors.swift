import CMemory

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The machine's cores.
enum Processors {
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Keeps freed memory for what comes next instead of handing it back: a schedule that lost frees some
  /// megabytes, and mapping them in again took a quarter of a sweep's time (perf, csppeleenet on
  /// gemmini-16x16).
  static func keepFreedMemory() {
    memory_keep_freed()
  }
}
