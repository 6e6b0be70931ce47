// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Targets in reading order: each imports only those above it.
let package = Package(
  name: "cspsim",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "cspsim", targets: ["cspsim"]),
    .library(
      name: "CSPSimKit",
      targets: [
        "Quantities", "LayerGraph", "ModelZoo", "ModelImport", "Hardware", "Simulation", "Analysis",
        "Reports",
      ]),
  ],
  targets: [
    .target(name: "Quantities", swiftSettings: strict),
    .target(name: "DidYouMean", swiftSettings: strict),
    .target(name: "JSONText", dependencies: ["DidYouMean"], swiftSettings: strict),
    .target(name: "LayerGraph", swiftSettings: strict),
    .target(name: "ModelZoo", dependencies: ["LayerGraph"], swiftSettings: strict),
    .target(name: "ModelImport", dependencies: ["LayerGraph", "JSONText"], swiftSettings: strict),
    .target(
      name: "BuiltInProfiles", path: "hardware-profiles", exclude: ["profile.schema.json"],
      resources: [
        .embedInCode("adreno-630.json"),
        .embedInCode("adreno-640.json"),
        .embedInCode("adreno-740.json"),
        .embedInCode("carmel-xavier.json"),
        .embedInCode("cortex-a53.json"),
        .embedInCode("cortex-a53-rk3399.json"),
        .embedInCode("cortex-a53-zero2.json"),
        .embedInCode("cortex-a55-rk3588.json"),
        .embedInCode("cortex-a57-nano.json"),
        .embedInCode("cortex-a57-tx2nx.json"),
        .embedInCode("cortex-a72.json"),
        .embedInCode("cortex-a72-rk3399.json"),
        .embedInCode("cortex-a73-sd835.json"),
        .embedInCode("cortex-a76.json"),
        .embedInCode("cortex-a76-rk3588.json"),
        .embedInCode("cortex-a76-rpi5.json"),
        .embedInCode("cortex-a76-sd855plus.json"),
        .embedInCode("cortex-a78ae-orin.json"),
        .embedInCode("edge-os-32x32.json"),
        .embedInCode("edge-tpu.json"),
        .embedInCode("eyeriss-v1.json"),
        .embedInCode("gemmini-16x16.json"),
        .embedInCode("gtx-1080-ti.json"),
        .embedInCode("i7-4790k.json"),
        .embedInCode("i9-9900k.json"),
        .embedInCode("jetson-nano.json"),
        .embedInCode("jetson-tx2.json"),
        .embedInCode("jetson-tx2-nx.json"),
        .embedInCode("mali-g76.json"),
        .embedInCode("rtx-2070.json"),
        .embedInCode("scale-sim.json"),
        .embedInCode("snapdragon-8-gen-2.json"),
        .embedInCode("tesla-fsd-npu.json"),
        .embedInCode("tpu-v1.json"),
        .embedInCode("xeon.json"),
      ], swiftSettings: strict),
    .target(
      name: "Hardware", dependencies: ["Quantities", "DidYouMean", "JSONText", "BuiltInProfiles"],
      swiftSettings: strict),
    .target(
      name: "Simulation", dependencies: ["Quantities", "LayerGraph", "Hardware"],
      swiftSettings: strict),
    .target(
      name: "Validation",
      dependencies: ["Quantities", "LayerGraph", "ModelZoo", "Hardware", "Simulation"],
      resources: [
        .embedInCode("Data/boards.csv"), .embedInCode("Data/claims.csv"),
        .embedInCode("Data/measurements.csv"),
      ],
      swiftSettings: strict),
    .target(name: "CRegisterTile"),
    .target(name: "CMemory"),
    .target(
      name: "ReferenceKernels", dependencies: ["LayerGraph", "CRegisterTile"],
      swiftSettings: strict),
    .target(
      name: "HostMeasurement",
      dependencies: [
        "Quantities", "JSONText", "LayerGraph", "Hardware", "Simulation", "Validation",
        "ReferenceKernels",
      ],
      swiftSettings: strict),
    .target(
      name: "Verification",
      dependencies: ["LayerGraph", "Hardware", "Simulation", "ReferenceKernels"],
      swiftSettings: strict),
    .target(
      name: "Analysis", dependencies: ["Quantities", "LayerGraph", "Hardware", "Simulation"],
      swiftSettings: strict),
    .target(
      name: "Sweeps",
      dependencies: [
        "Quantities", "DidYouMean", "JSONText", "LayerGraph", "ModelZoo", "Hardware",
        "Simulation", "Analysis",
      ],
      swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "DidYouMean", "Quantities", "JSONText", "LayerGraph", "Hardware", "Analysis", "Sweeps",
      ],
      swiftSettings: strict),
    .target(
      name: "CommandLineParsing", dependencies: ["DidYouMean"], swiftSettings: strict),
    .executableTarget(
      name: "cspsim",
      dependencies: [
        "CMemory", "CommandLineParsing", "DidYouMean", "Quantities", "JSONText", "LayerGraph",
        "ModelZoo", "ModelImport", "Hardware", "Simulation", "Validation", "Analysis", "Reports",
        "Sweeps",
        "ReferenceKernels", "Verification", "HostMeasurement",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "cspsim-fuzz", dependencies: ["ModelImport"], swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["cspsim-fuzz", "LayerGraph", "ModelImport", "ModelZoo"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineParsingTests", dependencies: ["CommandLineParsing"],
      swiftSettings: strict),
    .executableTarget(
      name: "cspsim-bench",
      dependencies: [
        "LayerGraph", "ModelZoo", "Hardware", "Simulation", "Analysis", "ReferenceKernels",
        "Verification",
      ],
      path: "Benchmarks/cspsim-bench", swiftSettings: strict),
    .testTarget(
      name: "HostMeasurementTests",
      dependencies: [
        "HostMeasurement", "Hardware", "LayerGraph", "Quantities", "ReferenceKernels",
        "Simulation",
      ], swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Analysis", "Hardware", "JSONText", "LayerGraph", "Quantities", "Simulation",
      ], swiftSettings: strict),
    .executableTarget(
      name: "cspsim-oracle", dependencies: ["LayerGraph", "ModelZoo", "ReferenceKernels"],
      path: "Tests/Oracle/cspsim-oracle", swiftSettings: strict),
    .executableTarget(
      name: "cspsim-bench-kernels", dependencies: ["LayerGraph", "ModelZoo", "ReferenceKernels"],
      path: "Benchmarks/cspsim-bench-kernels", swiftSettings: strict),
    .testTarget(name: "EndToEndTests", dependencies: ["cspsim"], swiftSettings: strict),
    .testTarget(name: "DidYouMeanTests", dependencies: ["DidYouMean"], swiftSettings: strict),
    .target(
      name: "RandomCases", dependencies: ["Quantities", "LayerGraph", "Hardware"],
      path: "Tests/RandomCases", swiftSettings: strict),
    .testTarget(
      name: "SimulationTests", dependencies: ["RandomCases", "Simulation", "Hardware"],
      swiftSettings: strict),
    .testTarget(
      name: "VerificationTests", dependencies: ["RandomCases", "Verification"],
      swiftSettings: strict),
    .testTarget(
      name: "ValidationTests", dependencies: ["Validation"], swiftSettings: strict),
    .testTarget(name: "SweepsTests", dependencies: ["Sweeps"], swiftSettings: strict),
    .testTarget(
      name: "AnalysisTests", dependencies: ["Analysis", "RandomCases"], swiftSettings: strict),
    .testTarget(
      name: "HardwareTests", dependencies: ["Hardware", "Quantities", "JSONText"],
      swiftSettings: strict),
    .testTarget(
      name: "QuantitiesTests", dependencies: ["Quantities"], swiftSettings: strict),
    .testTarget(name: "JSONTextTests", dependencies: ["JSONText"], swiftSettings: strict),
    .testTarget(
      name: "ReferenceKernelsTests", dependencies: ["LayerGraph", "ModelZoo", "ReferenceKernels"],
      resources: [.copy("Golden")], swiftSettings: strict),
    .testTarget(name: "LayerGraphTests", dependencies: ["LayerGraph"], swiftSettings: strict),
    .testTarget(
      name: "ModelImportTests", dependencies: ["JSONText", "LayerGraph", "ModelImport"],
      swiftSettings: strict),
    .testTarget(
      name: "ModelZooTests", dependencies: ["LayerGraph", "ModelZoo"], swiftSettings: strict),
  ]
)
