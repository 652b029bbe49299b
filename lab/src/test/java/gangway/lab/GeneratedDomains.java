package gangway.lab;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Generates definitions of Xen guests for libvirt, in usual and in unusual spellings. The same seed
 * gives the same definition. Definitions with an odd seed also have values that libvirt may refuse,
 * and types of guests that need hardware support, which the lab's host has not.
 */
final class GeneratedDomains {
  private static final String PCI = "<address type='pci' ";

  private final Random random;
  private final boolean usual;
  private final String name;

  private GeneratedDomains(long seed) {
    random = new Random(seed);
    usual = seed % 2 == 0;
    name = "g" + seed;
  }

  /** Returns one definition; its guest has the name "g" and the seed. */
  static String of(long seed) {
    return new GeneratedDomains(seed).domain();
  }

  private String domain() {
    return oneOf("", "<?xml version='1.0' encoding='UTF-8'?>\n", comment() + "\n")
        + oneOf("<domain type='xen'>", "<domain\n  type=\"xen\" >", "<domain type='xe&#110;'>")
        + oneOf("<name>%s</name>", "<name><![CDATA[%s]]></name>", "<!----><name>%s</name >")
            .formatted(name)
        + oneOf("<memory unit='MiB'>256</memory>", "<memory>262144</memory>")
        + shuffled(os(), features(), devices())
        + "</domain>"
        + oneOf("", "\n", "\n<!-- end -->\n");
  }

  private String os() {
    String type =
        oneOf(
            "<type arch='x86_64' machine='xenpv'>linux</type>",
            "<type machine='xenpv'>linux</type>",
            "<type>linux</type>",
            "<type>xen</type>",
            usual ? "<type>linux</type>" : "<type machine='xenpvh'>xenpvh</type>",
            usual ? "<type>linux</type>" : "<type>xenpvh</type>",
            usual ? "<type>linux</type>" : "<type arch='x86_64' machine='xenfv'>hvm</type>",
            usual ? "<type>linux</type>" : "<type>Linux</type>",
            usual ? "<type>linux</type>" : "<type machine='xenpvh'>linux</type>");
    return "<os>" + type + "<kernel>/srv/vmlinux</kernel></os>";
  }

  private String features() {
    if (random.nextInt(4) == 0) {
      return "";
    }
    String xen =
        shuffled(
            switch (random.nextInt(4)) {
              case 0 -> "";
              case 1 -> "<e820_host " + state() + "/>";
              default -> "<e820_host " + state() + "></e820_host>";
            },
            switch (random.nextInt(4)) {
              case 0 -> "";
              case 1 -> "<passthrough " + state() + "/>";
              default -> "<passthrough " + state() + " mode='" + mode() + "'/>";
            });
    return oneOf("<features>", "<features><acpi/>", "<features>\n<!-- <xen/> -->\n")
        + "<xen>"
        + xen
        + "</xen>"
        + "</features>";
  }

  private String state() {
    return usual
        ? oneOf("state='on'", "state='on'", "state = \"off\"")
        : oneOf("state='on'", "state='off'", "state='On'", "state='yes'", "state=''", "");
  }

  private String mode() {
    return usual ? oneOf("sync_pt", "share_pt") : oneOf("sync_pt", "share_pt", "Sync_pt", "", "on");
  }

  private String devices() {
    return oneOf("<devices>", "<devices>\n  <console type='pty'/>\n")
        + IntStream.range(0, random.nextInt(4))
            .mapToObj(_ -> oneOf(device(), device(), device(), comment(), network()))
            .collect(Collectors.joining(oneOf("", "\n", "\n  ")))
        + "</devices>";
  }

  private String device() {
    String mode =
        usual ? oneOf("mode='subsystem' ", "") : oneOf("mode='subsystem' ", "mode='Subsystem' ");
    String type = usual ? "type='pci'" : oneOf("type='pci'", "type='pci'", "type='PCI'", "");
    String managed = oneOf("", " managed='no'", " managed=\"yes\"");
    String filtering =
        usual
            ? oneOf("", " writeFiltering='no'", " writeFiltering='yes'")
            : oneOf("", " writeFiltering='no'", " writeFiltering='0'");
    String source =
        "<source" + filtering + ">" + oneOf("", "\n    ", "<!-- c -->") + address() + "</source>";
    return "<hostdev "
        + mode
        + type
        + managed
        + ">"
        + shuffled(source, driver(), oneOf("", "", "<alias name='hostdev0'/>"))
        + "</hostdev>";
  }

  /** A device that is not there; a comment must not contain another one. */
  private String comment() {
    return "<!-- " + device().replace("--", "") + " -->";
  }

  private String driver() {
    return usual
        ? oneOf("", "<driver name='xen'/>", "<driver name=\"xen\"></driver>")
        : oneOf("", "<driver name='xen'/>", "<driver name='vfio'/>", "<driver name='none'/>");
  }

  private String network() {
    String source =
        "<source>"
            + address().replace("<address ", usual ? PCI : oneOf(PCI, "<address "))
            + "</source>";
    return "<interface type='hostdev'"
        + oneOf("", " managed='no'")
        + ">"
        + shuffled(source, oneOf("", "<mac address='52:54:00:00:00:01'/>"))
        + "</interface>";
  }

  private String address() {
    String domain =
        oneOf("domain='0x0000'", "domain=\"0\"", "domain='1'", usual ? "" : "domain=''");
    String bus = "bus='" + number(usual ? 255 : 300) + "'";
    String slot = "slot='" + number(usual ? 31 : 40) + "'";
    String function = "function='" + number(usual ? 7 : 9) + "'";
    return oneOf("<address %s/>", "<address %s></address>", "<address\n  %s />")
        .formatted(shuffled(domain + " ", bus + " ", slot + " ", function + " ").strip());
  }

  private String number(int most) {
    int number = random.nextInt(most + 1);
    return oneOf(
            "0x%02x",
            "0x%02X",
            "0X%x",
            "%d",
            "0%o",
            "0x%04x",
            usual ? "%d" : " %d",
            usual ? "%d" : "%d ",
            usual ? "%d" : "+%d",
            usual ? "%d" : "-%d",
            usual ? "%d" : "%dz")
        .formatted(number);
  }

  private String shuffled(String... parts) {
    for (int i = parts.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      String part = parts[i];
      parts[i] = parts[other];
      parts[other] = part;
    }
    return String.join("", parts);
  }

  private String oneOf(String... values) {
    return values[random.nextInt(values.length)];
  }
}
