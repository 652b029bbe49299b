package gangway.host;

import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.Address;
import gangway.toolstack.Definition;
import gangway.toolstack.Domain;
import gangway.toolstack.Domains;
import gangway.toolstack.Guests;
import gangway.toolstack.Toolstack;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What xl and libvirt do with definitions of guests that are new. */
record NewGuests(GuideHost host) {
  /** The number of a guest that is started from its definition. */
  private static final int DOMID = 11;

  private static final String FOLDER = "etc/libvirt/libxl/";
  private static final String NOTES = "var/lib/xen/userdata-d.11.uuid-11.";

  boolean start(Machine machine, Path file) {
    Optional<Definition> definition =
        Guests.read(machine, Domains.NONE).all().stream()
            .flatMap(guest -> guest.definitions().stream())
            .filter(one -> one.file().equals(file))
            .findFirst();
    definition.ifPresent(started -> {
      host.guest(DOMID, started.guest());
      if (started.toolstack() == Toolstack.VIRSH) {
        host.put(NOTES + "libvirt-xml", "");
      }
      host.given(DOMID, started.functions().stream().map(Address::toString).toArray(String[]::new));
    });
    return definition.isPresent();
  }

  boolean destroy(String name) {
    Optional<Domain> domain = Domains.named(host.store(), name);
    domain.ifPresent(gone ->
        host.store()
            .without("/local/domain/" + gone.domid())
            .without("/local/domain/0/backend/pci/" + gone.domid())
            .without("/libxl/" + gone.domid() + "/type"));
    for (String note : List.of("libxl-json", "libvirt-xml")) {
      if (domain.isPresent() && host.exists(NOTES + note)) {
        host.without(NOTES + note);
      }
    }
    return domain.isPresent();
  }

  /** {@code virsh -q -c xen:///system WORD NAME}. */
  boolean virsh(Machine machine, Command command) {
    String name = command.words().get(5);
    String file = FOLDER + name + ".xml";
    return switch (command.words().get(4)) {
      case "define" -> {
        String xml = command.input();
        String guest = xml.substring(xml.indexOf("<name>") + 6, xml.indexOf("</name>"));
        host.put(FOLDER + guest + ".xml", xml);
        yield true;
      }
      case "undefine" -> {
        boolean there = host.exists(file);
        if (there) {
          host.without(file);
        }
        yield there;
      }
      case "start" -> start(machine, Path.of("/" + file));
      case "destroy" -> destroy(name);
      default -> false;
    };
  }
}
