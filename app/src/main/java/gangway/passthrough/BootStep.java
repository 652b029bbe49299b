package gangway.passthrough;

import gangway.boot.BootSettings;
import gangway.boot.FileEdit;
import gangway.boot.initramfs.ImageBuild;
import gangway.boot.initramfs.Initramfs;
import gangway.boot.loader.BootLoader;
import gangway.boot.loader.GeneratedLoader;
import gangway.boot.loader.ToolLoader;
import gangway.host.HostSnapshot;
import gangway.pci.PciAddress;
import gangway.pci.identity.DeviceIdentity;
import gangway.plan.Action;
import gangway.plan.Condition;
import gangway.plan.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The step that changes the boot settings: the files, the initramfs images that contain copies of
 * them, and the configuration of the boot loader that is generated from them. It is one step,
 * because the undo must rebuild the images after it restores the files.
 *
 * <p>See docs/decisions/0011-softdep-loads-pciback-first.md and
 * docs/decisions/0034-three-parts-of-hiding-at-boot.md.
 *
 * @param kept edits that change nothing, of modprobe's files that the images must contain
 * @param initramfs the tool whose images contain edited files, if any do
 * @param loader the boot loader whose configuration is generated again, if it is
 */
public record BootStep(
    List<FileEdit> edits,
    List<FileEdit> kept,
    Optional<Initramfs> initramfs,
    Optional<BootLoader> loader) {
  public BootStep {
    edits = List.copyOf(edits);
    kept = List.copyOf(kept);
  }

  /** The step that changes settings so that no function more is hidden. */
  public static Step of(HostSnapshot host, List<FileEdit> changes, String purpose) {
    return of(host, changes, List.of()).step(purpose);
  }

  /**
   * The step that hides more functions. Lines that make pciback load first may be in files that do
   * not change, and that the administrator has changed since the images were built.
   */
  static Step hiding(HostSnapshot host, List<FileEdit> changes, String purpose) {
    return of(host, changes, host.inventory().boot().kept(changes)).step(purpose);
  }

  private static BootStep of(HostSnapshot host, List<FileEdit> changes, List<FileEdit> kept) {
    BootSettings boot = host.inventory().boot();
    List<FileEdit> edits =
        Stream.concat(required(host, changes).stream(), changes.stream()).toList();
    return new BootStep(
        edits,
        kept,
        host.rebuilding()
            .filter(tool -> tool.rebuild().isPresent())
            .filter(_ ->
                !kept.isEmpty()
                    || !edits.stream().map(FileEdit::file).allMatch(boot::isOfCommandLine)),
        boot.loader(edits));
  }

  /** The edits of the settings of the tool that builds the images, for some other edits. */
  static List<FileEdit> required(HostSnapshot host, List<FileEdit> changes) {
    BootSettings boot = host.inventory().boot();
    return host.rebuilding().stream()
        .flatMap(tool ->
            Stream.concat(
                tool.requiredFiles(boot.carried(changes)).stream(),
                tool.filesFor(boot.recorded(changes)).stream()))
        .toList();
  }

  /**
   * The devices that the list means by some addresses, if the initramfs looks for them. A virtual
   * function does not exist yet when the initramfs looks; pciback takes it by its address later.
   */
  static Map<PciAddress, DeviceIdentity> identities(
      HostSnapshot host, Collection<PciAddress> functions) {
    Map<PciAddress, DeviceIdentity> identities = new TreeMap<>();
    if (host.rebuilding().filter(Initramfs::findsMovedDevices).isPresent()) {
      host.hardware()
          .present()
          .forEach((address, device) ->
              host.inspection(address)
                  .filter(_ -> functions.contains(address))
                  .filter(one -> one.details().physicalFunction().isEmpty())
                  .ifPresent(_ -> identities.put(address, device)));
    }
    return identities;
  }

  private Step step(String purpose) {
    List<FileEdit> reversed = edits.stream().map(FileEdit::reversed).toList();
    String files =
        edits.stream().map(edit -> edit.file().toString()).collect(Collectors.joining(", "));
    return new Step(
        purpose + ": edit " + files + (initramfs.isPresent() ? " and rebuild the initramfs" : ""),
        acts(edits, this::compare),
        new Condition.All(states(edits, kept).toList()),
        undo(reversed),
        new Condition.All(
            Stream.concat(states(reversed, List.of()), leftovers().map(Condition.Absent::new))
                .toList()));
  }

  /** A program that fails, or is killed, may leave a part of its file. */
  private List<Action> undo(List<FileEdit> reversed) {
    return Stream.concat(
            acts(reversed, (_, _) -> List.of()).stream(),
            leftovers().<Action>map(Action.DeleteLeftover::new))
        .toList();
  }

  /** The files that programs write before they replace the images and the configuration. */
  private Stream<Path> leftovers() {
    Stream<Path> images =
        initramfs.stream()
            .flatMap(tool -> tool.builds().stream())
            .flatMap(build -> build.image().stream())
            .map(ImageBuild.NewImage::built);
    Stream<Path> configurations =
        loader.stream()
            .filter(GeneratedLoader.class::isInstance)
            .map(GeneratedLoader.class::cast)
            .flatMap(generator -> generator.leftovers().stream());
    return Stream.concat(images, configurations);
  }

  /** What happens before a generated configuration of the boot loader is replaced. */
  private interface Preparation {
    List<Action> of(GeneratedLoader loader, FileEdit configuration);
  }

  /** The boot loader's configuration is replaced last, when it is known that it is right. */
  private List<Action> acts(List<FileEdit> changes, Preparation preparation) {
    List<Action> acts = new ArrayList<>();
    Optional<Path> configuration = loader.map(BootLoader::configuration);
    for (FileEdit edit : changes) {
      if (!configuration.equals(Optional.of(edit.file()))) {
        acts.add(
            initramfs.filter(tool -> tool.isExecuted(edit.file())).isPresent()
                ? new Action.ReplaceExecutable(edit)
                : replaces(edit));
      }
    }
    for (FileEdit edit : changes) {
      if (configuration.equals(Optional.of(edit.file()))) {
        acts.addAll(configures(loader.orElseThrow(), edit, preparation));
      }
    }
    initramfs.stream().flatMap(tool -> tool.builds().stream()).forEach(build -> add(build, acts));
    return acts;
  }

  /** An undo can find the text that the file has while the configuration is generated. */
  private Action replaces(FileEdit change) {
    return edits.stream()
        .filter(edit -> edit.file().equals(change.file()))
        .flatMap(edit -> meanwhile(edit).stream())
        .findFirst()
        .<Action>map(text -> new FinishFile(change, text))
        .orElseGet(() -> new Action.ReplaceFile(change));
  }

  private static List<Action> configures(
      BootLoader loader, FileEdit edit, Preparation preparation) {
    List<Action> acts = new ArrayList<>();
    if (loader instanceof ToolLoader tool) {
      acts.add(new Action.Run(tool.store(value(tool, edit))));
    } else {
      if (loader instanceof GeneratedLoader generator) {
        acts.addAll(preparation.of(generator, edit));
      }
      acts.add(new Action.ReplaceFile(edit));
    }
    return acts;
  }

  private static Optional<String> value(ToolLoader tool, FileEdit edit) {
    return edit.after().flatMap(tool::value);
  }

  /** Generates the configuration into another file, which must be as planned. */
  private List<Action> compare(GeneratedLoader generator, FileEdit configuration) {
    List<Action> acts = new ArrayList<>();
    edits.forEach(edit ->
        meanwhile(edit)
            .map(text -> new FileEdit(edit.file(), edit.after(), Optional.of(text)))
            .map(Action.ReplaceFile::new)
            .ifPresent(acts::add));
    acts.add(new Action.Run(generator.generate()));
    acts.add(new RequireGenerated(generator.generated(), configuration));
    generator.leftovers().stream().map(Action.DeleteFile::new).forEach(acts::add);
    edits.forEach(
        edit -> meanwhile(edit).map(text -> new FinishFile(edit, text)).ifPresent(acts::add));
    return acts;
  }

  /** The text that a file of settings has while the configuration is generated, if another one. */
  private Optional<String> meanwhile(FileEdit edit) {
    return loader
        .filter(GeneratedLoader.class::isInstance)
        .map(GeneratedLoader.class::cast)
        .flatMap(generator ->
            edit.after().flatMap(text -> generator.whileGenerating(edit.file(), text)));
  }

  private static void add(ImageBuild build, List<Action> acts) {
    acts.add(new Action.Run(build.command()));
    build
        .image()
        .ifPresent(image -> {
          acts.add(new RequireImage(image.built()));
          acts.add(new Action.Sync(image.built()));
          acts.add(new Action.Move(image.built(), image.replaced()));
        });
  }

  /** A tool may write a configuration in its own way, so only what it must say counts. */
  private Condition changed(FileEdit edit) {
    return loader.orElse(null) instanceof ToolLoader tool
            && edit.file().equals(tool.configuration())
        ? new NextBootHides(value(tool, edit))
        : new Condition.FileIs(edit.file(), edit.after());
  }

  private Stream<Condition> states(List<FileEdit> changes, List<FileEdit> others) {
    Stream<Condition> files = changes.stream().map(this::changed);
    Stream<Condition> images =
        initramfs.stream()
            .map(tool ->
                new InitramfsCarries(
                    Stream.concat(changes.stream(), others.stream())
                        .filter(edit -> tool.packs(edit.file()))
                        .toList()));
    return Stream.concat(files, images);
  }
}
