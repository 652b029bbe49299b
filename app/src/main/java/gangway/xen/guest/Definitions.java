package gangway.xen.guest;

import gangway.machine.Machine;
import gangway.xen.definition.DefinitionFile;
import gangway.xen.definition.libvirt.DomainXml;
import gangway.xen.definition.xl.NotXl;
import gangway.xen.definition.xl.XlConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds the definitions of guests: in /etc/xen, at the targets of the links of {@code xendomains}
 * in /etc/xen/auto, and in libvirt's folder.
 *
 * <p>libvirt loads every file whose name ends in {@code .xml}. xl has no folder of its own: a file
 * in /etc/xen is a definition if it has a guest's name and xl can start a guest from it. A file
 * that is named or linked as a definition is one even if xl refuses its settings, and is reported
 * if it cannot be read.
 */
final class Definitions {
  private static final Path XL_AUTO = DefinitionFile.XL.resolve("auto");
  private static final Path LIBVIRT_AUTO = DefinitionFile.LIBVIRT.resolve("autostart");

  /** The usual suffix of a definition. */
  private static final String SUFFIX = ".cfg";

  /** Larger files in /etc/xen are not definitions. */
  private static final int MAX_BYTES = 1024 * 1024;

  private static final String NOT_A_DOMAIN =
      "the file does not have the XML of a Xen domain with a name";

  private final Machine machine;
  private final SortedMap<Path, String> unreadable = new TreeMap<>();

  Definitions(Machine machine) {
    this.machine = machine;
  }

  List<DefinitionFile> read() {
    return Stream.concat(xl(), libvirt()).toList();
  }

  /** The files that should be definitions but cannot be parsed, with the reasons. */
  SortedMap<Path, String> unreadable() {
    return unreadable;
  }

  private Stream<DefinitionFile> xl() {
    List<Path> files =
        new ArrayList<>(distinct(files(DefinitionFile.XL, DefinitionFile::namedForXl)));
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

  /** Each file once: of a file and the links to it, the file; of several links, the first one. */
  private Collection<Path> distinct(Stream<Path> paths) {
    Map<Path, Path> byTarget = new LinkedHashMap<>();
    paths.forEach(path -> {
      Path target = machine.real(path).orElse(path);
      byTarget.merge(target, path, (first, next) -> next.equals(target) ? next : first);
    });
    return byTarget.values();
  }

  private boolean leadsTo(Path file, Path target) {
    return machine.real(file).filter(target::equals).isPresent();
  }

  private Optional<DefinitionFile> xl(Path file, Optional<Path> link) {
    // read by its link, because a capture contains (and masks) only files in /etc/xen
    Path read = file.startsWith(DefinitionFile.XL) ? file : link.orElse(file);
    Optional<String> text = machine.exact(read);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean named = link.isPresent() || file.toString().endsWith(SUFFIX);
    try {
      // the folder also holds other files of Xen, such as those of CPU pools, which have a name too
      XlConfig config = xl(read, text.get());
      return named || !config.bootsNothing()
          ? Optional.of(new DefinitionFile(file, link, config))
          : Optional.empty();
    } catch (NotXl why) {
      if (named) {
        unreadable.put(file, Objects.requireNonNull(why.getMessage()));
      }
      return Optional.empty();
    }
  }

  private XlConfig xl(Path file, String text) throws NotXl {
    XlConfig config = parsed(file, text);
    if (config.string("name").isEmpty()) {
      throw new NotXl("the setting 'name' is missing");
    }
    return config;
  }

  private XlConfig parsed(Path file, String text) throws NotXl {
    Optional<String> reason = UnparsableText.reason(text);
    if (reason.isPresent()) {
      throw new NotXl(reason.get());
    }
    try {
      if (text.length() > MAX_BYTES) {
        throw new NotXl("the file is larger than 1 MiB");
      }
      return XlConfig.read(text);
    } catch (NotXl why) {
      machine.unparsable(file, UnparsableText.of(String.valueOf(why.getMessage())));
      throw why;
    }
  }

  private Stream<DefinitionFile> libvirt() {
    return files(DefinitionFile.LIBVIRT, DefinitionFile::namedForLibvirt)
        .flatMap(file -> machine.read(file).flatMap(text -> libvirt(file, text)).stream());
  }

  private Optional<DefinitionFile> libvirt(Path file, String text) {
    Optional<DomainXml> xml = text.length() > MAX_BYTES ? Optional.empty() : DomainXml.parse(text);
    if (xml.isEmpty()) {
      unreadable.put(file, NOT_A_DOMAIN);
      machine.unparsable(file, UnparsableText.of(NOT_A_DOMAIN));
    }
    return xml.map(content -> new DefinitionFile(file, libvirtLink(file), content));
  }

  private Optional<Path> libvirtLink(Path file) {
    return Optional.of(LIBVIRT_AUTO.resolve(file.getFileName())).filter(machine::exists);
  }

  private Stream<Path> files(Path folder, Predicate<String> named) {
    return machine.list(folder).stream().filter(named).map(folder::resolve);
  }
}
