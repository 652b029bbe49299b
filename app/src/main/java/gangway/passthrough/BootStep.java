package gangway.passthrough;

import gangway.boot.FileEdit;
import gangway.boot.initramfs.ImageBuild;
import gangway.boot.initramfs.Initramfs;
import gangway.host.HostSnapshot;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The step that changes the boot settings: the files, and the initramfs images that contain copies
 * of them. It is one step, because the undo must rebuild the images after it restores the files.
 *
 * <p>See docs/decisions/0011-softdep-loads-pciback-first.md.
 */
public final class BootStep {
  private BootStep() {}

  public static Step of(HostSnapshot host, List<FileEdit> changes, String purpose) {
    Initramfs initramfs = host.initramfs();
    List<FileEdit> edits =
        Stream.concat(required(host, changes).stream(), changes.stream()).toList();
    List<FileEdit> reversed = edits.stream().map(FileEdit::reversed).toList();
    String files = edits.stream().map(e -> e.file().toString()).collect(Collectors.joining(", "));
    return new Step(
        purpose
            + ": edit "
            + files
            + (initramfs.rebuild().isPresent() ? " and rebuild the initramfs" : ""),
        acts(edits, initramfs),
        state(edits, initramfs),
        acts(reversed, initramfs),
        state(reversed, initramfs));
  }

  /** The edits of the settings of the tool that builds the images, for some other edits. */
  static List<FileEdit> required(HostSnapshot host, List<FileEdit> changes) {
    return host.initramfs().requiredFiles(host.inventory().boot().carried(changes));
  }

  private static List<Action> acts(List<FileEdit> edits, Initramfs initramfs) {
    List<Action> acts = new ArrayList<>();
    edits.forEach(edit -> acts.add(new Action.ReplaceFile(edit)));
    for (ImageBuild build : initramfs.builds()) {
      acts.add(new Action.Run(build.command()));
      build
          .image()
          .ifPresent(image -> {
            acts.add(new Action.Sync(image.built()));
            acts.add(new Action.Move(image.built(), image.replaced()));
          });
    }
    return acts;
  }

  private static Condition state(List<FileEdit> edits, Initramfs initramfs) {
    Stream<Condition> files =
        edits.stream().map(edit -> new Condition.FileIs(edit.file(), edit.after()));
    Stream<Condition> images =
        initramfs.rebuild().stream()
            .map(_ ->
                new InitramfsCarries(
                    edits.stream().filter(edit -> initramfs.packs(edit.file())).toList()));
    return new Condition.All(Stream.concat(files, images).toList());
  }
}
