package gangway.view;

import gangway.pci.PciAddress;
import gangway.xen.definition.DefinitionFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A definition of a guest.
 *
 * @param autostartLink the link that starts the guest with the host
 * @param functions the addresses in the definition
 * @param entries the entries of its {@code pci} list as written
 * @param refusedEntry the entry for which xl refuses the definition
 */
public record DefinitionView(
    Path file,
    Optional<Path> autostartLink,
    List<PciAddress> functions,
    List<String> entries,
    Optional<String> refusedEntry)
    implements View {

  public DefinitionView {
    functions = List.copyOf(functions);
    entries = List.copyOf(entries);
  }

  static DefinitionView of(DefinitionFile definition) {
    return new DefinitionView(
        definition.file(),
        definition.autoStart(),
        definition.content().functions(),
        definition.content().entries(),
        definition.content().refusedEntry());
  }

  @Override
  public void writeTo(ViewWriter json) {
    json.text("file", file);
    json.text("autostartLink", autostartLink);
    json.texts("functions", functions);
    json.texts("entries", entries);
    json.text("refusedEntry", refusedEntry);
  }
}
