package gangway.host.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gangway.Cases;
import gangway.check.Checks;
import gangway.check.Finding;
import gangway.check.Requests;
import gangway.host.DiskStacks;
import gangway.host.GuideHost;
import gangway.host.storage.Storage.Kind;
import gangway.host.storage.Storage.Use;
import gangway.machine.Command;
import gangway.machine.FolderMachine;
import gangway.machine.Fstab;
import gangway.machine.LiveMachine;
import gangway.machine.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Equivalent writings of one entry of {@code /etc/fstab} give the same findings, and nearly equal
 * writings do not. What is equivalent is what {@code findmnt} of util-linux prints.
 */
class FstabSpellingTest {
  private static final Use BOOT = new Use(Kind.SYSTEM, "/boot (not mounted)", "nvme0n1p1");

  /** The value of each tag, and udev's link for it. */
  private static final String[][] TAGS = {
    {"UUID", "5f0a-cc11", "by-uuid/5f0a-cc11"},
    {"LABEL", "a b", "by-label/a\\x20b"},
    {"LABEL", "x/y", "by-label/x\\x2fy"},
    {"LABEL", "\u00e9", "by-label/\u00e9"},
    {"PARTUUID", "0aa1-01", "by-partuuid/0aa1-01"},
    {"PARTLABEL", "EFI System", "by-partlabel/EFI\\x20System"},
    {"ID", "nvme-X_1", "by-id/nvme-X_1"},
  };

