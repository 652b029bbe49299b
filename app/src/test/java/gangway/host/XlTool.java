package gangway.host;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.xen.guest.Images;
import gangway.xen.guest.SavedImage;
import java.nio.file.Path;
import java.util.List;

/** xl, as it changes domains. */
record XlTool(GuideHost host, Machine machine, NewGuests newGuests, XlPci pci, GuestAgents agents)
    implements Tool {

  @Override
  public boolean does(Command command, Attendance attendance) {
    List<String> words = command.words();
    return switch (words.get(1)) {
      case "create" -> newGuests.create(machine, words);
      case "destroy" -> newGuests.destroy(words.get(2)) || ended(words.get(2));
      case "shutdown" -> shutDown(words.get(2));
      case "unpause" -> host.paused().remove(words.get(2));
      case "save" ->
          words.get(2).equals("-c")
              ? host.suspended().remove(words.get(3))
              : saved(words.get(3), words.get(4));
      case "migrate" -> migrated(command, words.get(2));
      case "restore" -> restored(Path.of(words.get(2)));
      case "pci-assignable-add" -> pci.assignable(words.get(2));
      case "pci-assignable-remove" -> pci.unassignable(words.get(2));
      case "pci-attach" -> pci.attach(Integer.parseInt(words.get(2)), words.get(3));
      case "pci-detach" -> pci.detach(Integer.parseInt(words.get(2)), words.get(3), attendance);
      default -> throw new Undeclared(command);
    };
  }

  /** A deaf guest does not take the request. */
  private boolean shutDown(String domid) {
    if (pci.ends().deaf()) {
      host.store().with("/local/domain/%s/control/shutdown".formatted(domid), "poweroff");
      return true;
    }
    return ended(domid);
  }

  private boolean ended(String domid) {
    host.ended(Integer.parseInt(domid));
    return true;
  }

  /** {@code xl save -p}; it writes into a file that is there, and leaves it its mode. */
  private boolean saved(String domid, String image) {
    if (host.killedXl().killsSaves()) {
      host.put(image.substring(1), "");
      host.suspended().add(domid);
      return false;
    }
    String name = host.store().read("/local/domain/" + domid + "/name").orElseThrow();
    String uuid = host.store().read("/local/domain/" + domid + "/vm").orElseThrow();
    host.put(image.substring(1), Images.named(name, uuid.replaceFirst("/vm/", "")));
    return host.paused().add(domid);
  }

  /** A killed {@code xl migrate}; what a complete one does, only the lab shows. */
  private boolean migrated(Command command, String domid) {
    if (!host.killedXl().killsSaves()) {
      throw new Undeclared(command);
    }
    host.suspended().add(domid);
    return false;
  }

  private boolean restored(Path image) {
    if (host.killedXl().killsRestore()) {
      String name = SavedImage.guest(machine, image).orElseThrow();
      KilledXl.leave(host, ActingHost.NEW, name, SavedImage.uuid(machine, image).orElseThrow());
      return false;
    }
    host.guest(ActingHost.NEW, "pv1");
    agents.module(ActingHost.NEW, "0 0");
    return true;
  }
}
