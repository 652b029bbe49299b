package gangway.training;

import gangway.machine.Command;
import gangway.machine.CommandMarks;
import gangway.machine.FolderMachine;
import gangway.machine.Limits;
import gangway.machine.LiveMachine;
import gangway.machine.Result;
import gangway.machine.WritableMachine;
import gangway.pci.PciBus;
import gangway.xenstore.WritableXenStore;
import gangway.xenstore.XenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A host made of files on which functions can be hidden, attached to a guest, and detached. Its
 * kernel and tools do only what this needs.
 */
final class TrainingHost extends FolderMachine implements WritableMachine {
  private static final String INFO =
      """
      virt_caps              : pv pv_directio
      xen_version            : 4.17.7
      xen_commandline        : placeholder
      """;
  private static final String MESSAGES =
      """
      (XEN) I/O virtualisation enabled
      (XEN)  - Dom0 mode: Relaxed
      (XEN) Interrupt remapping enabled
      """;

  private static final Path PCIBACK = PciBus.DRIVERS.resolve("pciback");

  private final Path folder;
  private final LiveMachine files = new LiveMachine();
  private final TrainingStore store = new TrainingStore("pv1");

  TrainingHost(Path folder) {
    super(folder);
    this.folder = folder;
  }

  /** The training has no configuration, and its guest answers at once. */
  @Override
  public WritableMachine withLimits(Limits limits) {
    return this;
  }

  private Path below(Path file) {
    return folder.resolve(file.toString().substring(1));
  }

  @Override
  public void write(Path file, String text) {
    Path driver = file.resolveSibling("");
    try {
      switch (String.valueOf(file.getFileName())) {
        case "unbind" -> drive(text, Optional.empty());
        case "bind" -> drive(text, Optional.of(driver));
        case "new_slot" -> Files.writeString(below(driver).resolve("slots"), text + "\n");
        case "remove_slot" -> Files.writeString(below(driver).resolve("slots"), "");
        default -> files.write(below(file), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void drive(String function, Optional<Path> driver) throws IOException {
    Path device = below(PciBus.DEVICES).resolve(function);
    Path link = device.resolve("driver");
    Files.deleteIfExists(link);
    List<String> uevent = new ArrayList<>(Files.readAllLines(device.resolve("uevent")));
    uevent.removeIf(line -> line.startsWith("DRIVER="));
    if (driver.isPresent()) {
      Files.createSymbolicLink(link, driver.get());
      uevent.add("DRIVER=" + driver.get().getFileName());
    }
    Files.write(device.resolve("uevent"), uevent);
  }

  @Override
  public void replace(Path file, String text) {
    files.replace(below(file), text);
  }

  @Override
  public void replace(Path file, String text, int mode) {
    files.replace(below(file), text, mode);
  }

  @Override
  public void makeFolder(Path folder, int mode) {
    files.makeFolder(below(folder), mode);
  }

  @Override
  public void sync(Path file) {
    files.sync(below(file));
  }

  @Override
  public void sweep(Path file) {
    files.sweep(below(file));
  }

  @Override
  public boolean restrict(Path path, int mode) {
    return files.restrict(below(path), mode);
  }

  @Override
  public void writePrivate(Path file, String text) {
    files.writePrivate(below(file), text);
  }

  @Override
  public void append(Path file, String text) {
    files.append(below(file), text);
  }

  @Override
  public void delete(Path file) {
    files.delete(below(file));
  }

  @Override
  public void move(Path from, Path to) {
    files.move(below(from), below(to));
  }

  @Override
  public <T> T exclusively(Path lock, Supplier<T> action) {
    return files.exclusively(below(lock), action);
  }

  /** Commands are no processes here. */
  @Override
  public WritableMachine markedWith(String operation) {
    return this;
  }

  @Override
  public Optional<String> awaitOrphans(CommandMarks marks, Duration limit) {
    return Optional.empty();
  }

  @Override
  public Optional<Result> ask(Command command) {
    return switch (command.toString()) {
      case "xl list" -> Optional.of(new Result(0, store.listing(), ""));
      case "xl info" -> Optional.of(new Result(0, INFO, ""));
      case "xl dmesg" -> Optional.of(new Result(0, MESSAGES, ""));
      default -> Optional.empty();
    };
  }

  @Override
  public Result run(Command command) {
    String last = command.words().getLast();
    switch (command.words().get(1)) {
      case "pci-attach" -> store.attach(last);
      case "pci-detach" -> store.detach();
      case "pci-assignable-remove" -> {
        write(PCIBACK.resolve("unbind"), last);
        write(PCIBACK.resolve("remove_slot"), last);
      }
      default -> {
        // other commands have no visible effect
      }
    }
    return new Result(0, "", "");
  }

  @Override
  public Result run(Command command, Runnable meanwhile) {
    return run(command);
  }

  @Override
  public Optional<XenStore> xenStore() {
    return Optional.of(store);
  }

  @Override
  public WritableXenStore actingXenStore() {
    return store;
  }
}
