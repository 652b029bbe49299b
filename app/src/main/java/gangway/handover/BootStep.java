package gangway.handover;

import gangway.boot.FileEdit;
import gangway.boot.initramfs.Initramfs;
import gangway.host.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The step that changes the boot settings: the files, and the initramfs images that carry copies of
 * them. One step, because undoing it rebuilds the images from the files as they were.
 *
 * <p>See docs/decisions/0011-softdep-loads-pciback-first.md.
 */
final class BootStep {
  private BootStep() {}

  static Step of(Host host, List<FileEdit> changes, String purpose) {
    Initramfs initramfs = host.initramfs();
    List<FileEdit> edits =
        Stream.concat(initramfs.requiredFiles().stream(), changes.stream()).toList();
    List<FileEdit> reversed = edits.stream().map(FileEdit::reversed).toList();
    String files = edits.stream().map(e -> e.file().toString()).collect(Collectors.joining(", "));
    return new Step(
        purpose + ": " + files + (initramfs.rebuild().isPresent() ? ", and the initramfs" : ""),
        acts(edits, initramfs),
        state(edits, initramfs),
        acts(reversed, initramfs),
        state(reversed, initramfs));
  }

  private static List<Act> acts(List<FileEdit> edits, Initramfs initramfs) {
    List<Act> acts = new ArrayList<>();
    edits.forEach(edit -> acts.add(new Act.Replace(edit)));
    initramfs.rebuild().ifPresent(command -> acts.add(new Act.Run(command)));
    return acts;
  }

  private static State state(List<FileEdit> edits, Initramfs initramfs) {
    Stream<State> files = edits.stream().map(edit -> new State.FileIs(edit.file(), edit.after()));
    Stream<State> images =
        initramfs.rebuild().stream()
            .map(_ ->
                new State.InitramfsCarries(
                    edits.stream().filter(edit -> initramfs.packs(edit.file())).toList()));
    return new State.All(Stream.concat(files, images).toList());
  }
}
