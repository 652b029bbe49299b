package gangway.xen.definition.xl;

/** Definitions in xl's format. */
final class XlConfigExamples {
  static final String PV1 =
      """
      # A PV guest, as an administrator would write it.
      name = "pv1"
      kernel = '/srv/vmlinuz'
      extra = "console=hvc0 iommu=soft"
      memory = 0x100
      disk = [ 'phy:/dev/vg/pv1,xvda,w',   # the root disk
               "phy:/dev/vg/swap,xvdb,w" ]
      """;

  private XlConfigExamples() {}

  static XlConfig config(String text) {
    return XlConfig.parse(text).orElseThrow();
  }
}
