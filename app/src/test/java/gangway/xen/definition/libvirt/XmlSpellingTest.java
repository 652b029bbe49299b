package gangway.xen.definition.libvirt;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.pci.PciAddress;
import gangway.xen.protocol.GuestType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Equivalent writings of a definition for libvirt are read equally, and nearly equal ones are not.
 * libvirt finds elements by XPath without namespaces (src/conf/domain_conf.c), and reads the
 * numbers of an address with {@code strtoul} and base 0 (src/conf/device_conf.c).
 */
class XmlSpellingTest {
  private static final PciAddress NINE = address("0000:09:00.0");
  private static final PciAddress TEN = address("0000:0a:14.1");

  @Test
  void equivalentDefinitionsAreReadEqually() {
    Cases.each(
        400,
        random -> {
          String text = definition(random);
          DomainXml xml = DomainXml.parse(text).orElseThrow(() -> new AssertionError(text));
          assertThat(xml.guest()).isEqualTo("pv1");
          assertThat(xml.type()).as(text).isEqualTo(GuestType.PV);
          assertThat(xml.entries())
              .as(text)
              .containsExactly("0000:0a:14.1", "0000:09:00.0,permissive=1");
          assertThat(xml.disks()).as(text).containsExactly(Path.of("/dev/vg/a"));
          assertThat(xml.hotPlug()).as(text).isTrue();
          assertThat(xml.refusal()).as(text).isEmpty();
          DomainXml without = xml.without(TEN);
          assertThat(without.functions()).as(text).containsExactly(NINE);
          assertThat(without.with(TEN).without(NINE).functions()).as(text).containsExactly(TEN);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<x:hostdev xmlns:x='u' type='pci'><source><address bus='9'/></source></x:hostdev>",
        "<!-- <hostdev type='pci'><source><address bus='9'/></source></hostdev> -->",
        "<![CDATA[<hostdev type='pci'><source><address bus='9'/></source></hostdev>]]>",
        "<hostdev type='PCI'><source><address bus='9'/></source></hostdev>",
        "<hostdev type='usb'><source><address bus='9'/></source></hostdev>",
        "<hostdev type='pci'><address bus='9'/></hostdev>",
        "<hostdev type='pci'><source><address bus='0x9 '/></source></hostdev>",
        "<hostdev type='pci'><source><address bus='9' slot='08'/></source></hostdev>",
        "<hostdev type='pci'><source><address bus='-9'/></source></hostdev>",
        "<hostdev type='pci'><source><address bus='#9'/></source></hostdev>",
        "<hostdev type='pci'><source><address bus='11'/></source></hostdev>",
        "<hostdev type='pci'><source><address Bus='9'/></source></hostdev>",
        "<interface type='hostdev'><source><address type='usb' bus='9'/></source></interface>",
        "<interface type='bridge'><source><address bus='9'/></source></interface>",
        "<x><hostdev type='pci'><source><address bus='9'/></source></hostdev></x>",
      })
  void nearlyEqualElementsAssignNothing(String element) {
    String text =
        "<domain type='xen'><name>a</name><devices>%s</devices></domain>".formatted(element);
    assertThat(DomainXml.parse(text).orElseThrow().functions()).doesNotContain(NINE);
  }

  @Test
  void aDefinitionInANamespaceIsNone() {
    assertThat(DomainXml.parse("<domain xmlns='u' type='xen'><name>a</name></domain>")).isEmpty();
    assertThat(DomainXml.parse("<domain xmlns:q='u' type='xen'><name>a</name></domain>"))
        .isPresent();
  }

  private static String definition(Random random) {
    List<String> devices =
        new ArrayList<>(
            List.of(
                hostdev(random),
                network(random),
                element(
                    random,
                    "disk",
                    List.of("type='block'", "device='disk'"),
                    element(random, "source", List.of("dev='/dev/vg/a'"), "")),
                "<hostdev mode='subsystem' type='usb'><source><address bus='1'/></source></hostdev>",
                "<emulator>/usr/bin/x</emulator>"));
    Collections.shuffle(devices, random);
    int cut = random.nextInt(3) == 0 ? random.nextInt(devices.size()) : 0;
    List<String> parts =
        new ArrayList<>(
            List.of(
                element(random, "name", List.of(), text(random, "pv1")),
                element(
                    random,
                    "os",
                    List.of(),
                    element(random, "type", List.of("arch='x86_64'"), text(random, "linux"))),
                "<features><xen>"
                    + element(random, "e820_host", List.of("state='on'"), "")
                    + "</xen></features>",
                devices(random, devices.subList(cut, devices.size())),
                "<memory unit='KiB'>262144</memory>"));
    if (cut > 0) {
      parts.add(devices(random, devices.subList(0, cut)));
    }
    Collections.shuffle(parts, random);
    return Cases.oneOf(
            random, "", "<?xml version='1.0' encoding=\"UTF-8\"?>\n", "<!-- a -->\n", "\n")
        + element(
            random,
            "domain",
            List.of("type='xen'", "xmlns:q='http://example.org/q'", "id='3'"),
            String.join(gap(random), parts))
        + Cases.oneOf(random, "", "\n", "<!-- </domain> -->");
  }

  private static String devices(Random random, List<String> devices) {
    return element(random, "devices", List.of(), String.join(gap(random), devices));
  }

  private static String hostdev(Random random) {
    String source =
        element(
            random,
            "source",
            List.of("writeFiltering='no'"),
            gap(random) + host(random, NINE, List.of()));
    return element(
        random,
        "hostdev",
        Cases.oneOf(
            random,
            List.of("mode='subsystem'", "type='pci'", "managed='yes'"),
            List.of("type='pci'")),
        Cases.oneOf(random, "", "<driver name='xen'/>") + source + guest(random));
  }

  private static String network(Random random) {
    return element(
        random,
        "interface",
        List.of("type='hostdev'", "managed='no'"),
        "<mac address='52:54:00:00:00:01'/>"
            + element(
                random,
                "source",
                List.of(),
                host(random, TEN, random.nextBoolean() ? List.of("type='pci'") : List.of()))
            + guest(random));
  }

  /** The address that the guest sees has no meaning here. */
  private static String guest(Random random) {
    return Cases.oneOf(
        random, "", "<address type='pci' domain='0x0000' bus='0x00' slot='0x05' function='0x0'/>");
  }

  private static String host(Random random, PciAddress function, List<String> more) {
    List<String> attributes = new ArrayList<>(more);
    attributes.addAll(
        List.of(
            "bus='%s'".formatted(number(random, function.bus())),
            "slot='%s'".formatted(number(random, function.device())),
            "function='%s'".formatted(number(random, function.function()))));
    if (random.nextBoolean()) {
      attributes.add("domain='%s'".formatted(number(random, function.domain())));
    }
    return element(random, "address", attributes, "");
  }

  private static String number(Random random, int number) {
    String hex = Integer.toHexString(number);
    return switch (random.nextInt(7)) {
      case 0 -> Integer.toString(number);
      case 1 -> "0x" + hex.toUpperCase(Locale.ROOT);
      case 2 -> "0X" + hex;
      case 3 -> "0x000" + hex;
      case 4 -> "0" + Integer.toOctalString(number);
      case 5 -> " +" + number;
      default -> "0x%02x".formatted(number);
    };
  }

  private static String element(
      Random random, String name, List<String> attributes, String content) {
    List<String> shuffled = new ArrayList<>(attributes);
    Collections.shuffle(shuffled, random);
    String start =
        "<"
            + name
            + shuffled.stream()
                .map(attribute -> random.nextBoolean() ? attribute.replace('\'', '"') : attribute)
                .map(attribute ->
                    Cases.oneOf(random, " ", "\n  ", "\t")
                        + attribute.replaceFirst("=", Cases.oneOf(random, "=", " = ")))
                .collect(Collectors.joining());
    return content.isEmpty() && random.nextBoolean()
        ? start + Cases.oneOf(random, "/>", " />")
        : start + Cases.oneOf(random, ">", " >") + content + "</" + name + ">";
  }

  private static String text(Random random, String text) {
    return switch (random.nextInt(4)) {
      case 0 -> "<![CDATA[" + text + "]]>";
      case 1 -> "&#" + (int) text.charAt(0) + ";" + text.substring(1);
      case 2 -> text.charAt(0) + "<!-- x -->" + text.substring(1);
      default -> text;
    };
  }

  private static String gap(Random random) {
    return Cases.oneOf(random, "", "\n  ", "<!-- <hostdev type='pci'> -->", "\r\n", " <q:x/> ");
  }
}
