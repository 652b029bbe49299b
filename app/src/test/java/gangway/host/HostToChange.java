package gangway.host;

import gangway.Problem;
import gangway.Text;
import gangway.host.CallFault.Call;
import gangway.journal.Journal;
import gangway.machine.WritableMachine;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A host whose files can be changed. An action of a plan counts as an act; a write to the journal
 * does not.
 */
abstract class HostToChange extends HostToRead implements WritableMachine {
  private static final Path GANGWAY = Path.of("/var/lib/gangway");

  private final GuideHost host;
  private final FaultInjection faults;

  HostToChange(GuideHost host, FaultInjection faults) {
    super(host.files().machine(), faults);
    this.host = host;
    this.faults = faults;
  }

  @Override
  public void write(Path file, String text) {
    faults.act("write " + text.strip() + " to " + file, () -> kernelTakes(file, text));
  }

  private void kernelTakes(Path file, String text) {
    Path real = real(file).orElseThrow(() -> Problem.failed(file + " is not there", ""));
    boolean taken = host.kernel().takes(real, text);
    if (!taken) {
      throw Problem.failed("the kernel did not take '" + text + "'", "", file.toString());
    }
  }

  @Override
  public void replace(Path file, String text) {
    if (Journal.keeps(file)) {
      faults.change(
          "replace " + file,
          () -> {
            faults.needsRoom();
            host.put(below(file), text);
          });
    } else {
      if (file.startsWith("/var/lib/gangway/watched")) {
        faults.needsRoom();
      }
      faults.act("replace " + file, () -> host.put(below(file), Text.bytes(text)));
    }
  }

  @Override
  public void replace(Path file, String text, int mode) {
    faults.act(
        "write %s, %o".formatted(file, mode),
        () -> {
          host.files().delete(below(file));
          host.put(below(file), Text.bytes(text));
          host.files().mode(below(file), mode);
        });
  }

  @Override
  public void makeFolder(Path folder, int mode) {
    Runnable make =
        () -> {
          host.files().folder(below(folder));
          host.files().mode(below(folder), mode);
        };
    if (Journal.keeps(folder) || folder.equals(GANGWAY)) {
      faults.calls().change(Call.CHANGE, "make folder " + folder, make);
    } else {
      faults.act("make folder %s, %o".formatted(folder, mode), make);
    }
  }

  @Override
  public void sync(Path file) {
    faults.act("sync " + file, () -> host.files().bytes(below(file)));
  }

  @Override
  public void sweep(Path file) {
    faults.change(
        "sweep " + file,
        () -> remove(file.resolveSibling("." + file.getFileName() + ".gangway-new")));
  }

  @Override
  public boolean restrict(Path path, int mode) {
    boolean[] restricted = new boolean[1];
    faults.change(
        "restrict " + path, () -> restricted[0] = host.files().restrict(below(path), mode));
    return restricted[0];
  }

  @Override
  public void writePrivate(Path file, String text) {
    faults.change(
        "write private " + file,
        () -> {
          faults.needsRoom();
          host.put(below(file), text);
          host.files().mode(below(file), 0600);
        });
  }

  @Override
  public void append(Path file, String text) {
    String before =
        super.files().read(file).orElseThrow(() -> Problem.failed(file + " is not there", ""));
    Runnable half = () -> host.put(below(file), before + text.substring(0, text.length() / 2));
    if (faults.killsNext()) {
      // the power goes with half of it written
      half.run();
    }
    faults.write("append to " + file, () -> host.put(below(file), before + text), half);
  }

  @Override
  public void move(Path from, Path to) {
    Runnable move = () -> host.files().move(below(from), below(to));
    if (Journal.keeps(from)) {
      faults.change("move " + from, move);
    } else {
      faults.act("move " + from + " to " + to, move);
    }
  }

  @Override
  public <T> T exclusively(Path lock, Supplier<T> action) {
    faults.calls().change(Call.CHANGE, "lock " + lock, () -> {});
    return faults.calls().locked(action);
  }

  @Override
  public void delete(Path file) {
    if (Journal.keeps(file)) {
      faults.change(
          "delete " + file,
          () -> {
            remove(file);
            faults.deleted(String.valueOf(file.getFileName()));
          });
    } else {
      faults.act("delete " + file, () -> remove(file));
    }
  }

  private void remove(Path file) {
    host.files().delete(below(file));
  }

  private static String below(Path file) {
    return file.toString().substring(1);
  }
}