  @Test
  void equivalentEntriesGiveTheSameFindings() {
    List<Finding> expected = findings(host("/dev/nvme0n1p1 /boot ext4 noauto 0 2\n"));
    assertThat(expected).extracting(Finding::code).contains("DISK-ROOT");
    Cases.each(
        150,
        random -> {
          GuideHost host = host(file(random, entry(random, source(random))));
          assertThat(host.observed().storage().uses()).as(host.text("etc/fstab")).contains(BOOT);
          assertThat(findings(host)).as(host.text("etc/fstab")).isEqualTo(expected);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#/dev/nvme0n1p1 /boot ext4 noauto",
        " \t# /dev/nvme0n1p1 /boot ext4 noauto",
        "/dev/nvme0n1p1 /boot",
        "/dev/nvme1n1p1 /boot ext4 noauto",
        "/dev/nvme0n1p1 /boot2 ext4 noauto",
        "/dev/nvme0n1p1 \"/boot\" ext4 noauto",
        "\"/dev/nvme0n1p1\" /boot ext4 noauto",
        "Label=x/y /boot ext4 noauto",
        "LABEL=x\\x2fy /boot ext4 noauto",
        "LABEL=a b /boot ext4 noauto",
        "LABEL=\"a b\" /boot ext4 noauto",
        "LABEL='x/y\" /boot ext4 noauto",
        "LABEL=X/Y /boot ext4 noauto",
        "UUID=5f0a-cc12 /boot ext4 noauto",
        "nvme0n1p1 /boot ext4 noauto",
        "/dev/disk/by-label/a\\040b /boot ext4 noauto",
        "/dev/nvme0n1p1\f/boot ext4 noauto",
      })
  void nearlyEqualEntriesAreOtherEntries(String line) {
    assertThat(host(line + "\n").observed().storage().uses()).doesNotContain(BOOT);
  }

  /** The disk of the folder or file that is mounted. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/data/boot /boot none bind", "/data/x/../boot.img /boot ext4 loop,noauto"})
  void aFolderThatIsMountedTwiceIsOnItsDisk(String line) {
    GuideHost host = host(line + "\n");
    DiskStacks.on(host).mount("259:1", "/data", "ext4", "/dev/nvme0n1p1");
    assertThat(host.observed().storage().uses()).contains(BOOT);
  }

  @Test
  void aShareOfAnotherMachineIsNoFolder() {
    GuideHost host = host("//server/data /boot cifs noauto\nserver:/data /usr nfs noauto\n");
    DiskStacks.on(host).mount("259:1", "/", "ext4", "/dev/nvme0n1p1");
    assertThat(host.observed().storage().uses())
        .containsExactly(new Use(Kind.SYSTEM, "/", "nvme0n1p1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[Mount]\nWhat=/dev/nvme0n1p1\nWhere=/boot\n",
        "[Mount]\nWhere=/boot\n  What =  LABEL=x/y\n",
        "[Mount]\nWhat=/dev/nvme1n1p1\nWhat=\\\n/dev//nvme0n1p1\n",
        "[Mount]\r\nWhat=UUID=5f0a-cc11\r\n",
      })
  void aMountUnitIsReadAsSystemdReadsIt(String unit) {
    for (String folder :
        List.of("etc/systemd/system", "run/systemd/generator", "lib/systemd/system")) {
      GuideHost host = host("").put(folder + "/boot.mount", unit);
      DiskStacks.on(host).mount("0:50", "/boot", "autofs", "systemd-1");
      assertThat(host.observed().storage().uses()).containsExactly(BOOT);
    }
  }

  @Test
  void findmntReadsTheseEntriesTheSameWay(@TempDir Path folder) throws IOException {
    Random random = new Random(1);
    String text =
        IntStream.range(0, 300)
            .mapToObj(_ -> file(random, entry(random, source(random))))
            .collect(Collectors.joining());
    Path file = Files.createDirectories(folder.resolve("etc")).resolve("fstab");
    Files.writeString(file, text);
    Optional<Result> result =
        new LiveMachine()
            .ask(
                Command.of(
                    "findmnt",
                    "--fstab",
                    "--tab-file",
                    file.toString(),
                    "-n",
                    "-r",
                    "-o",
                    "SOURCE,TARGET,FSTYPE"));
    assumeTrue(result.isPresent(), "there is no findmnt here to judge by");
    List<String> ours =
        Fstab.read(new FolderMachine(folder)).stream()
            .map(line -> line.source() + " " + line.place() + " " + line.type())
            .toList();
    List<String> theirs =
        result.orElseThrow().out().lines().map(FstabSpellingTest::decoded).toList();
    assertThat(ours).isEqualTo(theirs);
  }

  /** findmnt writes other characters as {@code \x20}, and does not shorten mount points. */
  private static String decoded(String line) {
    List<String> fields = new ArrayList<>();
    for (String field : line.split(" ")) {
      byte[] bytes = new byte[field.length()];
      int length = 0;
      for (int i = 0; i < field.length(); i++) {
        boolean escaped = field.startsWith("\\x", i);
        bytes[length++] =
            (byte)
                (escaped ? Integer.parseInt(field.substring(i + 2, i + 4), 16) : field.charAt(i));
        i += escaped ? 3 : 0;
      }
      fields.add(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }
    String place = fields.get(1);
    fields.set(1, place.startsWith("/") ? Path.of(place).normalize().toString() : place);
    return String.join(" ", fields);
  }

  private static GuideHost host(String fstab) {
    GuideHost host = new GuideHost();
    DiskStacks.on(host).withoutPlainUses().nvmes();
    for (String[] tag : TAGS) {
      host.link("dev/disk/" + tag[2], "../../nvme0n1p1");
    }
    return host.link("disks/boot", "/dev/nvme0n1p1")
        .link("dev/boot", "disk/by-id/nvme-X_1")
        .put("etc/fstab", fstab);
  }

  private static List<Finding> findings(GuideHost host) {
    return Checks.of(host.observed(), Requests.hide(Requests.NOW, DiskStacks.NVME));
  }

  private static String source(Random random) {
    if (random.nextInt(3) == 0) {
      return Cases.oneOf(
          random,
          "/dev/nvme0n1p1",
          "/dev//nvme0n1p1",
          "//dev/nvme0n1p1",
          "/dev/./nvme0n1p1",
          "/dev/disk/../nvme0n1p1",
          "/disks/boot",
          "/dev/boot",
          "/dev/disk/by-label/a\\x20b",
          "/dev/disk/by-partlabel/EFI\\x20System");
    }
    String[] tag = Cases.oneOf(random, TAGS);
    String value = tag[1];
    if (tag[0].endsWith("UUID") && random.nextInt(3) == 0) {
      value = value.toUpperCase(Locale.ROOT);
    }
    String quote = Cases.oneOf(random, "", "", "\"", "'");
    return tag[0] + "=" + quote + value + quote;
  }

  private static String entry(Random random, String source) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                escaped(random, source),
                escaped(
                    random,
                    Cases.oneOf(random, "/boot", "/boot/", "//boot", "/./boot/.", "/x/../boot")),
                escaped(random, "ext4")));
    List<String> rest = List.of("defaults,x-a=1", "0", "2", "more");
    fields.addAll(rest.subList(0, random.nextInt(rest.size() + 1)));
    return fields.stream()
            .map(field -> Cases.oneOf(random, " ", "\t", "  ", " \t ") + field)
            .collect(Collectors.joining())
            .substring(random.nextInt(2))
        + Cases.oneOf(random, "", " ", "\t", "\r");
  }

  /** Blanks must be written as octal numbers; every other character may be. */
  private static String escaped(Random random, String field) {
    boolean more = random.nextInt(4) == 0;
    return field
        .chars()
        .mapToObj(c ->
            c == ' ' || (more && c < 0x7f && random.nextInt(3) == 0)
                ? String.format(Locale.ROOT, "\\%03o", c)
                : Character.toString(c))
        .collect(Collectors.joining());
  }

  /** A file with the entry and others, in any order. */
  private static String file(Random random, String entry) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                entry,
                "# /dev/nvme1n1p1 /boot ext4 defaults",
                "",
                "proc /proc proc defaults",
                "//server/data /srv cifs noauto"));
    Collections.shuffle(lines, random);
    return String.join("\n", lines) + "\n";
  }
}
