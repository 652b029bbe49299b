package gangway.handover;

import gangway.boot.FileEdit;
import gangway.boot.Initramfs;
import gangway.host.Host;
import gangway.machine.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The step that changes the boot settings: the files, and the initramfs that contains copies of
 * them. It is one step, because the undo must rebuild the initramfs after it restores the files.
 */
final class BootStep {
  /** For all kernels, because any of them may boot next. Takes minutes on a slow disk. */
  private static final Command REBUILD =
      Command.of("update-initramfs", "-u", "-k", "all").within(Duration.ofMinutes(15));

  private BootStep() {}

  static Step of(Host host, List<FileEdit> edits, String purpose) {
    List<FileEdit> reversed = edits.stream().map(FileEdit::reversed).toList();
    String files = edits.stream().map(e -> e.file().toString()).collect(Collectors.joining(", "));
    boolean initramfs = host.initramfs() == Initramfs.INITRAMFS_TOOLS;
    return new Step(
        purpose + ": edit " + files + (initramfs ? " and rebuild the initramfs" : ""),
        acts(edits, initramfs),
        state(edits, initramfs),
        acts(reversed, initramfs),
        state(reversed, initramfs));
  }

  private static List<Act> acts(List<FileEdit> edits, boolean initramfs) {
    List<Act> acts = new ArrayList<>();
    edits.forEach(edit -> acts.add(new Act.Replace(edit)));
    if (initramfs) {
      acts.add(new Act.Run(REBUILD));
    }
    return acts;
  }

  private static State state(List<FileEdit> edits, boolean initramfs) {
    Stream<State> files = edits.stream().map(edit -> new State.FileIs(edit.file(), edit.after()));
    Stream<State> image =
        initramfs
            ? Stream.of(
                new State.InitramfsCarries(edits.stream().filter(BootStep::isModprobes).toList()))
            : Stream.empty();
    return new State.All(Stream.concat(files, image).toList());
  }

  /** initramfs-tools copies modprobe's files, not those of systemd's module loader. */
  private static boolean isModprobes(FileEdit edit) {
    return edit.file().toString().contains("modprobe");
  }
}
