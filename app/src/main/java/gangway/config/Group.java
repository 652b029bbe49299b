package gangway.config;

import gangway.pci.PciAddress;
import java.util.List;

/**
 * A name for several functions: commands take {@code @name} in place of their addresses.
 *
 * @param place the file and line of the group, and the line itself, as evidence
 * @param line the number of the line, from 1
 */
public record Group(String name, List<PciAddress> functions, String place, int line) {
  public Group {
    functions = List.copyOf(functions);
  }
}
