package gangway.machine.capture;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.check.CheckHosts;
import gangway.host.GuideHost;
import gangway.host.Observer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Addresses are replaced in every file that observing a host reads and in every output of a
 * command. The exceptions are the files with versions, and here is the list.
 */
class MaskedFilesTest {
  private static final String SECRET = "10.1.2.3";
  private static final String SECRET6 = "2001:db8::77";

  /** The files that keep what looks like an address. */
  private static final List<Pattern> VERSIONS =
      List.of(
          Pattern.compile("/sys/hypervisor/.*"),
          Pattern.compile("/sys/module/.*"),
          Pattern.compile("/proc/sys/kernel/osrelease"),
          Pattern.compile("/lib/modules/[^/]*/modules\\.(builtin|softdep)"),
          Pattern.compile("/usr/share/misc/pci\\.ids"));

  /** Files in which addresses are hexadecimal numbers; DiscretionTest has their formats. */
  private static final Set<String> HEXADECIMAL =
      Set.of(
          "/proc/net/route",
          "/proc/net/ipv6_route",
          "/proc/net/if_inet6",
          "/proc/net/tcp",
          "/proc/net/tcp6",
          "/proc/net/udp",
          "/proc/net/udp6");

  private static final List<String> KEEPING = List.of("xl info", "xl dmesg", "modprobe");

  private static final SortedSet<String> FILES = new TreeSet<>();
  private static final SortedSet<String> COMMANDS = new TreeSet<>();

  private final CapturePrivacy masking = CapturePrivacy.masking(new byte[] {1, 2, 3});

  /** What an observer reads of all hosts of the checks. */
  @BeforeAll
  static void observed() {
    CheckHosts.all().forEach(MaskedFilesTest::observed);
  }

  private static void observed(GuideHost host) {
    RecordingMachine recorder =
        new RecordingMachine(
            host.machine(), CapturePrivacy.usual(), new Capture.Origin("0", "now", false));
    new Observer(recorder).host();
    recorder
        .capture()
        .files()
        .each((folder, places) ->
            places.forEach((name, place) -> {
              if (place.content().isPresent()) {
                FILES.add((folder.equals("/") ? "" : folder) + "/" + name);
              }
            }));
    recorder.capture().commands().keySet().forEach(words -> COMMANDS.add(String.join(" ", words)));
  }

  @Test
  void addressesAreReplacedInEveryFileExceptInThoseWithVersions() {
    assertThat(FILES).hasSizeGreaterThan(200);
    SortedSet<String> keeping = new TreeSet<>();
    for (String file : FILES) {
      String text = masking.file(Path.of(file), "a=" + SECRET + ",b=[" + SECRET6 + "]:0\n");
      if (text.contains(SECRET) || text.contains(SECRET6)) {
        keeping.add(file);
      }
    }
    keeping.removeAll(HEXADECIMAL);
    assertThat(keeping)
        .isNotEmpty()
        .allMatch(file -> VERSIONS.stream().anyMatch(known -> known.matcher(file).matches()));
  }

  @Test
  void theFilesOfNetworkDisksAreAmongThem() {
    assertThat(FILES)
        .contains(
            "/sys/class/iscsi_connection/connection7:0/address",
            "/sys/devices/rbd/0/client_addr",
            "/sys/class/block/etherd!e1.0/netif",
            "/proc/self/mountinfo");
  }

  @Test
  void addressesAreReplacedInTheOutputOfEveryCommandExceptInThoseWithVersions() {
    assertThat(COMMANDS).anyMatch(words -> words.startsWith("ip "));
    for (String command : COMMANDS) {
      List<String> words = List.of(command.split(" "));
      String told = masking.told(words, "via " + SECRET + " dev eth0, " + SECRET6 + "/64\n");
      boolean keeps = told.contains(SECRET) || told.contains(SECRET6);
      assertThat(keeps).as(command).isEqualTo(KEEPING.stream().anyMatch(command::startsWith));
    }
  }

  @Test
  void interfacesNamedByTheirHardwareAddressAreReplacedEverywhere() {
    for (String file : FILES) {
      assertThat(masking.file(Path.of(file), "x enx00163e123456 y\n"))
          .as(file)
          .matches("x enx00[0-9a-f]{10} y\n")
          .doesNotContain("163e123456");
    }
    for (String command : COMMANDS) {
      assertThat(masking.told(List.of(command.split(" ")), "dev enx00163e123456.10\n"))
          .as(command)
          .doesNotContain("163e123456");
    }
  }
}
