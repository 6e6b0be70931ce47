/// The JSON texts of this folder, compiled in by the package; a new device adds its file here and to
/// the target's resources.
public enum BuiltInProfiles {
  public static var all: [(name: String, bytes: [UInt8])] {
    [
      ("edge-os-32x32", PackageResources.edge_os_32x32_json),
      ("gemmini-16x16", PackageResources.gemmini_16x16_json),
      ("scale-sim", PackageResources.scale_sim_json),
      ("tesla-fsd-npu", PackageResources.tesla_fsd_npu_json),
      ("tpu-v1", PackageResources.tpu_v1_json),
    ]
  }
}
