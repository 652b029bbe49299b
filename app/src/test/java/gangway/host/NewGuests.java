package gangway.host;

import gangway.host.KilledXl.Creation;
import gangway.machine.Command;
import gangway.machine.Machine;
import gangway.pci.PciAddress;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.Toolstack;
import gangway.xen.definition.xl.XlConfig;
import gangway.xen.guest.Domain;
import gangway.xen.guest.Domains;
import gangway.xen.guest.Guests;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What xl and libvirt do with definitions of guests that are new. */
record NewGuests(GuideHost host) {
  private static final Pattern FUNCTION = Pattern.compile("\"([0-9a-f]{4}:[0-9a-f:.]{7})\"");
  private static final String FOLDER = "etc/libvirt/libxl/";
  private static final String RECORD =
      "var/lib/xen/userdata-d.%d.".formatted(ActingHost.NEW) + "%s.libxl-json";
  private static final String NOTES =
      "var/lib/xen/userdata-d.%1$d.uuid-%1$d.".formatted(ActingHost.NEW);

  /** {@code xl create -q FILE [pci+=[...]] [uuid="..."]}; no guest runs twice. */
  boolean create(Machine machine, List<String> words) {
    List<String> further =
        words.stream()
            .skip(4)
            .flatMap(word -> FUNCTION.matcher(word).results())
            .map(found -> found.group(1))
            .toList();
    Optional<DefinitionFile> definition = definition(machine, Path.of(words.get(3)));
    Optional<Creation> killed = host.killedXl().killsCreate();
    String uuid =
        words.stream()
            .filter(word -> word.startsWith("uuid="))
            .map(word -> word.replaceAll("uuid=|\"", ""))
            .findFirst()
            .or(() -> definition.flatMap(NewGuests::uuid))
            .orElse("");
    if (definition.isPresent() && killed.isPresent() && killed.get() != Creation.RUNNING) {
      String name = definition.get().content().guest();
      if (killed.get() == Creation.NAMELESS) {
        KilledXl.leaveNameless(host, ActingHost.NEW, uuid);
      } else {
        KilledXl.leave(host, ActingHost.NEW, name, uuid);
      }
      if (killed.get() == Creation.PAUSED) {
        host.put(RECORD.formatted(uuid), "{}");
      }
      return false;
    }
    boolean started = start(definition, further);
    if (started && !uuid.isEmpty()) {
      host.killedXl().uuid(ActingHost.NEW, uuid);
      host.put(RECORD.formatted(uuid), host.text(RECORD.formatted("uuid-9")))
          .without(RECORD.formatted("uuid-9"))
          .store()
          .with("/local/domain/9/vm", "/vm/" + uuid);
    }
    return started && killed.isEmpty();
  }

  private static Optional<String> uuid(DefinitionFile definition) {
    return definition.content() instanceof XlConfig config
        ? config.string("uuid").map(DomainStart::normal)
        : Optional.empty();
  }

  private Optional<DefinitionFile> definition(Machine machine, Path file) {
    return Guests.read(machine, Domains.NONE).all().stream()
        .flatMap(guest -> guest.definitions().stream())
        .filter(one -> one.file().equals(file))
        .filter(one -> Domains.named(host.store(), one.content().guest()).isEmpty())
        .findFirst();
  }

  private boolean start(Optional<DefinitionFile> definition, List<String> further) {
    definition.ifPresent(started -> {
      host.guest(ActingHost.NEW, started.content().guest());
      if (started.content().toolstack() == Toolstack.LIBVIRT) {
        host.put(NOTES + "libvirt-xml", "");
      }
      Stream.concat(
              started.content().functions().stream().map(PciAddress::toString), further.stream())
          .forEach(function -> host.given(ActingHost.NEW, function));
    });
    return definition.isPresent();
  }

  boolean destroy(String name) {
    Optional<Domain> domain = Domains.named(host.store(), name);
    domain.ifPresent(gone -> host.ended(gone.domid()));
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
      case "start" -> start(definition(machine, Path.of("/" + file)), List.of());
      case "destroy" -> destroy(name);
      default -> false;
    };
  }
}
