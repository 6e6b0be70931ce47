/// The JSON texts of this folder, compiled in by the package; a new device adds its file here and to
/// the target's resources.
public enum BuiltInProfiles {
  public static var all: [(name: String, bytes: [UInt8])] {
    [
      ("adreno-630", PackageResources.adreno_630_json),
      ("adreno-640", PackageResources.adreno_640_json),
      ("adreno-740", PackageResources.adreno_740_json),
      ("carmel-xavier", PackageResources.carmel_xavier_json),
      ("cortex-a53", PackageResources.cortex_a53_json),
      ("cortex-a53-rk3399", PackageResources.cortex_a53_rk3399_json),
      ("cortex-a53-zero2", PackageResources.cortex_a53_zero2_json),
      ("cortex-a55-rk3588", PackageResources.cortex_a55_rk3588_json),
      ("cortex-a57-nano", PackageResources.cortex_a57_nano_json),
      ("cortex-a57-tx2nx", PackageResources.cortex_a57_tx2nx_json),
      ("cortex-a72", PackageResources.cortex_a72_json),
      ("cortex-a72-rk3399", PackageResources.cortex_a72_rk3399_json),
      ("cortex-a73-sd835", PackageResources.cortex_a73_sd835_json),
      ("cortex-a76", PackageResources.cortex_a76_json),
      ("cortex-a76-rk3588", PackageResources.cortex_a76_rk3588_json),
      ("cortex-a76-rpi5", PackageResources.cortex_a76_rpi5_json),
      ("cortex-a76-sd855plus", PackageResources.cortex_a76_sd855plus_json),
      ("cortex-a78ae-orin", PackageResources.cortex_a78ae_orin_json),
      ("edge-os-32x32", PackageResources.edge_os_32x32_json),
      ("edge-tpu", PackageResources.edge_tpu_json),
      ("eyeriss-v1", PackageResources.eyeriss_v1_json),
      ("gemmini-16x16", PackageResources.gemmini_16x16_json),
      ("gtx-1080-ti", PackageResources.gtx_1080_ti_json),
      ("i7-4790k", PackageResources.i7_4790k_json),
      ("i9-9900k", PackageResources.i9_9900k_json),
      ("jetson-nano", PackageResources.jetson_nano_json),
      ("jetson-tx2", PackageResources.jetson_tx2_json),
      ("jetson-tx2-nx", PackageResources.jetson_tx2_nx_json),
      ("mali-g76", PackageResources.mali_g76_json),
      ("rtx-2070", PackageResources.rtx_2070_json),
      ("scale-sim", PackageResources.scale_sim_json),
      ("snapdragon-8-gen-2", PackageResources.snapdragon_8_gen_2_json),
      ("tesla-fsd-npu", PackageResources.tesla_fsd_npu_json),
      ("tpu-v1", PackageResources.tpu_v1_json),
      ("xeon", PackageResources.xeon_json),
    ]
  }
}
