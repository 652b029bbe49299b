package gangway.xen.definition.xl;

import static java.util.stream.Collectors.joining;

import gangway.xen.definition.NewGuest;
import gangway.xen.protocol.GuestType;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The definition for xl of a new guest, without functions (xl.cfg(5)). */
record XlDraft(NewGuest guest) {
  /**
   * Xen's prefix of MAC addresses; without a MAC address, xl generates a new one at every start.
   */
  private static final String XEN = "00:16:3e";

  String text() {
    return Stream.of(
                Stream.of(
                    line("name", XlConfig.quoted(guest.name())),
                    line("type", XlConfig.quoted(GuestType.PV.toString())),
                    line("memory", Integer.toString(guest.memory())),
                    line("vcpus", Integer.toString(guest.vcpus()))),
                start(),
                list("disk", guest.disks().size(), this::disk),
                list("vif", guest.bridges().size(), this::network))
            .flatMap(lines -> lines)
            .collect(joining("\n"))
        + "\n";
  }

  private Stream<String> start() {
    return guest
        .kernel()
        .map(kernel ->
            Stream.of(
                    Stream.of(line("kernel", XlConfig.quoted(kernel.image().toString()))),
                    kernel.initrd().stream()
                        .map(initrd -> line("ramdisk", XlConfig.quoted(initrd.toString()))),
                    Stream.of(line("extra", XlConfig.quoted(kernel.arguments()))))
                .flatMap(lines -> lines))
        .orElseGet(() -> Stream.of(line("bootloader", XlConfig.quoted("pygrub"))));
  }

  private String disk(int index) {
    return "format=raw,vdev=xvd%c,access=rw,target=%s"
        .formatted('a' + index, guest.disks().get(index));
  }

  private String network(int index) {
    int hash = (guest.name() + '/' + index).hashCode();
    return "mac=%s:%02x:%02x:%02x,bridge=%s"
        .formatted(
            XEN, hash >> 16 & 0x7f, hash >> 8 & 0xff, hash & 0xff, guest.bridges().get(index));
  }

  private static Stream<String> list(String key, int size, IntFunction<String> item) {
    return size == 0
        ? Stream.empty()
        : Stream.of(
            line(
                key,
                IntStream.range(0, size)
                    .mapToObj(item)
                    .map(XlConfig::quoted)
                    .collect(joining(", ", "[ ", " ]"))));
  }

  private static String line(String key, String literal) {
    return key + " = " + literal;
  }
}
