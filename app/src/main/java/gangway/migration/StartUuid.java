package gangway.migration;

import gangway.host.DomainStart;
import gangway.xen.definition.Definition;
import gangway.xen.definition.xl.XlConfig;
import java.util.Optional;

/**
 * The UUID that a guest gets at a start by xl.
 *
 * @param uuid in lower case; empty if the definition has one that xl cannot parse
 * @param setting the UUID to give to xl, if the definition has none
 */
record StartUuid(String uuid, Optional<String> setting) {
  static StartUuid of(Definition definition) {
    Optional<String> own =
        definition instanceof XlConfig config ? config.string("uuid") : Optional.empty();
    if (own.isPresent()) {
      return new StartUuid(DomainStart.normal(own.get()), Optional.empty());
    }
    String chosen = DomainStart.newUuid();
    return new StartUuid(chosen, Optional.of(chosen));
  }
}
