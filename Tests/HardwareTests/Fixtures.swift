import Hardware

/// The least profile that reads; tests change one text in it.
let leastProfile = """
  {
    "name": "least",
    "title": "Least",
    "kind": "systolic",
    "summary": "The figures that must be given.",
    "clock": { "value": 500, "unit": "MHz", "source": "a paper" },
    "precision": {
      "operand": { "value": 8, "unit": "bit", "source": "a paper" },
      "accumulator": { "value": 4, "unit": "B", "source": "a paper" }
    },
    "array": {
      "rows": { "value": 8, "unit": "PE", "source": "a paper" },
      "columns": { "value": 4, "source": "a paper" },
      "dataflow": { "value": "output-stationary", "source": "a paper" },
      "fold_rule": { "value": "strict", "source": "a paper" },
      "shadow_weights": { "value": true, "source": "a paper" },
      "group_packing": { "value": false, "source": "a paper" }
    },
    "vector": { "lanes": { "value": 16, "unit": "lanes", "assumed": "a guess" } },
    "memory": {
      "scratchpad": { "value": 1.5, "unit": "KiB", "source": "a paper" },
      "accumulators": { "value": "unlimited", "source": "a paper" },
      "dram": {
        "bandwidth": { "value": 2, "unit": "B/cycle", "source": "a paper" },
        "latency": { "value": 101, "unit": "ns", "calibrated": "a measurement" }
      }
    }
  }
  """

/// The least profile with a text replaced, and overrides.
func least(
  replacing old: String = "", by new: String = "", overrides: [String] = []
) throws(ProfileError) -> HardwareProfile {
  let parts = leastProfile.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
  let text = old.isEmpty ? leastProfile : parts.joined(separator: new)
  return try HardwareProfile(text: text, file: "p.json", overrides: overrides)
}

/// The message of the error that a reading throws.
func message(_ body: () throws(ProfileError) -> HardwareProfile) -> String? {
  do { _ = try body() } catch { return error.description }
  return nil
}

extension HardwareProfile {
  var systolic: SystolicDevice {
    guard case .systolic(let systolic) = device else { return SystolicDevice() }
    return systolic
  }

  func figure(_ path: String) -> Figure? { figures.first { $0.path == path } }
}
