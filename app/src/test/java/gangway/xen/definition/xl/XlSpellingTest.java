package gangway.xen.definition.xl;

import static gangway.pci.Examples.address;
import static org.assertj.core.api.Assertions.assertThat;

import gangway.Cases;
import gangway.xen.definition.PciSpec;
import gangway.xen.definition.Refusal;
import gangway.xen.protocol.GuestType;
import gangway.xen.protocol.Readiness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Equivalent writings of a definition for xl are read equally, and nearly equal ones are not. The
 * lab compares generated definitions with xl itself.
 */
class XlSpellingTest {
  private static final String NINE = "0000:09:00.0,permissive=1";
  private static final String TEN = "0000:0a:1f.7,permissive=1,rdm_policy=relaxed";

  /** What Gangway takes from a definition. */
  private record Read(
      Optional<String> name,
      GuestType type,
      List<String> pci,
      Optional<Refusal> refusal,
      List<Readiness> lacks,
      List<Path> disks,
      boolean growing) {
    static Read of(String text) {
      XlConfig config = XlConfig.parse(text).orElseThrow(() -> new AssertionError(text));
      return new Read(
          config.string("name"),
          config.type(),
          config.pci().stream().map(PciSpec::toString).toList(),
          config.refusedEntry().isPresent() ? Optional.empty() : config.refusal(),
          config.lacks(),
          config.disks(),
          config.growing());
    }
  }

  @Test
  void equivalentDefinitionsAreReadEqually() {
    Read expected =
        new Read(
            Optional.of("pv1"),
            GuestType.PV,
            List.of(NINE, TEN),
            Optional.empty(),
            List.of(),
            List.of(Path.of("/dev/vg/a")),
            true);
    Cases.each(
        500,
        random -> {
          String text = definition(random);
          assertThat(Read.of(text)).as(text).isEqualTo(expected);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# pci=['09:00.0']",
        "pci='09:00.0'",
        "pci=[['09:00.0']]",
        "pci=['09:00.0']\npci=[]",
        "pci=['0009:09:00.0']",
        "pci=['9.0']",
        "pci=['09:00.0 ']",
        "pci=['09:00.1']",
        "pci=['09:00.*']",
        "pci=['name=09:00.0']",
        "pcis=['09:00.0']",
        "pci=['0x09:00.0']",
        "note='pci=[09:00.0]'",
      })
  void nearlyEqualListsDoNotHaveTheFunction(String list) {
    XlConfig config = XlConfigExamples.config("name='a'\nkernel='k'\n" + list + "\n");
    assertThat(config.functions()).doesNotContain(address("0000:09:00.0"));
  }

  private static String definition(Random random) {
    List<String> statements =
        new ArrayList<>(
            List.of(
                key(random, "name") + string(random, "pv1"),
                key(random, "kernel") + string(random, "/srv/vmlinuz"),
                key(random, "memory") + Cases.oneOf(random, "256", "0x100", "'256'", "0400"),
                key(random, "maxmem") + Cases.oneOf(random, "512", "0x200", "\"512\"", "01000"),
                key(random, "type") + string(random, Cases.oneOf(random, "pv", "p")),
                key(random, "passthrough")
                    + string(random, Cases.oneOf(random, "enabled", "Enabled", "ENABLED")),
                "disk=[" + string(random, disk(random)) + trailing(random) + "]",
                key(random, "extra") + string(random, "quiet iommu=soft"),
                pci(random)));
    Collections.shuffle(statements, random);
    StringBuilder text = new StringBuilder(Cases.oneOf(random, "", "# pci=['01:00.0']\n", "\n"));
    for (String statement : statements) {
      text.append(statement)
          .append(Cases.oneOf(random, "\n", ";", " ; ", "\n\n", " # c'[\"\n", "\t\n"));
    }
    return text.append("\n").toString();
  }

  private static String key(Random random, String key) {
    String earlier = random.nextInt(6) == 0 && !key.equals("extra") ? key + "='x'\n" : "";
    return earlier + key + Cases.oneOf(random, "=", " = ", "\t= ");
  }

  private static String string(Random random, String text) {
    String quote = Cases.oneOf(random, "\"", "'");
    return quote + text + quote;
  }

  private static String disk(Random random) {
    return Cases.oneOf(
        random,
        "phy:/dev/vg/a,xvda,w",
        "/dev/vg/a,raw,xvda,rw",
        "/dev/vg/a,,xvda",
        "format=raw, vdev=xvda, access=rw, target=/dev/vg/a",
        "vdev=xvda,format=raw,/dev/vg/a",
        "raw:/dev/vg/a,xvda,w",
        "tap:aio:/dev/vg/a,xvda,w",
        "file:/dev/vg/a,xvda,w",
        "phy:vg/a,xvda,w");
  }

  /** Both functions, in one list or two, with their options in the entries or beside them. */
  private static String pci(Random random) {
    boolean beside = random.nextBoolean();
    String permissive = beside ? "" : ",permissive=" + Cases.oneOf(random, "1", "2", "01", "+1");
    String nine = string(random, entry(random, "0000", "09", "00", "0", permissive));
    String relaxed = ",rdm_policy=" + Cases.oneOf(random, "relaxed", "RELAXED");
    String options = random.nextBoolean() ? permissive + relaxed : relaxed + permissive;
    String ten = string(random, entry(random, "0000", "0a", "1f", "7", options));
    String separator = Cases.oneOf(random, ",", ", ", " ,\n", ",\n  # '01:00.0',\n");
    String open = Cases.oneOf(random, "[", "[ ", "[\n", "[ # c\n");
    String lists =
        random.nextBoolean()
            ? "pci=" + open + nine + separator + ten + trailing(random) + "]"
            : "pci = " + open + nine + "]\npci += [" + ten + trailing(random) + "]";
    String earlier = random.nextInt(4) == 0 ? "pci=['01:00.0']\n" : "";
    String switched = "pci_permissive=" + Cases.oneOf(random, "1", "'1'", "0x2", "\"07\"");
    return beside
        ? random.nextBoolean()
            ? earlier + lists + "\n" + switched
            : switched + ";" + earlier + lists
        : earlier + lists;
  }

  private static String trailing(Random random) {
    return Cases.oneOf(random, "", ",", " ", "\n", ",\n");
  }

  private static String entry(
      Random random, String domain, String bus, String device, String function, String options) {
    String address =
        Cases.oneOf(random, domain + ":", "", "0:", "00:")
            + shorter(random, bus)
            + ":"
            + shorter(random, device)
            + "."
            + function;
    String written = random.nextBoolean() ? address.toUpperCase(Locale.ROOT) : address;
    return random.nextInt(3) == 0 && !options.isEmpty()
        ? options.substring(1) + ",bdf=" + written
        : Cases.oneOf(random, "", "bdf=") + written + options + Cases.oneOf(random, "", ",");
  }

  private static String shorter(Random random, String digits) {
    return digits.startsWith("0") && random.nextBoolean() ? digits.substring(1) : digits;
  }
}
