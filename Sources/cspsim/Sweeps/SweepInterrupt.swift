import Dispatch
import Sweeps

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Turns Ctrl-C and a scheduler's SIGTERM into a request to stop; a second one ends the program.
final class SweepInterrupt {
  let stop = StopRequest()
  private let sources: [any DispatchSourceSignal]

  init() {
    let stop = stop
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: DispatchQueue(label: "interrupt"))
      source.setEventHandler {
        if stop.isStopped { _exit(128 + number) }
        stop.stop()
      }
      source.resume()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }
}
