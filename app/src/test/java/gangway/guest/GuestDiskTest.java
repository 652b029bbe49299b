package gangway.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gangway.MemoryFolder;
import gangway.Problem;
import gangway.host.Undeclared;
import gangway.machine.Command;
import gangway.machine.FolderMachine;
import gangway.machine.Result;
import gangway.xenstore.MapXenStore;
import gangway.xenstore.XenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding a guest's system on its disk, and refusing a disk in use. */
class GuestDiskTest {
  private static final Path IMAGE = Path.of("/srv/debian.img");
  private static final String SYSTEM =
      """
      module xen-pcifront
      present available
      at-boot no
      boot-file /etc/modules
      iommu-soft set
      """;

  @TempDir(factory = MemoryFolder.class)
  private Path folder;

  private static final String LOOP_DEVICES =
      "losetup --noheadings --output NAME -j /srv/debian.img";
  private static final String MOUNTS =
      "lsblk --raw --noheadings --output NAME,MOUNTPOINT /srv/debian.img";
  private static final String PARTITIONS =
      "partx --raw --noheadings --output NR,START,SECTORS /srv/debian.img";
  private static final Result NOTHING_KNOWN = new Result(2, "", "");

  private final Map<String, Result> answers = new HashMap<>();
  private final MapXenStore store = new MapXenStore().with("/local/domain/0/name", "Domain-0");

  @BeforeEach
  void anImage() throws IOException {
    Files.createDirectories(folder.resolve("srv"));
    Files.writeString(folder.resolve("srv/debian.img"), "");
    answerNothingAboutTheImage();
  }

  /** No program of dom0 finds anything on the image, and nothing uses it. */
  private void answerNothingAboutTheImage() {
    answers.clear();
    answers.put(LOOP_DEVICES, said(""));
    answers.put(MOUNTS, said(""));
    answers.put(PARTITIONS, NOTHING_KNOWN);
    answers.put(signature(0), NOTHING_KNOWN);
  }

  private static String signature(long offset) {
    return "blkid -p -o value -s TYPE -O %d /srv/debian.img".formatted(offset);
  }

  private static Result said(String out) {
    return new Result(0, out, "");
  }

  @Test
  void aDiskWithoutPartitionsIsUsedAsAWhole() {
    type(0, "ext4");
    assertThat(system()).isEqualTo(new GuestSystem.OnDisk(IMAGE, 0, 0));
  }

  @Test
  void thePartitionWithASystemIsUsed() {
    table("1 2048 4096\n2 8192 100000\n");
    type(2048 * 512, "ext4");
    type(8192 * 512, "xfs");
    look(new GuestSystem.OnDisk(IMAGE, 2048 * 512, 4096 * 512), "none");
    GuestSystem root = new GuestSystem.OnDisk(IMAGE, 8192 * 512, 100000 * 512);
    look(root, "modules-load");
    assertThat(system()).isEqualTo(root);
  }

  @Test
  void volumeGroupsAndEncryptedDisksAreRefused() {
    table("1 2048 4096\n");
    type(2048 * 512, "LVM2_member");
    refuses("no guest system was found on /srv/debian.img", "partition 1: LVM2_member", "--ssh");
    type(2048 * 512, "crypto_LUKS");
    refuses("the disk is encrypted", "partition 1: crypto_LUKS");
  }

  @Test
  void unknownContentAndAMissingFileAreReported() {
    refuses("the whole disk: unknown content", "qemu-nbd for qcow2");
    assertThatThrownBy(() -> new GuestDisk(Path.of("/srv/none")).system(machine()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("there is no file or device /srv/none");
  }

  @Test
  void theDiskOfARunningGuestIsRefused() {
    type(0, "ext4");
    store.with("/local/domain/3/name", "debian");
    store.with("/local/domain/0/backend/vbd/3/51712/params", IMAGE.toString());
    refuses(
        "is the disk of a running guest", "guest debian (domain 3) has /srv/debian.img", "--ssh");
  }

  @Test
  void aDiskBehindAGuestsLoopDeviceIsRefused() {
    type(0, "ext4");
    store.with("/local/domain/3/name", "debian");
    store.with("/local/domain/0/backend/vbd/3/51712/params", "/dev/loop0");
    answers.put(LOOP_DEVICES, said("/dev/loop0\n"));
    refuses("guest debian (domain 3) has /dev/loop0");
  }

  @Test
  void aDiskThatDom0UsesIsRefused() {
    type(0, "ext4");
    answers.put(LOOP_DEVICES, said("/dev/loop3\n"));
    refuses("/srv/debian.img is in use", "it is attached to /dev/loop3");
    answerNothingAboutTheImage();
    type(0, "ext4");
    answers.put(MOUNTS, said("vg-a \nvg-b /home\n"));
    refuses("/srv/debian.img is in use", "vg-b /home");
  }

  private void type(long offset, String type) {
    answers.put(signature(offset), said(type + "\n"));
  }

  private void table(String lines) {
    answers.put(PARTITIONS, said(lines));
  }

  private void look(GuestSystem system, String method) {
    answers.put(system.look(GuestKind.AUTO).toString(), said("system " + method + "\n" + SYSTEM));
  }

  private GuestSystem system() {
    return new GuestDisk(IMAGE).system(machine());
  }

  private void refuses(String... words) {
    assertThatThrownBy(this::system)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED))
        .hasMessageContainingAll(words);
  }

  private FolderMachine machine() {
    return new FolderMachine(folder) {
      @Override
      public Optional<Result> ask(Command command) {
        if (!answers.containsKey(command.toString())) {
          throw new Undeclared(command);
        }
        return Optional.ofNullable(answers.get(command.toString()));
      }

      @Override
      public Optional<XenStore> xenStore() {
        return Optional.of(store);
      }
    };
  }
}
