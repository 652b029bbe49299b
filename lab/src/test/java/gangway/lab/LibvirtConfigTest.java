package gangway.lab;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.pci.PciAddress;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.protocol.Readiness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Compares Gangway's reading and changes of definitions with libvirt on a real host. */
@Tag("rare")
@ExtendWith(SharedLab.class)
class LibvirtConfigTest {
  private static final int COUNT = 1000;
  private static final PciAddress ADDED = PciAddress.parse("0002:fe:1f.7").orElseThrow();

  private final List<String> definitions =
      IntStream.range(0, COUNT).mapToObj(GeneratedDomains::of).toList();
  private DomainsBesideLibvirt beside;

  @BeforeEach
  void prepare(Lab lab, Dom0 dom0, @TempDir Path folder) {
    beside = new DomainsBesideLibvirt(lab, dom0, folder);
  }

  /**
   * libvirt keeps no definition that libvirt refuses, so Gangway needs to read only the others in
   * the same way.
   */
  @Test
  void gangwayReadsDefinitionsLikeLibvirt() {
    List<Optional<String>> libvirt = beside.libvirt(definitions);

    List<String> differences = new ArrayList<>();
    for (int seed = 0; seed < COUNT; seed++) {
      String ours = DomainsBesideLibvirt.read(definitions.get(seed));
      Optional<String> theirs = libvirt.get(seed).map(DomainsBesideLibvirt::means);
      if (theirs.isPresent() && !theirs.get().equals(ours)) {
        differences.add(
            "Gangway: %s%nlibvirt: %s%n%s%n".formatted(ours, theirs.get(), definitions.get(seed)));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(libvirt.stream().flatMap(Optional::stream).count())
        .as("definitions that libvirt accepts")
        .isBetween(COUNT / 2L, COUNT - 50L);
  }

  @Test
  void libvirtAcceptsWhatGangwayWritesAndReadsOnlyTheChange() {
    List<Optional<String>> before = beside.libvirt(definitions);
    List<String> changed = new ArrayList<>();
    for (int seed = 0; seed < COUNT; seed++) {
      String definition = definitions.get(seed);
      changed.add(before.get(seed).isPresent() ? readyWithOneMore(definition) : definition);
    }

    List<Optional<String>> after = beside.libvirt(changed);

    List<String> differences = new ArrayList<>();
    for (int seed = 0; seed < COUNT; seed++) {
      if (before.get(seed).isPresent()) {
        String means = after.get(seed).map(DomainsBesideLibvirt::means).orElse("refused");
        String wanted = "passthrough e820_host " + withOneMore(before.get(seed).get());
        if (!means.endsWith(wanted)) {
          differences.add("%s and not %s%n%s%n".formatted(means, wanted, changed.get(seed)));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> withOneMore(String dumped) {
    List<String> functions = new ArrayList<>(DomainsBesideLibvirt.functions(dumped));
    functions.add(ADDED.toString());
    return functions;
  }

  private static String readyWithOneMore(String definition) {
    DomainXml ready = DomainXml.parse(definition).orElseThrow();
    for (Readiness setting : ready.lacks()) {
      ready = ready.with(setting);
    }
    return ready.with(ADDED).text();
  }
}
