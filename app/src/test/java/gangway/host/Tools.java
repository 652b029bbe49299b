package gangway.host;

import gangway.Problem;
import gangway.machine.Command;
import gangway.machine.Machine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The programs of the host that change something. */
final class Tools {
  private final GuideHost host;
  private final Map<String, Tool> tools = new HashMap<>();

  Tools(GuideHost host, Machine machine, PciEnds ends, GuestAgents agents) {
    this.host = host;
    NewGuests newGuests = new NewGuests(host);
    tools.put("xl", new XlTool(host, machine, newGuests, new XlPci(host, ends), agents));
    tools.put("virsh", (command, _) -> newGuests.virsh(machine, command));
    tools.put("modprobe", (command, _) -> modprobe(command));
    tools.put("update-initramfs", (command, _) -> updateInitramfs(command));
    tools.put("dracut", (command, _) -> dracut(command));
    tools.put("mkinitcpio", (command, _) -> mkinitcpio(command));
    tools.put("mkinitfs", (command, _) -> mkinitfs(command));
    tools.put("grub-mkconfig", (command, _) -> grubMkconfig(command));
    tools.put("update-extlinux", (_, _) -> new ExtlinuxTool(host.files()).update());
    tools.put("grub-editenv", (command, _) -> GrubTool.edit(host.files(), command.words()));
    tools.put("udevadm", (_, _) -> true);
    tools.put(XenServerTool.PROGRAM, (command, _) -> new XenServerTool(host.files()).does(command));
    tools.put("xenstore-rm", (command, _) -> removed(command.words().get(1)));
    tools.put("xenstore-write", (command, _) -> written(command));
    FileTools files = new FileTools(host.files());
    FileTools.PROGRAMS.forEach(program -> tools.put(program, files));
  }

  /**
   * Lets a program do what it does.
   *
   * @throws Problem if it fails
   * @throws Undeclared if it is not known here what the command does
   */
  void run(Command command, Attendance attendance) {
    Tool tool = tools.get(command.program());
    if (tool == null) {
      throw new Undeclared(command);
    }
    if (!tool.does(command, attendance)) {
      throw Problem.failed("cannot do this: " + command.words(), "");
    }
  }

  private boolean modprobe(Command command) {
    if (command.words().size() != 2) {
      throw new Undeclared(command);
    }
    String module = command.words().getLast();
    if (!host.exists(GuideKernel.module(module))) {
      return false;
    }
    if (module.equals("xen-pciback")) {
      host.load(Owner.PCIBACK, "xen_pciback");
    } else {
      host.load(module, module).kernel().probeAll();
    }
    return true;
  }

  private boolean updateInitramfs(Command command) {
    if (!command.words().get(1).equals("-u")) {
      throw new Undeclared(command);
    }
    host.pack();
    return true;
  }

  private boolean dracut(Command command) {
    List<String> words = command.words();
    if (words.size() != 4 || !words.get(1).equals("--force")) {
      throw new Undeclared(command);
    }
    new DracutImages(host.files()).build(words.get(2).substring(1), words.get(3));
    return true;
  }

  private boolean mkinitcpio(Command command) {
    if (!command.words().subList(1, command.words().size()).equals(List.of("-P"))) {
      throw new Undeclared(command);
    }
    return new MkinitcpioImages(host.files()).buildAll();
  }

  private boolean mkinitfs(Command command) {
    List<String> words = command.words();
    if (words.size() != 4 || !words.get(1).equals("-o")) {
      throw new Undeclared(command);
    }
    new MkinitfsImages(host.files()).build(words.get(2).substring(1));
    return true;
  }

  private boolean grubMkconfig(Command command) {
    List<String> words = command.words();
    if (words.size() != 3 || !words.get(1).equals("-o")) {
      throw new Undeclared(command);
    }
    new GrubTool(host.files()).generate(words.get(2).substring(1));
    return true;
  }

  /** xenstore-rm complains of what is not there. */
  private boolean removed(String path) {
    boolean there = host.store().read(path).isPresent();
    host.store().without(path);
    return there;
  }

  private boolean written(Command command) {
    host.store().with(command.words().get(1), command.words().get(2));
    return true;
  }
}
