package gangway.xen.guest;

import gangway.machine.Machine;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.definition.xl.NotXl;
import gangway.xen.definition.xl.XlConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the definitions of guests: in /etc/xen, at the targets of the links of {@code xendomains}
 * in /etc/xen/auto, and in libvirt's folder.
 */
final class Definitions {
  private static final Path XL_AUTO = DefinitionFile.XL.resolve("auto");
  private static final Path LIBVIRT_AUTO = DefinitionFile.LIBVIRT.resolve("autostart");

  /** The usual suffix of a definition. */
  private static final String SUFFIX = ".cfg";

  /** Larger files in /etc/xen are not definitions. */
  private static final int MAX_BYTES = 1024 * 1024;

  private final Machine machine;
  private final SortedMap<Path, String> unreadable = new TreeMap<>();

  Definitions(Machine machine) {
    this.machine = machine;
  }

  List<DefinitionFile> read() {
    return Stream.concat(xl(), libvirt()).toList();
  }

  /** The files that should be definitions for xl but cannot be parsed, with the reasons. */
  SortedMap<Path, String> unreadable() {
    return unreadable;
  }

  private Stream<DefinitionFile> xl() {
    List<Path> files = new ArrayList<>(files(DefinitionFile.XL).toList());
    Map<Path, Path> linkTo = new HashMap<>();
    for (String name : machine.list(XL_AUTO)) {
      Path link = XL_AUTO.resolve(name);
      machine
          .real(link)
          .ifPresent(target -> {
            Path file =
                files.stream()
                    .filter(known -> known.equals(target) || leadsTo(known, target))
                    .findFirst()
                    .orElse(target);
            linkTo.put(file, link);
            if (!files.contains(file)) {
              files.add(file);
            }
          });
    }
    return files.stream().flatMap(file -> xl(file, Optional.ofNullable(linkTo.get(file))).stream());
  }

  private boolean leadsTo(Path file, Path target) {
    return machine.real(file).filter(target::equals).isPresent();
  }

  private Optional<DefinitionFile> xl(Path file, Optional<Path> link) {
    // read by its link, because a capture contains (and masks) only files in /etc/xen
    Optional<String> text =
        machine.exact(file.startsWith(DefinitionFile.XL) ? file : link.orElse(file));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(xl(file, text.get(), link));
    } catch (NotXl why) {
      // the folder also holds other files of Xen
      if (link.isPresent() || file.toString().endsWith(SUFFIX)) {
        unreadable.put(file, Objects.requireNonNull(why.getMessage()));
      }
      return Optional.empty();
    }
  }

  private static DefinitionFile xl(Path file, String text, Optional<Path> link) throws NotXl {
    if (text.length() > MAX_BYTES) {
      throw new NotXl("the file is larger than 1 MiB");
    }
    XlConfig config = XlConfig.read(text);
    if (config.string("name").isEmpty()) {
      throw new NotXl("the setting 'name' is missing");
    }
    return new DefinitionFile(file, link, config);
  }

  private Stream<DefinitionFile> libvirt() {
    return files(DefinitionFile.LIBVIRT)
        .flatMap(file ->
            machine
                .read(file)
                .filter(text -> text.length() <= MAX_BYTES)
                .flatMap(DomainXml::parse)
                .map(xml -> new DefinitionFile(file, libvirtLink(file), xml))
                .stream());
  }

  private Optional<Path> libvirtLink(Path file) {
    return Optional.of(LIBVIRT_AUTO.resolve(file.getFileName())).filter(machine::exists);
  }

  private Stream<Path> files(Path folder) {
    return machine.list(folder).stream()
        .filter(name -> !name.startsWith(DefinitionFile.EXAMPLE))
        .map(folder::resolve);
  }
}
